from odoo import Command, fields, models

from ...exceptions import ProofMissing

# Percent of the time, the role that learns of it (empty: who is responsible himself).
LADDER = (
    (50, None),
    (80, None),
    (100, "role_service_director"),
    (150, "role_operations_director"),
)
OLD_PARTS = [
    ("all_back", "All Back to the Company"),
    ("customer", "Customer Decides"),
    ("by_product", "By Product"),
    ("by_post", "Customer Sends Them by Post"),
]
DISPOSITIONS = [
    ("repair_first", "Repair before Exchange"),
    ("either", "Exchange or Repair, Whatever Is Quicker"),
]

# Everything else that a version stores is its text.
_NOT_TEXT = frozenset({"state", "approved_by_id", "approved_at", *models.MAGIC_COLUMNS})


class SlaVersion(models.Model):
    """What a service policy says from a day on: deadlines, and the switches in which the
    companies differ (17.2, V-12 … V-27). A job keeps the version under which it started."""

    _name = "aftersales.sla.version"
    _description = "Service Policy Version"
    _inherit = [
        "aftersales.version.mixin",
        "document.shared.mixin",
        "aftersales.remembered.mixin",
    ]
    _shared_with = "policy_id"
    _order = "policy_id, valid_from desc, id desc"
    _lines = "rule_ids"

    policy_id = fields.Many2one(
        "aftersales.sla.policy",
        "Service Policy",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    rule_ids = fields.One2many(
        "aftersales.sla.rule", "version_id", "Deadlines", copy=True
    )
    step_ids = fields.One2many(
        "aftersales.sla.step",
        "version_id",
        "Warnings and Escalation",
        copy=True,
        default=lambda self: self._default_step_ids(),
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Schedule",
        index="btree_not_null",
        help="Time outside these hours belongs to nobody in the time ledger; empty: 24 hours a day.",
    )
    approver_ids = fields.One2many(
        "aftersales.sla.approver",
        "version_id",
        "Approval before Dispatch",
        copy=True,
        help="Asked one after the other before anybody is sent; empty: nobody.",
    )
    field_cash = fields.Selection(
        [
            ("allowed", "Allowed"),
            ("approval", "Needs Consent"),
            ("forbidden", "Forbidden"),
        ],
        "Cash in the Field",
        required=True,
        default="allowed",
        help="Whether a technician may take money from a customer.",
    )
    field_cash_limit = fields.Monetary("Cash Limit", help="0: no limit.")
    agent_mode = fields.Selection(
        [("charge", "Agent Is Charged"), ("serves", "Agent Serves Himself")],
        required=True,
        default="charge",
        help="Who serves goods that an agent sold.",
    )
    discount_tolerance = fields.Float(
        "Discount Allowed (%)",
        digits=(5, 2),
        default=100.0,
        help="Quotations further below the price list need the general manager; 0: every deviation, 100: none.",
    )
    invoicing_party = fields.Selection(
        [
            ("accountant", "Accountant"),
            ("technician", "Technician Hands It Over"),
            ("agent", "Agent"),
        ],
        "Invoice Issued By",
        required=True,
        default="accountant",
    )
    closing_voucher = fields.Boolean("Service Voucher", default=True)
    closing_receipt = fields.Boolean("Receipt")
    closing_report = fields.Boolean("Service Report")
    closing_request = fields.Boolean("Request Form")
    closing_record = fields.Boolean("Record Form")
    inspection_role_ids = fields.Many2many(
        "aftersales.role",
        "aftersales_sla_version_inspection_rel",
        string="Inspection Parties",
        help="All of them sign a joint inspection; empty: after-sales alone.",
    )
    old_part_rule = fields.Selection(
        OLD_PARTS,
        "Old Parts",
        required=True,
        default="by_product",
        help="Of parts whose product leaves it open. What a warranty demands comes back in any case.",
    )
    redial_count = fields.Integer("Calls before Reporting Back", default=3)
    redial_minutes = fields.Integer("Minutes between Calls", default=10)
    grace_minutes = fields.Integer(
        "At Once Means Within (Minutes)",
        help="What is to be done at once is late after so many minutes; a deadline with a duration of its own keeps that one. No source names the minutes, so the company does.",
    )
    sampling_percent = fields.Float("Calls Back by Sample (%)", default=100.0)
    survey_card = fields.Boolean("Opinion Card for Every Call")
    survey_receipt = fields.Boolean("Satisfaction on the Receipt", default=True)
    survey_form = fields.Boolean("Separate Form")
    survey_regular = fields.Boolean("Regular Survey")
    disposition = fields.Selection(
        DISPOSITIONS, "Returned Goods", required=True, default="repair_first"
    )
    minimum_photos = fields.Integer("Photos per Damage", default=3)
    expiry_months = fields.Integer("Expiry Notice (Months Ahead)", default=1)
    expiry_role_id = fields.Many2one(
        "aftersales.role",
        "Expiry Notice To",
        index="btree_not_null",
        help="Empty: the customer, with a visit.",
    )
    no_pre_signature = fields.Boolean(
        "No Signature in Advance",
        default=True,
        help="Nobody may have the customer sign before the work is done.",
    )
    trip_leader_from = fields.Integer(
        "Trip Leader from (People)", default=2, help="0: never."
    )
    source = fields.Text(
        "Sources of the Values", help="Catalogue numbers, one line for each value."
    )

    _photos_positive = models.Constraint(
        "CHECK (minimum_photos >= 0 AND redial_count >= 0 AND redial_minutes >= 0 AND grace_minutes >= 0)",
        "Photos, calls and minutes cannot be negative.",
    )
    _percent_range = models.Constraint(
        "CHECK (sampling_percent BETWEEN 0 AND 100 AND discount_tolerance BETWEEN 0 AND 100)",
        "A percentage lies between 0 and 100.",
    )

    def _default_step_ids(self):
        steps = []
        for percent, xmlid in LADDER:
            role = xmlid and self.env.ref(
                f"aftersales_service.{xmlid}", raise_if_not_found=False
            )
            steps.append(
                Command.create(
                    {"percent": percent, "role_id": role.id if role else False}
                )
            )
        return steps

    def _check_complete(self):
        """Switches alone are a policy as well (overrides the mixin's check). “At once” is a
        deadline only when somebody says what it means."""
        for version in self.filtered(lambda v: not v.grace_minutes):
            if rules := version.rule_ids._get_without_grace():
                raise ProofMissing(
                    self.env._(
                        "“%(rules)s” is to be done at once. Enter under “At Once Means Within” after how many minutes it is late.",
                        rules=", ".join(rules.mapped("name")),
                    )
                )

    def _get_text_fields(self):
        return super()._get_text_fields() | {
            name
            for name, field in self._fields.items()
            if field.store
            and not field.compute
            and name not in _NOT_TEXT
            and not name.startswith(("message_", "website_message_"))
        }

    def _get_stack(self, day):
        """This version and those of the policies that apply as well."""
        found, policy = self, self.policy_id.parent_id
        while policy:
            versions = policy.version_ids.filtered(
                lambda v: v.state != "draft" and v._applies_on(day)
            )
            found |= versions.sorted("id")[-1:]
            policy = policy.parent_id
        return found


class SlaApprover(models.Model):
    """One role of the chain that is asked before dispatch (V-18)."""

    _name = "aftersales.sla.approver"
    _description = "Approver before Dispatch"
    _inherit = ["aftersales.version.line.mixin"]
    _order = "version_id, sequence, id"

    version_id = fields.Many2one(
        "aftersales.sla.version", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    role_id = fields.Many2one(
        "aftersales.role", required=True, index=True, ondelete="restrict"
    )
    source = fields.Char()


class SlaStep(models.Model):
    """When who learns that a deadline comes near or is past (C5)."""

    _name = "aftersales.sla.step"
    _description = "Warning or Escalation Step"
    _inherit = ["aftersales.version.line.mixin"]
    _order = "version_id, percent, id"

    version_id = fields.Many2one(
        "aftersales.sla.version", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    percent = fields.Integer("Percent of the Time", required=True)
    role_id = fields.Many2one(
        "aftersales.role",
        "Tell Also",
        index="btree_not_null",
        ondelete="restrict",
        help="Who is responsible learns of every step; holders of this role as well.",
    )

    _percent_positive = models.Constraint(
        "CHECK (percent > 0)", "A warning comes after some of the time."
    )
    _percent_unique = models.Constraint(
        "UNIQUE (version_id, percent)", "This step is there already."
    )
