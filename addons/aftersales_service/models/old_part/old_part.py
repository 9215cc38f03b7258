from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import ProofMissing, ProtectedRefused
from .old_part_policy import DECIDERS, FATES

STATES = [
    ("to_return", "To Return"),
    ("central", "At Central Store"),
    ("in_transit", "In Transit"),
    ("received", "Received"),
    ("counted", "Counted"),
    ("supplier_confirmed", "Confirmed by Supplier"),
    ("online_confirmed", "Confirmed Online"),
    ("disposed", "Disposed Of"),
    ("collected", "Collected by Supplier"),
    ("charged", "Charged to Supplier"),
    ("left", "Left Behind"),
]
OUTSIDE = ("to_return", "central", "in_transit")
JUDGEMENTS = [
    ("material", "Material or Workmanship"),
    ("misuse", "Misuse"),
    ("transport", "Transport Damage"),
    ("wear", "Wear"),
    ("sound", "No Fault Found"),
]


class OldPart(models.Model):
    """The passport of a part that was taken out (旧件护照): tag, custody, judgement.

    Source: P-14 … P-25, P-29, W-32. Custody is its events; nothing of it is overwritten.
    """

    _name = "aftersales.old.part"
    _number_code = "aftersales.old.part"
    _description = "Old Part"
    _inherit = ["aftersales.flow.mixin", "aftersales.overdue.mixin", "mail.thread"]
    _order = "deadline, id"
    _check_company_auto = True
    _overdue_field = "deadline"
    _overdue_states = OUTSIDE
    _transitions = {
        "to_return": ("central", "in_transit", "received", "left"),
        "central": ("in_transit", "received"),
        "in_transit": ("received", "to_return"),
        "received": ("counted",),
        "counted": ("supplier_confirmed", "disposed", "collected", "charged"),
        "supplier_confirmed": ("online_confirmed", "disposed", "collected", "charged"),
        "online_confirmed": ("disposed", "collected", "charged"),
        "disposed": (),
        "collected": (),
        "charged": (),
        "left": (),
    }
    _flow_fields = frozenset(
        {
            "judgement",
            "judged_by_id",
            "judged_at",
            "waived_by_id",
            "waived_at",
            "waive_reason",
            "missing",
            "deadline",
        }
    )

    name = fields.Char("Tag", default="/", readonly=True, copy=False, index="trigram")
    state = fields.Selection(
        STATES,
        default="to_return",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    requisition_line_id = fields.Many2one(
        "aftersales.requisition.line",
        "Replaced By",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    visit_id = fields.Many2one(
        related="requisition_line_id.visit_id", store=True, index="btree_not_null"
    )
    technician_id = fields.Many2one(
        related="visit_id.technician_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        related="technician_id.user_id", store=True, index="btree_not_null"
    )
    device_id = fields.Many2one(related="order_id.device_id")
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    serial = fields.Char("Old Serial Number", readonly=True, index="btree_not_null")
    quantity = fields.Float(digits="Product Unit", default=1.0, readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    supplier_id = fields.Many2one(
        "res.partner",
        compute="_compute_supplier_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
    )
    fate = fields.Selection(FATES, required=True, readonly=True, default="take_back")
    fate_by = fields.Selection(DECIDERS, "Decided By", readonly=True)
    fate_reason = fields.Char("Reason", readonly=True)
    wanted = fields.Boolean("Wanted Back", readonly=True)
    opened_on = fields.Date("Replaced On", required=True, readonly=True)
    deadline = fields.Date("Back Until", readonly=True, index="btree_not_null")
    missing = fields.Boolean("Missing at Receipt", readonly=True, copy=False)
    judgement = fields.Selection(JUDGEMENTS, readonly=True, copy=False)
    judgement_note = fields.Text("Appraisal Findings", copy=False)
    judged_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    judged_at = fields.Datetime("Judged On", readonly=True, copy=False)
    waived_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    waived_at = fields.Datetime("Waived On", readonly=True, copy=False)
    waive_reason = fields.Char("Why Waived", readonly=True, copy=False)
    event_ids = fields.One2many(
        "aftersales.old.part.event", "old_part_id", "Custody", readonly=True
    )
    is_invalid = fields.Boolean(
        "Invalid Service",
        compute="_compute_is_invalid",
        search="_search_is_invalid",
        help="Overdue, missing or left behind although it was wanted back.",
    )

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This tag is already taken."
    )

    @api.depends("product_id")
    def _compute_supplier_id(self):
        for part in self:
            # sudo: technicians do not read purchase data
            sellers = part.sudo().product_id.seller_ids
            part.supplier_id = sellers.filtered(
                lambda s, part=part: s.company_id.id in (False, part.company_id.id)
            )[:1].partner_id

    @api.depends("state", "deadline", "missing", "waived_at", "judged_at", "wanted")
    def _compute_is_invalid(self):
        invalid = self.filtered_domain(self._get_invalid_domain())
        for part in self:
            part.is_invalid = part in invalid

    @api.model
    def _search_is_invalid(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_invalid_domain()
        return domain if True in value else ~domain

    @api.model
    def _get_invalid_domain(self):
        lost = Domain("missing", "=", True) | Domain("state", "=", "left")
        return (
            (self._get_overdue_domain() | lost)
            & Domain("wanted", "=", True)
            & Domain("waived_at", "=", False)
            & Domain("judged_at", "=", False)
        )

    def _get_unsettled(self):
        """Those that keep fees from being settled: wanted and neither back, nor waived,
        nor judged (P-14)."""
        return self.filtered(
            lambda p: p.wanted
            and not (p.waived_at or p.judged_at)
            and (p.missing or p.state in (*OUTSIDE, "left"))
        )

    @api.model_create_multi
    def create(self, vals_list):
        """A passport has its tag, its deadline and its first event from birth."""
        parts = super().create(vals_list)
        parts._set_deadlines()
        parts._note("to_return")
        return parts

    def _get_number_company(self, vals):
        return self.env["aftersales.order"].browse(vals["order_id"]).company_id

    def _set_deadlines(self):
        groups = self.filtered("wanted").grouped(lambda p: (p.company_id, p.opened_on))
        for (company, day), parts in groups.items():
            parts._in_flow().deadline = company._aftersales_get_old_part_deadline(day)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise ProtectedRefused(
            self.env._(
                "A tag cannot be deleted. Waive the old part with a reason instead."
            )
        )

    def _note(self, step, place=None, reason=None):
        """Append what happened to the custody of each part."""
        # sudo: custody is written by the actions, never by hand
        self.env["aftersales.old.part.event"].sudo().create(
            [
                {
                    "old_part_id": part.id,
                    "step": step,
                    "user_id": self.env.uid,
                    "place": place or False,
                    "reason": reason or False,
                }
                for part in self
            ]
        )

    def _pass_to(self, state, place=None, reason=None, **vals):
        """Move the parts on and write it into their custody."""
        self._move_to(state, **vals)
        self._note(state, place, reason)

    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))


class OldPartEvent(models.Model):
    """One step of the custody of an old part; append-only."""

    _name = "aftersales.old.part.event"
    _description = "Custody of an Old Part"
    _inherit = ["document.ledger.mixin"]
    _order = "id"
    _rec_name = "step"

    old_part_id = fields.Many2one(
        "aftersales.old.part", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="old_part_id.company_id", store=True, index=True
    )
    step = fields.Selection(
        [*STATES, ("missing", "Missing"), ("judged", "Judged"), ("waived", "Waived")],
        required=True,
    )
    happened_at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Handled By", required=True, index=True)
    place = fields.Char()
    reason = fields.Char()
