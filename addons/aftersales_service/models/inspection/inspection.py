from odoo import api, fields, models

from ...exceptions import ProtectedRefused
from ..decision.decision import CAUSES
from ..disposition.disposition import ACTIONS
from ..order.order_dimensions import RESPONSIBILITIES

ARBITER = "quality_representative"
# Decides for all companies of a group, where somebody holds this role (O-22).
GROUP_ARBITER = "group_quality"


class Inspection(models.Model):
    """联合鉴定: the parties that the policy names look at one returned line, find the cause
    and who answers for it, and each signs for itself (R-22, R-41 … R-45, V-23).

    What was signed does not change: a correction voids every signature.
    """

    _name = "aftersales.inspection"
    _description = "Joint Inspection"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.approval.mixin",
        "aftersales.adopt.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _upload_fields = ("evidence_ids", "delivery_evidence_ids")

    _transitions = {
        "open": ("concluded", "disputed", "cancelled"),
        "disputed": ("concluded", "open"),
        "concluded": (),
        "cancelled": (),
    }
    _flow_fields = frozenset(
        {"concluded_at", "told_at", "told_by_id", "told_how", "told_to", "told_text"}
    )

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("open", "Under Inspection"),
            ("disputed", "Disputed"),
            ("concluded", "Concluded"),
            ("cancelled", "Cancelled"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    line_id = fields.Many2one(
        "aftersales.return.line",
        "Goods",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    return_id = fields.Many2one(related="line_id.return_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    order_id = fields.Many2one(related="return_id.order_id")
    partner_id = fields.Many2one(
        related="return_id.partner_id", store=True, index=True, string="Customer"
    )
    product_id = fields.Many2one(related="line_id.product_id", store=True, index=True)
    categ_id = fields.Many2one(
        related="product_id.categ_id", store=True, index="btree_not_null"
    )
    serial = fields.Char(related="line_id.serial")
    quantity = fields.Float(
        "Non-Conforming Quantity", digits="Product Unit", required=True, default=1.0
    )
    party_ids = fields.One2many(
        "aftersales.inspection.party", "inspection_id", "Parties"
    )
    waiting_for = fields.Char("Not Signed Yet", compute="_compute_waiting_for")
    is_signed = fields.Boolean("Somebody Signed", compute="_compute_waiting_for")
    fault_found = fields.Text("Found")
    cause = fields.Selection(CAUSES, default="unknown", required=True, tracking=True)
    step_id = fields.Many2one(
        "aftersales.process.step",
        "Department or Process Step",
        index="btree_not_null",
        check_company=True,
        help="Where the fault was made.",
    )
    responsibility = fields.Selection(
        RESPONSIBILITIES,
        default="unknown",
        required=True,
        tracking=True,
        help="Who answers for the fault: what the parties sign decides who pays.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost_amount = fields.Monetary(
        "Costs",
        help="What the fault costs, as the parties confirm it: parts, labour, freight.",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_inspection_evidence_rel",
        string="Proof",
        help="Photos and records of the inspection.",
    )
    delivery_evidence_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_inspection_delivery_rel",
        string="Evidence of Delivery",
        help="Acceptance, inspection on arrival, signed delivery slip. Not needed where our delivery was signed in the system.",
    )
    solution = fields.Text()
    date_required = fields.Date("To Be Done By", help="Time requirement.")
    disposition = fields.Selection(ACTIONS, "Proposed Disposition")
    concluded_at = fields.Datetime("Concluded On", readonly=True, copy=False)
    arbiter_reason = fields.Char("Point of Dispute", readonly=True, copy=False)
    told_at = fields.Datetime("Customer Told On", readonly=True, copy=False)
    told_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    told_how = fields.Char(readonly=True, copy=False)
    told_to = fields.Char(readonly=True, copy=False)
    told_text = fields.Text("What Was Said", readonly=True, copy=False)
    measure_ids = fields.One2many(
        "aftersales.inspection.measure", "inspection_id", "Measures"
    )

    _one_open = models.UniqueIndex(
        "(line_id) WHERE state IN ('open', 'disputed')",
        "These goods are under inspection already.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Please write how many were inspected."
    )

    @api.depends("name", "product_id", "serial")
    def _compute_display_name(self):
        for record in self:
            parts = [record.name, record.product_id.display_name, record.serial]
            record.display_name = " · ".join(filter(None, parts))

    @api.depends("party_ids.signed_at")
    @api.depends_context("lang")
    def _compute_waiting_for(self):
        for record in self:
            unsigned = record.party_ids.filtered(lambda p: not p.signed_at)
            record.is_signed = record.party_ids != unsigned
            record.waiting_for = "、".join(unsigned.role_id.mapped("name"))

    @api.model_create_multi
    def create(self, vals_list):
        """Numbered within the return; the parties of the policy are asked at once
        (overrides `create`)."""
        inspections = super().create(vals_list)
        for record, fresh in inspections.grouped("return_id").items():
            used = len(record.inspection_ids) - len(fresh)
            for index, inspection in enumerate(fresh, used + 1):
                inspection._in_flow().name = f"{record.name}-JD{index:02}"
        inspections._add_parties()
        return inspections

    def _add_parties(self):
        """A row for every role that the policy of the job names (V-23)."""
        todo = self.filtered(lambda i: not i.party_ids)
        roles = {record: record._get_inspection_roles() for record in todo.return_id}
        # sudo: who takes part is said by the policy, nobody picks it
        self.env["aftersales.inspection.party"].sudo()._in_flow().create(
            [
                {"inspection_id": inspection.id, "role_id": role.id}
                for inspection in todo
                for role in roles[inspection.return_id]
            ]
        )

    @api.model
    def _get_signed_fields(self):
        """What the parties sign."""
        return {
            "quantity",
            "fault_found",
            "cause",
            "step_id",
            "responsibility",
            "cost_amount",
            "evidence_ids",
            "delivery_evidence_ids",
            "solution",
            "date_required",
            "disposition",
        }

    def write(self, vals):
        """What somebody signed does not change (overrides `write`).

        :raises ProtectedRefused: naming those who signed
        """
        if self._get_signed_fields() & set(vals) and not self._is_flowing():
            self._check_unsigned()
        return super().write(vals)

    def _is_signed(self):
        return bool(self.party_ids.filtered("signed_at"))

    def _check_unsigned(self):
        signed = self.party_ids.filtered("signed_at")
        if signed:
            raise ProtectedRefused(
                self.env._(
                    "%(inspection)s was signed by %(people)s. Press “Withdraw Signatures” and write why; all parties sign again.",
                    inspection=signed[0].inspection_id.name,
                    people=", ".join(signed.signed_by_id.mapped("name")),
                )
            )
