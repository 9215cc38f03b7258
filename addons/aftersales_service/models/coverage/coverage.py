from odoo import api, fields, models

from ...exceptions import ProtectedRefused
from ..warranty.policy_term import DISTANCES, FREE_CAUSES, PAYERS, UNITS

KINDS = [
    ("standard", "Standard Warranty"),
    ("component", "Component Warranty"),
    ("extended", "Extended Warranty"),
    ("goodwill", "Goodwill"),
    ("repair", "Warranty on a Repair"),
    ("part", "Warranty on a Replaced Part"),
]


class Coverage(models.Model):
    """A warranty on a device: a ledger of events and the period that follows from them.

    ``start_date``, ``end_date`` and the rest of the projection are written in the same
    transaction as the event that moves them, under a lock on the row; replaying the
    events gives the same (`_verify`). Whether it is running depends on today and is
    never stored.
    """

    _name = "aftersales.coverage"
    _description = "Warranty Coverage"
    _inherit = ["document.guard.mixin", "document.seal.mixin"]
    _order = "end_date desc, id desc"
    _check_company_auto = True
    _flow_fields = frozenset({"device_id", "company_id"})

    device_id = fields.Many2one(
        "aftersales.device",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, required=True, default="standard", readonly=True)
    term_id = fields.Many2one(
        "aftersales.warranty.term",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    version_id = fields.Many2one(related="term_id.version_id")
    cost_kinds = fields.Char(
        "Costs",
        readonly=True,
        help="Codes of the costs that it bears; empty: every kind.",
    )
    part_classes = fields.Char(readonly=True, default="main ordinary")
    product_id = fields.Many2one(
        "product.product", "Replaced Part", index="btree_not_null", readonly=True
    )
    percent = fields.Float("Covered (%)", digits=(5, 2), default=100.0, readonly=True)
    payer = fields.Selection(
        PAYERS, "Borne By", default="company", required=True, readonly=True
    )
    payer_partner_id = fields.Many2one(
        "res.partner", "Name of Payer", index="btree_not_null", readonly=True
    )
    distance_limit = fields.Float("Up to (km)", readonly=True)
    distance_of = fields.Selection(
        DISTANCES, "Kilometres Of", required=True, default="any", readonly=True
    )
    visit_limit = fields.Integer("Visits", readonly=True)
    free_causes = fields.Selection(
        FREE_CAUSES, readonly=True, help="Empty: as the service policy of the job says."
    )
    amount = fields.Integer("Duration", required=True, readonly=True)
    unit = fields.Selection(UNITS, required=True, default="month", readonly=True)
    start_date = fields.Date(readonly=True)
    end_date = fields.Date("Last Covered Day", readonly=True, index=True)
    suspended_on = fields.Date("Stands Still Since", readonly=True)
    voided_on = fields.Date("Void From", readonly=True)
    suspended_days = fields.Integer("Days Added for Repairs", readonly=True)
    origin = fields.Char(
        "Granted By", readonly=True, help="The document or register this comes from."
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", index="btree_not_null", readonly=True
    )
    former = fields.Boolean(
        "Of an Earlier Owner",
        readonly=True,
        help="It belonged to a sale before the last one: kept, but it no longer covers anybody.",
    )
    event_ids = fields.One2many(
        "aftersales.coverage.event", "coverage_id", "Ledger", readonly=True
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A warranty lasts at least one day."
    )

    @api.depends("kind", "end_date")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for coverage in self:
            coverage.display_name = (
                f"{labels.get(coverage.kind)} → {coverage.end_date or '?'}"
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """A coverage goes only with its device; otherwise it is voided with a reason."""
        raise ProtectedRefused(
            self.env._("A warranty is not deleted: void it with a reason.")
        )
