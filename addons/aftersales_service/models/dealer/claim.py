from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import FilingRefused

STATES = [
    ("asked", "Consent Asked For"),
    ("agreed", "Consent Given"),
    ("refused", "Consent Refused"),
    ("filed", "To Answer"),
    ("answered", "Answered"),
    ("withdrawn", "Withdrawn"),
]


class DealerClaim(models.Model):
    """What a dealer asks from us for a repair that he did himself, line by line; an
    expensive one he asks about first."""

    _name = "aftersales.dealer.claim"
    _number_code = "aftersales.dealer.claim"
    _description = "Claim of a Dealer"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.approval.mixin",
        "aftersales.filing.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _flow_models = ("aftersales.dealer.claim.line",)
    _transitions = {
        "asked": ("agreed", "refused", "withdrawn"),
        "agreed": ("filed", "withdrawn"),
        "refused": (),
        "filed": ("answered", "withdrawn"),
        "answered": ("filed",),
        "withdrawn": (),
    }

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        default="filed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    dealer_id = fields.Many2one(required=True, readonly=True)
    device_id = fields.Many2one(
        "aftersales.device",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
    )
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    fault = fields.Text(required=True, readonly=True)
    work_done = fields.Text("What Was Done", readonly=True)
    done_on = fields.Date(readonly=True)
    contact_phone = fields.Char("Telephone", readonly=True)
    photo_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_dealer_claim_photo_rel",
        "claim_id",
        "attachment_id",
        "Photos",
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many(
        "aftersales.dealer.claim.line", "claim_id", "Lines", readonly=True
    )
    agreed_amount = fields.Monetary(
        "Consented Up To", readonly=True, copy=False, tracking=True
    )
    claimed_net = fields.Monetary(
        "Amount Claimed", compute="_compute_amounts", store=True
    )
    accepted_net = fields.Monetary(
        "Accepted Amount", compute="_compute_amounts", store=True
    )
    bill_id = fields.Many2one(
        "account.move",
        "Vendor Bill",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    to_pay = fields.Boolean(
        "To Be Billed", compute="_compute_to_pay", search="_search_to_pay"
    )

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This number is already taken."
    )
    _portal_key_unique = models.UniqueIndex(
        "(create_uid, portal_key) WHERE portal_key IS NOT NULL"
    )

    @api.depends("line_ids.net", "line_ids.accepted_net")
    def _compute_amounts(self):
        for claim in self:
            claim.claimed_net = sum(claim.line_ids.mapped("net"))
            claim.accepted_net = sum(claim.line_ids.mapped("accepted_net"))

    @api.model
    def _get_filed_domain(self):
        """Those of the firm of the login that asks."""
        firm = self.env.user.commercial_partner_id
        return [("dealer_id.commercial_partner_id", "=", firm.id)]

    # --- what the page sends

    @api.model
    def _ask(self, key, vals, lines):
        """May this be repaired on our account? Once for each opened page.

        :param lines: [values of a line]
        """
        return self._file(key, vals | {"state": "asked"}, lines, ())

    @api.model
    def _claim(self, key, vals, lines, photos):
        """The repair is done, and this is what it cost.

        :param photos: list of (name, bytes)
        :raises FilingRefused: without proof, and above what needs our consent
        """
        self._check_proof(vals, photos)
        return self._file(key, vals | {"state": "filed"}, lines, photos)

    @api.model
    def _file(self, key, vals, lines, photos):
        orders = self.env["aftersales.order"]
        orders._check_photos(photos)
        filed = self._find_filed(key)
        if filed:
            return filed
        with self.env.cr.savepoint():
            claim = self._file_once(key, vals)
            claim._set_lines(lines)
            claim._add_photos(photos)
            if claim.state == "asked":
                claim._ask_consent()
            else:
                claim._check_limit()
                claim._open_job(key)
        return claim

    def _set_lines(self, lines):
        """What is claimed; hours at the rate of the agreement.

        :raises FilingRefused: without a line
        """
        if not lines:
            raise FilingRefused(
                self.env._("Please write down at least one part or hour of work.")
            )
        rate = self._get_agreement().labour_rate
        for number, line in enumerate(lines, 1):
            line |= {"claim_id": self.id, "sequence": number}
            if rate and line["kind"] == "labour":
                line["price_unit"] = rate
        self.line_ids._in_flow().unlink()
        self.env["aftersales.dealer.claim.line"].sudo()._in_flow().create(lines)

    def _add_photos(self, photos):
        if photos:
            orders = self.env["aftersales.order"].sudo()
            self._in_flow().photo_ids = self.photo_ids | orders._make_photos(
                photos, self
            )

    def _get_agreement(self):
        return self.env["aftersales.dealer.agreement"]._find(
            self.dealer_id, self.company_id
        )

    def _file_agreed(self, vals, lines, photos):
        """What was consented to is repaired now: the claim with what it cost really.

        :raises FilingRefused: without proof, or above what was consented to
        """
        self.ensure_one()
        self.env["aftersales.order"]._check_photos(photos)
        self._check_proof(vals, photos)
        with self.env.cr.savepoint():
            self._move_to("filed", **vals)
            self._set_lines(lines)
            self._add_photos(photos)
            self._check_limit()
            self._open_job(f"{self.name}-consented")

    @api.model
    def _check_proof(self, vals, photos):
        if not photos:
            raise FilingRefused(
                self.env._("Please add photos of the fault and of the exchanged parts.")
            )
        if not vals.get("work_done"):
            raise FilingRefused(self.env._("Please write what was done."))

    def _withdraw(self):
        """The dealer takes it back while nobody answered."""
        self._move_to("withdrawn")
        self._withdraw_approvals("dealer_repair")
        self._drop_job()

    def _is_billed(self):
        """Whether a bill that lives pays for it."""
        bill = self.sudo().bill_id
        return bill.state in ("draft", "posted") and bill.payment_state != "reversed"

    @api.depends("state", "accepted_net", "bill_id.state", "bill_id.payment_state")
    def _compute_to_pay(self):
        for claim in self:
            owed = claim.state == "answered" and claim.accepted_net > 0
            claim.to_pay = owed and not claim._is_billed()

    @api.model
    def _search_to_pay(self, operator, value):
        if operator != "in":
            return NotImplemented
        billed = [
            ("bill_id.state", "in", ("draft", "posted")),
            ("bill_id.payment_state", "!=", "reversed"),
        ]
        # sudo: whether it is billed is no secret to who sees the claim
        paid = self.sudo()._search(billed)
        waits = Domain("state", "=", "answered")
        waits &= Domain("accepted_net", ">", 0)
        waits &= Domain("id", "not in", paid)
        return waits if True in value else ~waits
