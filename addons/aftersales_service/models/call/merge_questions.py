from odoo import models

from ...exceptions import MoveRefused


class ServiceOrder(models.Model):
    """What others owe a report that becomes part of another one."""

    _inherit = "aftersales.order"

    def _check_may_merge(self, others):
        """What somebody is asked about stays where he looks for it (extends)."""
        result = super()._check_may_merge(others)
        kinds = self._get_waiting_kinds()
        for order in others:
            asked = any(order._get_open_approvals(kind) for kind in kinds)
            if asked or order._get_talk_blockers():
                raise MoveRefused(
                    self.env._(
                        "%s waits for somebody's answer. Let it survive and merge the others into it.",
                        order.name,
                    )
                )
        return result

    def _on_merged(self, others):
        """Questions follow, each with the customer who asked it (extends)."""
        result = super()._on_merged(others)
        # sudo: whoever merges need not have asked them
        for question in others.sudo().question_ids:
            question._in_flow().write(
                {"order_id": self.id, "partner_id": question.partner_id.id}
            )
        return result
