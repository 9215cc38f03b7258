from odoo import fields, models

from ...exceptions import ProofMissing

STATES = [
    ("planned", "Planned"),
    ("confirmed", "Appointment Made"),
    ("under_way", "On the Way"),
    ("arrived", "Arrived"),
    ("in_work", "In Work"),
    ("tested", "Tested"),
    ("accepted", "Accepted by Customer"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
KINDS = [
    ("repair", "Repair"),
    ("installation", "Installation"),
    ("commissioning", "Commissioning"),
    ("training", "Customer Training"),
    ("inspection", "Inspection Visit"),
]
SATISFACTION = [
    ("4", "Very Satisfied"),
    ("3", "Satisfied"),
    ("2", "Acceptable"),
    ("1", "Dissatisfied"),
]
OVER = ("closed", "cancelled")
STAMPS = (
    "contacted_at",
    "left_at",
    "arrived_at",
    "started_at",
    "ended_at",
    "signed_at",
)


class Visit(models.Model):
    """A visit of a technician to a customer (上门服务), printed as 派工单 and 回执单.

    Stamps, signature and what was signed are written by the buttons only, and once.
    """

    _name = "aftersales.visit"
    _number_code = "aftersales.visit"
    _description = "Visit"
    _inherit = ["aftersales.flow.mixin", "document.signature.mixin", "rating.mixin"]
    _order = "planned_start desc, id desc"
    _check_company_auto = True
    _flow_fields = frozenset(STAMPS)

    name = fields.Char(
        "Number", default="/", readonly=True, copy=False, index="trigram"
    )
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    state = fields.Selection(
        STATES,
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    kind = fields.Selection(KINDS, required=True, default="repair", index=True)
    technician_id = fields.Many2one(
        "aftersales.technician",
        required=True,
        index=True,
        check_company=True,
        domain=[("examined", "=", True)],
        tracking=True,
        default=lambda self: self._default_technician(),
    )
    user_id = fields.Many2one(
        related="technician_id.user_id", store=True, index="btree_not_null"
    )
    planned_start = fields.Datetime(
        "Appointment", required=True, default=fields.Datetime.now, tracking=True
    )
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True)
    site_id = fields.Many2one(related="order_id.site_id")
    contact_name = fields.Char(related="order_id.contact_name")
    contact_phone = fields.Char(related="order_id.contact_phone")
    device_id = fields.Many2one(related="order_id.device_id")
    fault = fields.Text(related="order_id.fault", string="Reported Fault")
    service_type = fields.Selection(related="order_id.service_type")

    contacted_at = fields.Datetime(readonly=True, copy=False)
    left_at = fields.Datetime(readonly=True, copy=False)
    arrived_at = fields.Datetime(readonly=True, copy=False)
    started_at = fields.Datetime("Work Started At", readonly=True, copy=False)
    ended_at = fields.Datetime("Work Finished At", readonly=True, copy=False)

    cause = fields.Text("Cause of the Fault")
    action_taken = fields.Text("What Was Done")
    tested = fields.Boolean("Test Run in Front of the Customer")
    instructed = fields.Boolean("Use Explained to the Customer")

    signature = fields.Image(max_width=1024, max_height=1024, copy=False)
    signed_by = fields.Char(copy=False)
    satisfaction = fields.Selection(SATISFACTION, copy=False)
    opinion = fields.Text("Customer's Opinion", copy=False)
    signed_at = fields.Datetime(readonly=True, copy=False)

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This visit number is already taken."
    )

    def _default_technician(self):
        own = [("user_id", "=", self.env.uid), ("examined", "=", True)]
        return self.env["aftersales.technician"].search(own, limit=1)

    def _get_number_company(self, vals):
        return self.env["aftersales.order"].browse(vals.get("order_id")).company_id

    def _check_dispatchable(self):
        """Nobody is sent before training and examination (O-33)."""
        for technician in self.technician_id:
            if not technician.examined:
                raise ProofMissing(
                    self.env._(
                        "%s has not passed the examination. Choose another technician, or let the service director record the examination.",
                        technician.name,
                    )
                )

    def _get_people(self):
        """Hook: whoever goes; helpers too."""
        return self.technician_id

    def _check_frozen(self, vals):
        """A signed visit no longer changes in what was signed (D-52)."""
        frozen = self._get_signed_fields() & set(vals)
        if frozen and any(visit.signed_at for visit in self):
            labels = [
                self._fields[name]._description_string(self.env)
                for name in sorted(frozen)
            ]
            raise ProofMissing(
                self.env._(
                    "The customer has signed; %s can no longer be changed. Open a follow-up visit instead.",
                    ", ".join(labels),
                )
            )

    def _is_signed(self):
        return bool(self.signed_at)

    def _get_signed_fields(self):
        """Fields whose values the customer's signature covers."""
        return {
            "order_id",
            "technician_id",
            "cause",
            "action_taken",
            "tested",
            "instructed",
            "signature",
            "signed_by",
            "satisfaction",
            "opinion",
            *STAMPS,
        }
