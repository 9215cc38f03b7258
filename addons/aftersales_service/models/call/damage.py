from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing


class Damage(models.Model):
    """One damage of a claim: what is broken and its photos from several angles (R-08)."""

    _name = "aftersales.order.damage"
    _inherit = ["aftersales.damage.mixin"]
    _description = "Damage"
    _order = "sequence, id"
    _check_company_auto = True

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        damages = super().create(vals_list)
        damages._check_changeable()
        return damages

    @api.ondelete(at_uninstall=False)
    def _check_changeable(self):
        """A submitted claim keeps its damages as they were submitted."""
        if self.order_id.filtered("claim_submitted_at"):
            raise MoveRefused(
                self.env._(
                    "The claim was submitted; its damages no longer change. Open another service order for what was found later."
                )
            )

    def write(self, vals):
        self._check_changeable()
        return super().write(vals)


class ServiceOrder(models.Model):
    """A transport damage claim is submitted with photos of each damage (R-08)."""

    _inherit = "aftersales.order"
    _flow_fields = frozenset({"claim_submitted_at"})

    damage_ids = fields.One2many("aftersales.order.damage", "order_id", "Damages")
    needs_photos = fields.Boolean(compute="_compute_needs_photos")
    claim_submitted_at = fields.Datetime(
        "Claim Submitted On", readonly=True, copy=False
    )

    @api.depends("complaint_category_id")
    def _compute_needs_photos(self):
        for order in self:
            order.needs_photos = order.complaint_category_id._is_of_transport()

    def _check_may_merge(self, others):
        """A submitted claim keeps its number."""
        result = super()._check_may_merge(others)
        claimed = others.filtered("claim_submitted_at")
        if claimed:
            raise MoveRefused(
                self.env._(
                    "The claim of %s was submitted. Let this service order survive.",
                    claimed[0].name,
                )
            )
        return result

    def _on_merged(self, others):
        result = super()._on_merged(others)
        others.damage_ids.write({"order_id": self.id})
        return result

    def action_submit_claim(self):
        """Submit the claim: each damage has its photos, or the sentence says which lacks
        how many.

        :raises ProofMissing: without damages or photos
        :raises MoveRefused: when it was submitted before
        """
        for order in self:
            order.check_access("write")
            if order.claim_submitted_at:
                raise MoveRefused(
                    self.env._("The claim of %s was submitted already.", order.name)
                )
            order._check_damages()
            order._in_flow().write({"claim_submitted_at": order._now()})
            order.message_post(body=self.env._("The claim was submitted."))

    def _check_damages(self):
        if not self.damage_ids:
            raise ProofMissing(
                self.env._(
                    "%s: please describe each damage on a line of its own, with photos.",
                    self.name,
                )
            )
        needed = self._get_min_photos() if self.needs_photos else 0
        lines = self.damage_ids._explain_missing_photos(needed)
        if lines:
            raise ProofMissing(
                self.env._(
                    "A transport damage needs at least %(needed)s different photos from several angles. Whoever received the goods takes them before anything is moved:\n%(lines)s",
                    needed=needed,
                    lines=lines,
                )
            )

    def _get_min_photos(self):
        """Photos per damage: what the category asks, or the job's policy if it asks more."""
        asked = self.complaint_category_id._get_min_photos(self.company_id)
        return max(asked, self.sla_version_id.minimum_photos)
