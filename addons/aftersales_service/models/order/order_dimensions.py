from odoo import api, fields, models

from ...exceptions import ProofMissing
from ..base.blocker import Blocker
from ..sla.selections import (
    AREAS,
    FAULT_AREAS,
    LIFE_STAGES,
    ORDER_KINDS,
    SEVERITIES,
)

SERVICE_MODES = [("passive", "Passive Service"), ("active", "Active Service")]
RESPONSIBILITIES = [
    ("production", "Our Production"),
    ("service", "Our Sales or Service"),
    ("carrier", "Carrier"),
    ("supplier", "Supplier"),
    ("agent", "Agent"),
    ("user", "User"),
    ("unknown", "Undetermined"),
]
ESCALATION_CLASSES = [
    ("ordinary", "Ordinary Fault"),
    ("major", "Major"),
    ("difficult", "Difficult"),
    ("batch", "Batch Fault"),
]
# What the quality department works on together with the service (S-35, D-07).
GRAVE = ("major", "difficult", "batch")
SOLUTION_PLACES = [
    ("phone", "On the Telephone"),
    ("on_site", "On Site"),
    ("take_in", "Taken In for Repair"),
    ("factory", "Return to Factory"),
    ("exchange", "Exchange"),
]
# What comes later in the life of a job says more of how it was solved (S-42).
_SOLUTION_RANK = {code: rank for rank, (code, _label) in enumerate(SOLUTION_PLACES)}
# Work of our own, service type D (S-30).
INTERNAL_KINDS = [
    ("inspection", "Routine Inspection"),
    ("parts", "Care of Spare Parts"),
    ("tools", "Care of Tools"),
    ("training", "Training on the Job"),
    ("other", "Other Internal Work"),
]
ORIGINS = [
    ("own", "Own Sale"),
    ("agent", "Agent's Sale"),
    ("outsourced", "Outsourced"),
    ("foreign", "Foreign Make"),
]
OPINION_KINDS = [
    ("suggestion", "Suggestion"),
    ("complaint", "Complaint"),
    ("rating", "Opinion on the Technician"),
]
OPINION_WEIGHTS = [("serious", "Serious"), ("general", "General")]
# Fields that mean nothing until somebody has looked at the job stay empty until then.


class ServiceOrder(models.Model):
    """What kind of job it is: independent dimensions, S-31 to S-43.

    None of them is derived from another, because each company reads its deadlines,
    chains of approval and statistics off other ones.
    """

    _inherit = "aftersales.order"

    order_kind = fields.Selection(
        ORDER_KINDS, "Kind of Job", required=True, default="repair", index=True
    )
    service_mode = fields.Selection(
        SERVICE_MODES,
        required=True,
        default="passive",
        help="Active: we come of our own accord (plan, call-back). Passive: the customer called.",
    )
    priority = fields.Selection(
        [("0", "Normal"), ("1", "Urgent")], default="0", required=True, index=True
    )
    severity = fields.Selection(SEVERITIES, default="general", tracking=True)
    responsibility = fields.Selection(
        RESPONSIBILITIES,
        default="unknown",
        readonly=True,
        copy=False,
        tracking=True,
        help="Follows from the decided cause, or from who was found responsible.",
    )
    fault_area = fields.Selection(FAULT_AREAS, default=False)
    escalation_class = fields.Selection(
        ESCALATION_CLASSES, default="ordinary", tracking=True
    )
    area = fields.Selection(AREAS)
    distance_km = fields.Float(
        "Distance (km)", digits=(8, 1), default=0.0, help="0: nobody knows it yet."
    )
    distance_band_km = fields.Float(
        "Distance by Band (km)",
        digits=(8, 1),
        default=0.0,
        help="What the caller says while nobody knows the kilometres: a distance in the band. Deadlines go by it, charges and warranty never do.",
    )
    solution_place = fields.Selection(
        SOLUTION_PLACES, "Place of Solution", tracking=True
    )
    origin = fields.Selection(
        ORIGINS,
        "Origin of Product",
        compute="_compute_origin",
        store=True,
        readonly=False,
        precompute=True,
        help="Of a registered device as its file says; who pays is decided by it. Without a device as the caller says.",
    )
    life_stage = fields.Selection(LIFE_STAGES, default="after_sale")
    product_categ_id = fields.Many2one(
        related="product_id.categ_id",
        string="Product Family",
        store=True,
        index="btree_not_null",
    )
    opinion_kind = fields.Selection(OPINION_KINDS, "Kind of Opinion")
    opinion_weight = fields.Selection(OPINION_WEIGHTS, "Weight of Opinion")
    complaint_category_id = fields.Many2one(
        "aftersales.complaint.category",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )

    internal_kind = fields.Selection(
        INTERNAL_KINDS,
        "Kind of Internal Work",
        index="btree_not_null",
        help="Work of our own: it needs neither customer nor fault and is never charged.",
    )
    internal_hours = fields.Float("Hours of Internal Work", copy=False)
    internal_user_ids = fields.Many2many(
        "res.users",
        "aftersales_order_internal_user_rel",
        string="Internal Work Done By",
        copy=False,
    )
    internal_hours_total = fields.Float(
        "Hours of All",
        compute="_compute_internal_hours_total",
        store=True,
        help="The hours of everybody who took part.",
    )

    _internal_hours_positive = models.Constraint(
        "CHECK (internal_hours IS NULL OR internal_hours >= 0)",
        "Hours cannot be negative.",
    )

    @api.depends("internal_hours", "internal_user_ids")
    def _compute_internal_hours_total(self):
        for order in self:
            people = max(len(order.internal_user_ids), 1)
            order.internal_hours_total = order.internal_hours * people

    @api.constrains("internal_kind", "service_type")
    def _check_internal_type(self):
        """Work of our own is nobody's bill."""
        for order in self:
            if order.internal_kind and order.service_type != "d":
                raise ProofMissing(
                    self.env._(
                        "%(order)s is internal work, so its service type is “%(type)s”. Remove the kind of internal work first.",
                        order=order.name,
                        type=dict(
                            order._fields["service_type"]._description_selection(
                                self.env
                            )
                        )["d"],
                    )
                )

    def _get_internal_blockers(self):
        """Internal work without hours is not written down yet."""
        return [
            Blocker(
                self.env._("Please enter the hours of the internal work."),
                order,
                order._get_desk_words(),
            )
            for order in self
            if order.internal_kind and not order.internal_hours
        ]

    def _note_solution(self, place):
        """How it was solved, as the documents tell it; what came before gives way."""
        rank = _SOLUTION_RANK[place]
        for order in self:
            if _SOLUTION_RANK.get(order.solution_place, -1) < rank:
                order.solution_place = place

    @api.depends("device_id")
    def _compute_origin(self):
        """As the decision asks it, so that both always say the same (S-41)."""
        for order in self:
            device = order.device_id
            order.origin = device._get_decision_origin() if device else order.origin

    _distance_positive = models.Constraint(
        "CHECK (distance_km >= 0 AND distance_band_km >= 0)",
        "A distance cannot be negative.",
    )
