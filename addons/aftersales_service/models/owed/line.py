from odoo import api, fields, models

from ...exceptions import MoveRefused
from .selections import OWED_BECOMES, OWED_WAYS


class SettlementLine(models.Model):
    """Work on a statement: what we owe, which he confirms or disputes. He confirms all of a
    line or none: what he disputes is put right and comes on the next statement."""

    _inherit = "aftersales.settlement.line"

    work_id = fields.Many2one(
        "aftersales.owed.work",
        "Work of a Visit",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    visit_id = fields.Many2one(related="work_id.visit_id")
    technician_id = fields.Many2one(related="work_id.technician_id")
    becomes = fields.Selection(
        selection_add=OWED_BECOMES, ondelete=dict.fromkeys(OWED_WAYS, "cascade")
    )
    is_taken = fields.Boolean(
        compute="_compute_is_taken",
        store=True,
        precompute=True,
        help="Whether this work is paid here, so nowhere else.",
    )

    _about_something = models.Constraint(
        "CHECK (NOT is_open OR share_id IS NOT NULL OR work_id IS NOT NULL)",
        "A line is about a share of a fee, or about work that we owe.",
    )
    _work_once = models.UniqueIndex(
        "(work_id, kind) WHERE is_taken",
        "This visit is paid on another document already.",
    )

    @api.depends("is_open", "state", "settlement_id.state", "settlement_id.is_reversed")
    def _compute_is_taken(self):
        for line in self:
            settlement = line.settlement_id
            booked = settlement.state == "settled" and not settlement.is_reversed
            agreed = booked and line.state == "accepted"
            line.is_taken = bool(line.work_id) and (line.is_open or agreed)

    def _take_answers(self, answers, who):
        """Work is confirmed or disputed; what he asks for instead is kept with his words
        (extends)."""
        return super()._take_answers(
            {ln: ln._read_answer(*told) for ln, told in answers.items()}, who
        )

    def _read_answer(self, net, reason):
        if not self.work_id or not self.currency_id.compare_amounts(net, self.net):
            return net, reason
        if net and (reason or "").strip():
            asked = self.currency_id.format(net)
            reason = self.env._(
                "%(reason)s (asks for %(amount)s)", reason=reason, amount=asked
            )
        return 0.0, reason

    def _prepare_accepted(self, net):
        """Work has no share to follow (extends)."""
        return [] if self.work_id else super()._prepare_accepted(net)

    def _check_covered(self):
        """Nothing was counted or found since it was gathered (extends)."""
        if not self.work_id:
            return super()._check_covered()
        work = self.sudo().work_id  # sudo: findings are told in one sentence
        text = work._get_unsigned() or work._get_stopped()
        if text:
            raise MoveRefused(f"{self.display_name}: {text}")
        return None

    def _check_remainder(self):
        """What he disputes stays open (extends)."""
        return None if self.work_id else super()._check_remainder()

    def _book_remainder(self):
        return None if self.work_id else super()._book_remainder()

    def action_open_share(self):
        """The work, where the line is about work (extends)."""
        self.ensure_one()
        if self.work_id:
            return self.work_id.get_formview_action()
        return super().action_open_share()
