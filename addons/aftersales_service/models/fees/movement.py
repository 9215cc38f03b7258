from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...kernel.money import Amount

KINDS = [
    ("shared", "Shared Out"),
    ("quoted", "Quoted"),
    ("invoiced", "Invoiced"),
    ("accepted", "Accepted by the Payer"),
    ("waived", "Waived"),
    ("borne", "Borne by Us"),
    ("elsewhere", "Charged Elsewhere"),
    ("written_off", "Written Off"),
]
# What each kind takes away from what is open.
CLOSING = frozenset({"invoiced", "waived", "borne", "elsewhere", "written_off"})
# What goes elsewhere comes back by another charge, what was shared out by its price.
_ONE_WAY = frozenset({"elsewhere", "shared"})
_REASONED = frozenset({"waived", "borne", "elsewhere", "written_off"})


class FeeMovement(models.Model):
    """What became of a share of a fee: an amount without tax, its tax, and the document
    that says so. A share's states are sums of these rows; a reversal is a row below zero."""

    _name = "aftersales.fee.movement"
    _description = "Movement of a Fee Share"
    _inherit = ["document.ledger.mixin"]
    _order = "share_id, id"
    _rec_name = "kind"
    _is_closed_ledger = True

    share_id = fields.Many2one(
        "aftersales.fee.share", required=True, index=True, ondelete="cascade"
    )
    fee_id = fields.Many2one(
        related="share_id.fee_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="share_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="share_id.currency_id", store=True, precompute=True
    )
    kind = fields.Selection(KINDS, required=True)
    net = fields.Monetary("Without Tax", required=True)
    tax = fields.Monetary(required=True)
    day = fields.Date("On", required=True)
    reason = fields.Char()
    is_followed = fields.Boolean(
        "Follows a Document",
        help="Quotation, invoice or price say so; otherwise somebody decided it.",
    )
    user_id = fields.Many2one(
        "res.users", "Entered By", required=True, index="btree_not_null"
    )
    res_model = fields.Char("Document Model")
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", index="btree_not_null"
    )
    document_name = fields.Char("Document", compute="_compute_document_name")

    def _compute_document_name(self):
        self.document_name = False
        for model, rows in self.filtered("res_model").grouped("res_model").items():
            # sudo: the number of a document is told to whoever sees the fee
            records = self.env[model].sudo().browse(rows.mapped("res_id")).exists()
            names = {record.id: record.display_name for record in records}
            for row in rows:
                row.document_name = names.get(row.res_id, False)

    def action_open_document(self):
        self.ensure_one()
        document = self._get_document()
        return document.get_formview_action() if document else None

    def _get_document(self):
        if not self.res_model:
            return None
        return self.env[self.res_model].browse(self.res_id).exists()

    def _is_left(self):
        """Whether this is what another payer is charged instead."""
        return self.kind == "elsewhere" and self.net > 0

    def _is_taken(self):
        """Whether this is what another payer left to its share."""
        return self.kind == "elsewhere" and self.net < 0


class Fee(models.Model):
    _inherit = "aftersales.fee"

    movement_ids = fields.One2many(
        "aftersales.fee.movement", "fee_id", "Movements", readonly=True
    )


