from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import GroupRefused, ProofMissing
from ...groups import MANAGER

STATES = [("draft", "Draft"), ("approved", "Approved"), ("superseded", "Superseded")]


class VersionMixin(models.AbstractModel):
    """What a policy says from a day on; drafted by the department, approved by the
    general manager, superseded by the next (O-08, O-50). Approved text stands.

    A model declares ``policy_id``, ``company_id``, and the name of its lines.
    """

    _name = "aftersales.version.mixin"
    _description = "Dated Version of a Policy"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _rec_name = "name"
    _lines = None

    _transitions = {
        "draft": ("approved",),
        "approved": ("superseded",),
        "superseded": (),
    }
    _flow_fields = frozenset({"approved_by_id", "approved_at"})

    name = fields.Char(compute="_compute_name", store=True)
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, tracking=True
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date("Valid Until", copy=False)
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

    def _applies(self, reached, day):
        """Whether this version is in force on ``day`` for a record of these levels."""
        return self._applies_on(day) and self.policy_id._fits(reached)

    def _applies_on(self, day):
        self.ensure_one()
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)

    def action_approve(self):
        """核准: the general manager puts a version into force; the one before ends (O-50)."""
        for version in self:
            version._check_approver()
            version._check_complete()
            version._supersede_earlier()
        self._move_to("approved", approved_by_id=self.env.uid, approved_at=self._now())

    def _check_complete(self):
        if not self[self._lines]:
            raise ProofMissing(self.env._("“%s” has no terms yet.", self.name))

    def _check_approver(self):
        self._require_group(MANAGER)
        role = self.env.ref("aftersales_service.role_general_manager")
        # sudo: who holds the role is asked of people who may not read it
        held = role.sudo().holder_ids.filtered(
            lambda h: h.company_id == self.company_id
        )
        if held and not role._held_by("general_manager", self.env.user):
            raise GroupRefused(
                self.env._(
                    "Policies are approved by the general manager: %s.",
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

    def _is_signed(self):
        """Approved text stands; a change is a new version."""
        return self.state != "draft"

    def _get_signed_fields(self):
        return super()._get_signed_fields() | self._get_text_fields()

    def _get_signed_text(self, names):
        return self._get_standing_text()

    def _get_text_fields(self):
        """Fields that no longer change once a version is approved."""
        return {"valid_from", "valid_to", "citation", "policy_id", self._lines}

    def _get_standing_text(self):
        return self.env._(
            "This version is approved. Copy it, change the copy and have it approved."
        )


class VersionLineMixin(models.AbstractModel):
    """Lines of a version stand with it; a model declares ``version_id``."""

    _name = "aftersales.version.line.mixin"
    _description = "Line of a Policy Version"
    _inherit = ["document.part.mixin"]
    _document = "version_id"
