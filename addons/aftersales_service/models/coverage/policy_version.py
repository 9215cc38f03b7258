from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import GroupRefused, ProofMissing, ProtectedRefused

STATES = [("draft", "Draft"), ("approved", "Approved"), ("superseded", "Superseded")]


class WarrantyVersion(models.Model):
    """What a policy says from a day on; drafted by the department, approved by the
    general manager, superseded by the next (O-08, O-50). Approved text stands."""

    _name = "aftersales.warranty.version"
    _description = "Warranty Policy Version"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _order = "policy_id, valid_from desc, id desc"
    _rec_name = "name"

    _transitions = {
        "draft": ("approved",),
        "approved": ("superseded",),
        "superseded": (),
    }
    _flow_fields = frozenset({"approved_by_id", "approved_at"})

    policy_id = fields.Many2one(
        "aftersales.warranty.policy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    name = fields.Char(compute="_compute_name", store=True)
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, tracking=True
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date("Valid Until", copy=False)
    term_ids = fields.One2many(
        "aftersales.warranty.term", "version_id", "Terms", copy=True
    )
    stands_still = fields.Boolean(
        "Stands Still During Repair",
        default=True,
        help="Days in repair and waiting for parts are added at the end of the warranty.",
    )
    after_exchange = fields.Selection(
        [("continue", "Continues"), ("restart", "Starts Again")],
        default="continue",
        required=True,
        help="What happens to the warranty when a device is exchanged.",
    )
    transferable = fields.Boolean(
        default=True, help="The warranty follows the device to a new owner."
    )
    repair_days = fields.Integer(
        "Warranty on a Repair (Days)",
        default=30,
        help="The same fault is repaired free again within these days; 0 for none.",
    )
    part_months = fields.Integer(
        "Warranty on a Replaced Part (Months)", default=3, help="0 for none."
    )
    citation = fields.Text(help="The regulation or contract this version follows.")
    approved_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)

    @api.depends("policy_id.name", "valid_from")
    def _compute_name(self):
        for version in self:
            version.name = (
                f"{version.policy_id.name or ''} · {version.valid_from or ''}"
            )

    @api.constrains("valid_from", "valid_to")
    def _check_dates(self):
        for version in self:
            if version.valid_to and version.valid_to < version.valid_from:
                raise ValidationError(self.env._("The version ends before it begins."))

    def action_approve(self):
        """核准: the general manager puts a version into force; the one before ends (O-50)."""
        for version in self:
            version._check_approver()
            if not version.term_ids:
                raise ProofMissing(self.env._("“%s” has no terms yet.", version.name))
            version._supersede_earlier()
        self._move_to("approved", approved_by_id=self.env.uid, approved_at=self._now())

    def _check_approver(self):
        self._require_group("aftersales_service.aftersales_service_group_manager")
        role = self.env.ref("aftersales_service.role_general_manager")
        # sudo: who holds the role is asked of people who may not read it
        held = role.sudo().holder_ids.filtered(
            lambda h: h.company_id == self.company_id
        )
        if held and not role._held_by("general_manager", self.env.user):
            raise GroupRefused(
                self.env._(
                    "Warranty policies are approved by the general manager: %s.",
                    ", ".join(held.user_id.mapped("name")),
                )
            )

    def _supersede_earlier(self):
        earlier = self.policy_id.version_ids.filtered(
            lambda v: v.state == "approved"
            and v.valid_from <= self.valid_from
            and v != self
        )
        day_before = fields.Date.subtract(self.valid_from, days=1)
        for version in earlier.filtered(
            lambda v: not v.valid_to or v.valid_to >= self.valid_from
        ):
            version._in_flow().valid_to = max(day_before, version.valid_from)
            version._move_to("superseded")

    def write(self, vals):
        """Approved text stands; a change is a new version (overrides `write`)."""
        text = set(vals) & self._get_text_fields()
        if text and any(v.state != "draft" for v in self) and not self._is_flowing():
            raise ProtectedRefused(
                self.env._(
                    "This version is approved. Copy it, change the copy and have it approved."
                )
            )
        return super().write(vals)

    def _get_text_fields(self):
        return {
            "valid_from",
            "valid_to",
            "term_ids",
            "stands_still",
            "after_exchange",
            "transferable",
            "repair_days",
            "part_months",
            "citation",
            "policy_id",
        }