class FeeShare(models.Model):
    """The amounts of a share, which change by movements only."""

    _inherit = "aftersales.fee.share"
    _flow_fields = frozenset({"taken_amount"})

    movement_ids = fields.One2many(
        "aftersales.fee.movement", "share_id", "Movements", readonly=True
    )
    taken_amount = fields.Monetary(
        "Taken Over",
        readonly=True,
        copy=False,
        help="What another payer of this fee did not settle and this one is charged.",
    )
    own_amount = fields.Monetary(
        "Bears",
        compute="_compute_own_amount",
        store=True,
        compute_sudo=True,
        help="Its part of the fee, less what was charged to another payer.",
    )
    open_net = fields.Monetary(
        "Open without Tax", compute="_compute_sums", store=True, compute_sudo=True
    )
    open_tax = fields.Monetary(compute="_compute_sums", store=True, compute_sudo=True)
    accepted_net = fields.Monetary(
        "Accepted without Tax", compute="_compute_sums", store=True, compute_sudo=True
    )
    invoiced_amount = fields.Monetary(
        compute="_compute_sums", store=True, compute_sudo=True
    )

    @api.depends("movement_ids.net", "movement_ids.tax")
    def _compute_sums(self):
        for share in self:
            sums = share._get_sums()
            left = share._get_open(sums)
            share.open_net, share.open_tax = left
            share.accepted_net = sums.get("accepted", Amount()).net
            share.invoiced_amount = sums.get("invoiced", Amount()).net

    @api.depends("amount", "movement_ids.kind", "movement_ids.net")
    def _compute_own_amount(self):
        for share in self:
            gone = sum(r.net for r in share.movement_ids if r._is_left())
            left = share._to_price_terms(gone) if gone else 0.0
            share.own_amount = share.amount - left

    def _get_sums(self, wanted=lambda movement: True):
        """{kind: :class:`Amount`} of the movements."""
        sums = {}
        for row in self.movement_ids:
            if wanted(row):
                known = sums.get(row.kind, Amount())
                sums[row.kind] = known + Amount(row.net, row.tax)
        return {kind: a.rounded(self.currency_id.round) for kind, a in sums.items()}

    def _get_open(self, sums=None):
        """:class:`Amount` that nobody settled yet."""
        sums = self._get_sums() if sums is None else sums
        closed = sum((sums.get(kind, Amount()) for kind in CLOSING), Amount())
        return (sums.get("shared", Amount()) - closed).rounded(self.currency_id.round)

    def action_open_share(self):
        self.ensure_one()
        return self.get_formview_action()

    def _is_settled_by_hand(self):
        """Whether somebody decided about it: accepted, borne, written off …"""
        # sudo: whether it stands is asked on behalf of everybody
        return not all(row.is_followed for row in self.sudo().movement_ids)

    # --- what people decide

    def _book(self, kind, net, tax=0.0, reason=None, document=None, day=None):
        """Append a movement that somebody decided; below zero it takes one back.

        :raises MoveRefused: above what is open; :raises ProofMissing: without a reason
        """
        self.ensure_one()
        amount = Amount(net, tax).rounded(self.currency_id.round)
        self._check_bookable(kind, amount, reason)
        self._append(
            self._prepare_movements({kind: amount}, document, day, reason=reason)
        )

    def _check_bookable(self, kind, amount, reason):
        if kind in _REASONED and not (reason or "").strip():
            raise ProofMissing(
                self.env._("“%s”: please write the reason.", self.fee_id.name)
            )
        if self.payer == "customer":
            raise MoveRefused(
                self.env._(
                    "“%s”: what the customer pays changes by his quotation, or by a credit note of the accountant.",
                    self.fee_id.name,
                )
            )
        sums = self._get_sums()
        done = sums.get(kind, Amount())
        left = self._get_open(sums)
        if kind == "shared":  # the tax of the document that settles it
            left = Amount(0.0, max(amount.tax, 0.0))
        if kind == "accepted":
            left = sums.get("shared", Amount()) - done
        compare = self.currency_id.compare_amounts
        for wanted, rest, told in zip(amount, left, done, strict=True):
            low, high = min(-told, 0.0), max(rest, 0.0)
            if kind in _ONE_WAY:
                low = 0.0
            if compare(wanted, high) > 0 or compare(wanted, low) < 0:
                raise MoveRefused(
                    self.env._(
                        "“%(fee)s”: %(amount)s is more than the %(open)s that is left.",
                        fee=self.fee_id.name,
                        amount=self.currency_id.format(abs(wanted)),
                        open=self.currency_id.format(high if wanted > 0 else -low),
                    )
                )

    def _charge_elsewhere(self, net, payer, partner, reason, document=None):
        """Another payer is charged what this one does not settle; returns his share."""
        self.ensure_one()
        self._book("elsewhere", net, reason=reason, document=document)
        other = self._get_taker(payer, partner)
        taken = other.taken_amount + other._to_price_terms(net)
        other._in_flow().taken_amount = self.currency_id.round(taken)
        news = {"elsewhere": Amount(-net)}
        self._append(other._prepare_movements(news, document, reason=reason))
        other._follow()
        return other

    def _give_back(self, other, fen):
        """A fen that a new split took to ``other``, whose amount stands, comes here."""
        if not self.currency_id.is_zero(fen):
            for share, more in ((self, fen), (other, -fen)):
                share._in_flow().taken_amount = share.taken_amount + more
            (self | other)._follow()

    def _get_taker(self, payer, partner):
        """The share of that payer which stands on no document yet, else a new one."""
        known = self.fee_id.share_ids.filtered(
            lambda s: s != self
            and s.payer == payer
            and s.partner_id == partner
            and s._is_unquoted()
        )
        return known[:1] or self.create(
            {
                "fee_id": self.fee_id.id,
                "payer": payer,
                "partner_id": partner.id,
                "percent": 0.0,
            }
        )
