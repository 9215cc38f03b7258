from odoo import api, fields, models

from ...exceptions import MoveRefused


class ReturnOrder(models.Model):
    """Fifty motors of one customer are decided and given back in one go."""

    _inherit = "aftersales.return"

    has_drafts = fields.Boolean(compute="_compute_has_drafts")
    has_inspected = fields.Boolean(compute="_compute_has_inspected")

    @api.depends("disposition_ids.state")
    def _compute_has_drafts(self):
        for record in self:
            record.has_drafts = "draft" in record.disposition_ids.mapped("state")

    @api.depends("custody_ids.state")
    def _compute_has_inspected(self):
        for record in self:
            record.has_inspected = "inspected" in record.custody_ids.mapped("state")

    def action_decide_all(self):
        """:raises MoveRefused: when there is nothing to decide"""
        self.check_access("write")
        drafts = self.disposition_ids.filtered(lambda d: d.state == "draft")
        if not drafts:
            raise MoveRefused(
                self.env._("No disposition of %s waits to be decided.", self[:1].name)
            )
        drafts.action_decide()

    def action_ask_give_back(self):
        """One window for all that the director inspected."""
        self.ensure_one()
        ready = self.custody_ids.filtered(lambda c: c.state == "inspected")
        if not ready:
            raise MoveRefused(
                self.env._(
                    "Nothing of %s can be given back yet: the service director inspects it first.",
                    self.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give Back to Customer"),
            "res_model": "aftersales.custody.give.back",
            "view_mode": "form",
            "target": "new",
            "context": {"default_custody_ids": ready.ids},
        }
