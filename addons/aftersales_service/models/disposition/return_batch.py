from odoo import api, fields, models

from ...exceptions import MoveRefused
from ..base.blocker import Blocker


class ReturnOrder(models.Model):
    """What was decided about the goods; fifty motors of one customer are decided and given
    back in one go."""

    _inherit = "aftersales.return"

    disposition_ids = fields.One2many(
        "aftersales.disposition", "return_id", "Dispositions"
    )
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

    def _get_blockers(self):
        """Decisions that nobody carried out (extends)."""
        undone = self.disposition_ids.filtered(lambda d: d.state == "decided")
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "%(action)s of %(product)s is not done.",
                    action=disposition._get_action_label(),
                    product=disposition.line_id.display_name,
                ),
                disposition.line_id.custody_ids._get_open()[:1] or self,
            )
            for disposition in undone
        ]

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
