from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...kernel.clock import DISTANCE, WORKING, in_band
from . import selections

# Conditions that are met by being equal; an empty one is always met.
EQUAL = (
    "area",
    "severity",
    "fault_area",
    "service_type",
    "order_kind",
    "life_stage",
    "partner_id",
    "contract_id",
)
# With whom a clock can stand still.
_WAITED_FOR = tuple(owner for owner, _label in selections.OWNERS if owner != "us")
# What a clock copies, so that nothing that happens to the policy moves its due date.
COPIED = (
    "code",
    "bound",
    "informative",
    "amount",
    "unit",
    "direction",
    "due_hour",
    "pause_owners",
)


class SlaRule(models.Model):
    """The definition of one clock: from which event to which, how long, and when (T-70)."""

    _name = "aftersales.sla.rule"
    _description = "Deadline of a Service Policy"
    _inherit = ["aftersales.version.line.mixin"]
    _order = "version_id, sequence, id"
    _check_company_auto = True

    version_id = fields.Many2one(
        "aftersales.sla.version", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="Your number for this deadline.")
    name = fields.Char("Deadline", required=True, translate=True)
    start_event_id = fields.Many2one(
        "aftersales.sla.event",
        "Begins With",
        required=True,
        index=True,
        ondelete="restrict",
    )
    stop_event_id = fields.Many2one(
        "aftersales.sla.event",
        "Ends With",
        required=True,
        index=True,
        ondelete="restrict",
    )
    amount_from = fields.Float(
        help="Where the rule says “3 to 4 days” this is the 3, for information."
    )
    amount = fields.Float("Duration", digits=(8, 2))
    unit = fields.Selection(selections.UNITS, required=True, default="hour")
    due_hour = fields.Float(
        "Ends at",
        help="The hour at which a deadline of days ends; 0: with the day, or the close of work.",
    )
    direction = fields.Selection(selections.DIRECTIONS, required=True, default="after")
    bound = fields.Selection(
        selections.BOUNDS,
        "Limit",
        required=True,
        default="latest",
        help="At the earliest: what may not be done before, such as destroying a record.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Schedule",
        index="btree_not_null",
        help="Empty: 24 hours, every day.",
    )
    area = fields.Selection(selections.AREAS)
    km_from = fields.Float("Above (km)", help="The distance itself not included.")
    km_to = fields.Float("Up to (km)", help="Including this distance; 0: no limit.")
    severity = fields.Selection(selections.SEVERITIES)
    fault_area = fields.Selection(selections.FAULT_AREAS)
    supplier_needed = fields.Boolean(
        "Supplier Must Be Contacted", help="Only where the supplier must be asked."
    )
    categ_id = fields.Many2one(
        "product.category", "Product Category", index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", index="btree_not_null", check_company=True
    )
    contract_id = fields.Many2one(
        "sale.order", index="btree_not_null", check_company=True
    )
    service_type = fields.Selection(selections.SERVICE_TYPES)
    order_kind = fields.Selection(selections.ORDER_KINDS, "Kind of Job")
    life_stage = fields.Selection(
        selections.LIFE_STAGES, help="Before the goods are sold, other deadlines hold."
    )
    role_id = fields.Many2one(
        "aftersales.role",
        "Responsible Role",
        index="btree_not_null",
        ondelete="restrict",
    )
    extend_role_id = fields.Many2one(
        "aftersales.role",
        "Extended By",
        index="btree_not_null",
        ondelete="restrict",
        help="Who approves an extension; empty: the service director.",
    )
    exempt_reason_ids = fields.Many2many(
        "aftersales.sla.reason",
        string="Exempting Reasons",
        help="Reasons that excuse a missed deadline.",
    )
    pause_customer = fields.Boolean("Waits for Customer", default=True)
    pause_parts = fields.Boolean("Waits for Parts")
    pause_supplier = fields.Boolean("Waits for Supplier")
    pause_agent = fields.Boolean("Waits for Agent")
    pause_maker = fields.Boolean("Waits for Manufacturer")
    pause_carrier = fields.Boolean("Waits for Carrier")
    pause_owners = fields.Char(compute="_compute_pause_owners")
    informative = fields.Boolean(help="Shown, but neither warned of nor overdue.")
    duration_words = fields.Char("Duration in Words", compute="_compute_duration_words")
    source = fields.Char(help="Where the value comes from.")

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0 AND amount_from >= 0)", "A duration cannot be negative."
    )
    _band = models.Constraint(
        "CHECK (km_from >= 0 AND (km_to = 0 OR km_to > km_from))",
        "A distance band ends above its beginning.",
    )
    _due_hour_range = models.Constraint(
        "CHECK (due_hour >= 0 AND due_hour < 24)", "An hour lies between 0 and 24."
    )

    @api.depends(*(f"pause_{name}" for name in _WAITED_FOR))
    def _compute_pause_owners(self):
        for rule in self:
            owners = [name for name in _WAITED_FOR if rule[f"pause_{name}"]]
            rule.pause_owners = ",".join(owners)

    @api.depends(
        "amount", "amount_from", "unit", "direction", "version_id.grace_minutes"
    )
    @api.depends_context("lang")
    def _compute_duration_words(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        for rule in self:
            span = f"{rule.amount:g}"
            if rule.amount_from:
                span = f"{rule.amount_from:g}–{span}"
            without = rule.unit in ("same_day", "next_day", "at_once", "agreed")
            unit = units.get(rule.unit, "")
            words = unit if without else f"{span} {unit}"
            if rule.unit == "at_once" and (grace := rule._get_amount()):
                words = self.env._(
                    "%(unit)s (%(count)g Minutes)", unit=unit, count=grace
                )
            rule.duration_words = words

    @api.constrains("unit", "calendar_id")
    def _check_calendar(self):
        for rule in self:
            if rule.unit in WORKING and not rule.calendar_id:
                raise ValidationError(
                    self.env._(
                        "%s counts working time: choose the working hours.", rule.name
                    )
                )

    def _match(self, event, facts):
        """The first rule for each stop event that ``event`` starts for a job of ``facts``."""
        found, known = self.browse(), set()
        for rule in self:
            if rule.start_event_id.code != event or rule.stop_event_id in known:
                continue
            if rule._matches(facts):
                known.add(rule.stop_event_id)
                found |= rule
        return found

    def _find_bands(self, event, facts):
        """Rules that ``event`` could begin, were the distance known (T-18): a deadline that
        holds at any distance before them leaves nothing to ask."""
        found, known = self.browse(), set()
        for rule in self:
            if rule.start_event_id.code != event or rule.stop_event_id in known:
                continue
            if not rule._fits(facts):
                continue
            if rule._is_banded():
                found |= rule
            else:
                known.add(rule.stop_event_id)
        return found

    def _matches(self, facts):
        """Whether every condition of this rule is met by ``facts`` (see the mixin)."""
        return self._fits(facts) and self._is_in_band(facts.get(DISTANCE) or 0.0)

    def _fits(self, facts):
        """Every condition but the distance."""
        self.ensure_one()
        equal = all(not self[name] or self[name] == facts.get(name) for name in EQUAL)
        return (
            equal
            and (not self.supplier_needed or facts.get("supplier_needed"))
            and (
                not self.categ_id
                or self.categ_id._aftersales_is_above(facts.get("categ_id"))
            )
        )

    def _is_banded(self):
        return bool(self.km_from or self.km_to)

    def _is_in_band(self, distance):
        return not self._is_banded() or in_band(distance, self.km_from, self.km_to)

    def _get_amount(self):
        """The duration; “at once” leaves the minutes that the policy names, for nobody does
        anything in the second of a call. Before an appointment there is nothing to wait for.
        """
        self.ensure_one()
        grace = self.version_id.grace_minutes if self._get_without_grace() else 0
        return self.amount or grace

    def _get_without_grace(self):
        """Those whose minutes only the policy can name."""
        return self.filtered(
            lambda r: r.unit == "at_once" and r.direction == "after" and not r.amount
        )

    def _prepare_clock(self):
        """Values that the clock copies."""
        self.ensure_one()
        ladder = [] if self.informative else self.version_id.step_ids.sorted("percent")
        if self.unit == "at_once" and self.direction == "before":
            # Until an appointment there is nothing to do, so nobody is warned of it.
            ladder = ladder and ladder.filtered(lambda step: step.percent >= 100)
        return {name: self[name] for name in COPIED} | {
            "rule_id": self.id,
            "amount": self._get_amount(),
            "name": self.name,
            "start_event_id": self.start_event_id.id,
            "stop_event_id": self.stop_event_id.id,
            "calendar_id": self.calendar_id.id,
            "role_id": self.role_id.id,
            "ladder": [[step.percent, step.role_id.id] for step in ladder],
        }
