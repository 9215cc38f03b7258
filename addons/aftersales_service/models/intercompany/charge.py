from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE

KINDS = [
    ("in_invoice", "Vendor Bill"),
    ("in_refund", "Vendor Credit Note"),
    ("out_invoice", "Customer Invoice"),
    ("out_refund", "Customer Credit Note"),
    ("entry", "Compensation (Entry without Tax)"),
]
STATES = [
    ("proposed", "Proposed"),
    ("drafted", "Drafted"),
    ("posted", "Booked"),
    ("refused", "Refused"),
    ("withdrawn", "Taken Back"),
]
# The documents behind a charge are read by their own company, by its button.
_NOBODY = "."


class CompanyCharge(models.Model):
    """What one company of the database charges another: all that both may see of it, and
    the document of each side behind it."""

    _name = "aftersales.company.charge"
    _description = "Charge between Companies"
    _inherit = ["aftersales.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _deletable_states = ()
    _flow_models = ("aftersales.company.charge.line",)
    _transitions = {
        "proposed": ("drafted", "posted", "refused", "withdrawn"),
        "drafted": ("proposed", "posted", "refused", "withdrawn"),
        "posted": ("proposed", "drafted", "refused", "withdrawn"),
        "refused": ("proposed", "drafted", "withdrawn"),
        "withdrawn": ("proposed", "drafted", "posted", "refused"),
    }

    name = fields.Char("Number", required=True, readonly=True)
    state = fields.Selection(
        STATES,
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    sender_id = fields.Many2one(
        "res.company", "Charging Company", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", "Receiving Company", required=True, readonly=True, index=True
    )
    kind = fields.Selection(
        KINDS,
        "Booked As",
        required=True,
        readonly=True,
        help="What it is for the receiving company.",
    )
    origin_id = fields.Many2one(
        "aftersales.company.charge",
        "Reverses",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date = fields.Date(required=True, readonly=True)
    date_due = fields.Date("Due", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    line_ids = fields.One2many(
        "aftersales.company.charge.line", "charge_id", "Lines", readonly=True
    )
    net = fields.Monetary("Without Tax", readonly=True)
    tax = fields.Monetary(readonly=True)
    amount = fields.Monetary("Charged Amount", readonly=True)
    difference = fields.Monetary(
        readonly=True,
        tracking=True,
        help="Booked by the receiving company, less what is charged.",
    )
    reason = fields.Char(
        "Reason of the Refusal", help="Written by the receiving company."
    )
    is_refused = fields.Boolean(readonly=True, copy=False)
    source_move_id = fields.Many2one(
        "account.move", readonly=True, index="btree_not_null", groups=_NOBODY
    )
    bill_ids = fields.One2many(
        "account.move", "aftersales_charge_id", readonly=True, groups=_NOBODY
    )

    _source_unique = models.UniqueIndex(
        "(source_move_id) WHERE source_move_id IS NOT NULL",
        "This document is charged already.",
    )

    # --- what both documents say

    def _get_bill(self):
        """The document of the receiving company that stands."""
        return self.bill_ids.filtered(lambda move: move.state != "cancel")[:1]

    def _get_wanted_state(self):
        source, bill = self.source_move_id, self._get_bill()
        if source.state != "posted":
            return "withdrawn"
        if bill.state == "posted":
            return "posted"
        # what was reversed before anybody booked it is nobody's cost
        if not source._aftersales_get_live_part():
            return "withdrawn"
        if self.origin_id.state == "withdrawn":
            return "withdrawn"
        if bill:
            return "drafted"
        return "refused" if self.is_refused else "proposed"

    def _get_difference(self):
        """Booked by the receiving company less what is charged; what it took back by
        itself counts, what mirrors a credit note is a charge of its own."""
        bill = self._get_bill()
        if bill.state != "posted":
            return 0.0
        own = bill.reversal_move_ids.filtered(
            lambda move: move.state == "posted" and not move.aftersales_charge_id
        )
        booked = abs(bill.amount_total) - sum(abs(note.amount_total) for note in own)
        charged = 0.0 if self.state == "withdrawn" else abs(self.amount)
        return self.currency_id.round(booked - charged)

    def _follow(self):
        """State and difference as the documents of both sides say; the other side learns
        of what changed."""
        for charge in self.sudo():  # sudo: each side follows documents of the other
            before, wanted = charge.state, charge._get_wanted_state()
            if wanted != before:
                charge._move_to(wanted)
            changed = charge._follow_difference()
            charge._tell_change(before, changed)

    def _follow_difference(self):
        told = self.difference
        now = self._get_difference()
        if not self.currency_id.compare_amounts(told, now):
            return False
        self._in_flow().difference = now
        return True

    # --- steps of the receiving company

    def action_draft(self):
        """草拟凭证: our document over what the other company charges, to be posted by us.

        :raises MoveRefused: for a company that is not ours, or what is booked already
        """
        self._require_receiver()
        for charge in self:
            if charge.state != "proposed":  # moves back are for what documents say
                raise charge._get_move_refusal("drafted")
            charge.sudo()._draft()  # sudo: the sender's document is not read by people
        return self.action_open_document()

    def action_refuse(self):
        """拒绝: it is not our cost; the other company is told why.

        :raises ProofMissing: without a reason; :raises MoveRefused: once it is booked
        """
        self._require_receiver()
        for charge in self:
            if charge.state not in ("proposed", "drafted"):
                raise charge._get_move_refusal("refused")
            if not (charge.reason or "").strip():
                raise ProofMissing(
                    self.env._("%s: please write why it is refused.", charge.name)
                )
            charge = charge.sudo()  # sudo: as above
            charge._in_flow().is_refused = True
            charge._get_bill().with_context(force_delete=True).unlink()
            charge._follow()

    def action_reopen(self):
        """We look at it again."""
        self._require_receiver()
        for charge in self:
            if charge.state != "refused":
                raise charge._get_move_refusal("proposed")
        self.sudo()._in_flow().write({"is_refused": False})
        self._follow()

    def _require_receiver(self):
        self._require_group(FINANCE)
        self.check_access("write")
        for charge in self:
            if charge.company_id not in self.env.companies:
                raise MoveRefused(
                    self.env._(
                        "%(charge)s is for %(company)s to answer. Ask the accountant there.",
                        charge=charge.name,
                        company=charge.company_id.sudo().name,  # sudo: whom to ask
                    )
                )

    def action_open_document(self):
        """Each side opens its own document."""
        self.ensure_one()
        self.check_access("read")
        charge = self.sudo()  # sudo: opened below with the rights of the user
        mine = {
            charge.company_id: charge._get_bill(),
            charge.sender_id: charge.source_move_id,
        }
        for company, move in mine.items():
            found = move.with_env(self.env)
            if company in self.env.companies and found and found.has_access("read"):
                return found.get_formview_action()
        raise MoveRefused(
            self.env._("There is no document of ours for %s yet.", self.name)
        )


class CompanyChargeLine(models.Model):
    """A line of the charging document, as it was addressed."""

    _name = "aftersales.company.charge.line"
    _description = "Line of a Charge between Companies"
    _inherit = ["document.guard.mixin"]
    _order = "charge_id, id"

    charge_id = fields.Many2one(
        "aftersales.company.charge",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="charge_id.company_id", store=True, index=True, precompute=True
    )
    sender_id = fields.Many2one(
        related="charge_id.sender_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="charge_id.currency_id")
    name = fields.Text("Description", readonly=True)
    net = fields.Monetary("Without Tax", readonly=True)
    tax = fields.Monetary(readonly=True)
    tax_percent = fields.Float("Tax (%)", digits=(5, 2), readonly=True)
