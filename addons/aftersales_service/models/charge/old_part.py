from odoo import fields, models

from ...exceptions import ProofMissing


class FeeShare(models.Model):
    """Warranty service whose old parts stay away is invalid: nobody settles it (W-32)."""

    _inherit = "aftersales.fee.share"

    old_part_hold = fields.Char(
        "Held by Old Parts",
        compute="_compute_old_part_hold",
        help="Old parts that have to come back, be waived or be judged before this is settled.",
    )

    def _compute_old_part_hold(self):
        holding = self._get_holding_old_parts()
        for share in self:
            share.old_part_hold = ", ".join(holding[share].mapped("name")) or False

    def _get_holding_old_parts(self):
        """{share: old parts that keep it from being settled}, in one search.

        What the customer pays is his part and his money: it is never held.
        """
        lines = self.filtered(lambda s: s.payer != "customer").fee_id
        # sudo: finance settles shares of jobs whose passports others keep
        parts = self.env["aftersales.old.part"].sudo()
        found = parts.search(
            [("requisition_line_id", "in", lines.requisition_line_id.ids)]
        )._get_unsettled()
        by_line = found.grouped("requisition_line_id")
        return {
            share: by_line.get(share.fee_id.requisition_line_id, parts)
            if share.payer != "customer"
            else parts
            for share in self
        }

    def _check_may_settle(self):
        """Called before shares are claimed, invoiced, paid out, handed to another payer
        or deleted; `old_part_hold.py` has the ways that core knows.

        :raises ProofMissing: naming the tags and what can be done
        """
        holding = self._get_holding_old_parts()
        parts = self.env["aftersales.old.part"].union(*holding.values())
        if parts:
            raise ProofMissing(self._get_held_text(parts))

    def _get_held_text(self, parts):
        return self.env._(
            "Old parts are still to come back: %s. Take them in, or let the service director waive or judge them.",
            ", ".join(parts.mapped("name")),
        )

    def _get_charge_obstacles(self):
        """Nothing is charged whose old parts are missing (extends)."""
        holding = self._get_holding_old_parts()
        held = {s: self._get_held_text(parts) for s, parts in holding.items() if parts}
        return super()._get_charge_obstacles() | held
