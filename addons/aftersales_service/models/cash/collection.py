from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE
from ...kernel.rmb import capital

METHODS = [
    ("cash", "Cash"),
    ("wechat", "WeChat Pay"),
    ("alipay", "Alipay"),
    ("transfer", "Bank Transfer"),
    ("later", "Pays Later"),
]
STATES = [
    ("held", "With the Technician"),
    ("later", "Still to Collect"),
    ("handed", "Being Handed In"),
    ("posted", "Handed In and Posted"),
    ("void", "Void"),
]


class Collection(models.Model):
    """What a technician took from a customer on the spot (收款), one row per receipt.

    Source: F-33, F-34, F-37, F-38. It is evidence and no cash book: the accountant's
    hand-in makes a core payment of each row. Rows are written by actions only and never
    changed; a wrong one is made void with a reason and keeps its number.
    """

    _name = "aftersales.collection"
    _description = "Money Taken from a Customer"
    _inherit = ["aftersales.flow.mixin"]
    _order = "taken_at desc, id desc"
    _check_company_auto = True
    _transitions = {
        "held": ("handed", "void"),
        "later": ("void",),
        "handed": ("held", "posted"),
        "posted": (),
        "void": (),
    }
    _flow_fields = frozenset({"handin_id", "payment_id", "void_reason", "void_by_id"})

    name = fields.Char("Receipt Number", readonly=True, index="trigram")
    state = fields.Selection(
        STATES, default="held", required=True, readonly=True, index=True
    )
    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    order_id = fields.Many2one(related="visit_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Customer", store=True, index=True
    )
    technician_id = fields.Many2one(
        "aftersales.technician",
        "Collected By",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
    )
    user_id = fields.Many2one(
        related="technician_id.user_id", store=True, index="btree_not_null"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True, readonly=True)
    method = fields.Selection(METHODS, "Means", required=True, readonly=True)
    taken_at = fields.Datetime("Collected On", required=True, readonly=True)
    client_uuid = fields.Char("Client UUID", readonly=True)
    note = fields.Char(readonly=True)
    handin_id = fields.Many2one(
        "aftersales.handin",
        "Hand-In",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    payment_id = fields.Many2one(
        "account.payment", readonly=True, index="btree_not_null", check_company=True
    )
    void_reason = fields.Char(readonly=True)
    void_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    is_bounced = fields.Boolean(
        "Payment Returned",
        compute="_compute_is_bounced",
        help="The payment was cancelled, rejected or reversed: the customer owes it again.",
    )
    is_open = fields.Boolean(
        "Not Paid Yet", compute="_compute_is_open", search="_search_is_open"
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "The amount that was taken must be above zero."
    )
    _number_unique = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL",
        "This receipt number is used already.",
    )
    _uuid_unique = models.UniqueIndex(
        "(client_uuid) WHERE client_uuid IS NOT NULL",
        "This receipt was received already.",
    )
    _payment_unique = models.UniqueIndex(
        "(payment_id) WHERE payment_id IS NOT NULL",
        "A payment belongs to one receipt.",
    )

    def _compute_display_name(self):
        for row in self:
            row.display_name = row.name or f"{row.visit_id.name} {row.id or ''}".strip()

    @api.depends("payment_id.state", "payment_id.move_id.reversal_move_ids.state")
    def _compute_is_bounced(self):
        for row in self:
            # sudo: whether it came is told to the technician who took it
            payment = row.sudo().payment_id
            row.is_bounced = bool(payment) and payment._aftersales_is_bounced()

    def _compute_is_open(self):
        waiting = self.filtered(lambda c: c.state == "later")
        (self - waiting).is_open = False
        # sudo: whether a customer paid is told to the technician who follows it up
        left = waiting.order_id.sudo()._get_collectable()
        for row in waiting:
            row.is_open = left[row.order_id.id] > 0

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.search([("state", "=", "later")]).filtered("is_open")
        inside = True in value
        return [("id", "in" if inside else "not in", found.ids)]

    def action_void(self, reason=None):
        """作废, before the money is handed in: the accountant, who has the receipt back.

        :raises ProofMissing: without a reason
        """
        self._require_group(FINANCE)
        for row in self:
            row._check_not_own()
            if not (reason or "").strip():
                raise ProofMissing(
                    self.env._("Please write why receipt %s is void.", row.display_name)
                )
            row._check_not_arrived()
        # sudo: receipts are written by actions only
        self.sudo()._move_to("void", void_reason=reason, void_by_id=self.env.uid)

    def _check_not_arrived(self):
        """A statement showed the money already."""
        if self.sudo().payment_id:  # sudo: whether it came, not the payment
            raise MoveRefused(
                self.env._(
                    "The money of receipt %s is on a statement already. Take the match back first, if it is wrong.",
                    self.display_name,
                )
            )

    def _check_not_own(self):
        if self.user_id == self.env.user:
            raise MoveRefused(
                self.env._(
                    "%s: you took this money yourself. Another accountant makes the receipt void or takes it over.",
                    self.display_name,
                )
            )

    def action_ask_void(self):
        """Open the window that asks for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make the Receipt Void"),
            "res_model": "aftersales.collection.void",
            "view_mode": "form",
            "target": "new",
            "context": {"default_collection_id": self.id},
        }

    def action_print_receipt(self):
        report = self.env.ref("aftersales_service.action_report_collection")
        return report.report_action(self, config=False)

    def _get_capital(self):
        """The amount in capital numerals (大写), as receipts want it."""
        return capital(self.amount)
