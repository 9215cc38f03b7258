from odoo import fields, models

EVENTS = [
    ("begun", "Closing Begun"),
    ("stopped", "Closing Stopped"),
    ("closed", "Month Closed"),
    ("reopened", "Opened Again"),
    ("differs", "Difference Found"),
    ("locked", "Books Locked"),
]


class PeriodEvent(models.Model):
    """What was done with a month, by whom and why; written once."""

    _name = "aftersales.period.event"
    _description = "History of a Month"
    _inherit = ["document.ledger.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _is_closed_ledger = True

    period_id = fields.Many2one(
        "aftersales.period", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(EVENTS, "Event", required=True)
    user_id = fields.Many2one(
        "res.users", "Done By", required=True, index="btree_not_null"
    )
    reason = fields.Text("Reason or Finding")
    fingerprint = fields.Char()


class Period(models.Model):
    _inherit = "aftersales.period"

    def _compare_with_last(self):
        """What a month that was closed before says of itself when it is closed again."""
        last = self.event_ids.filtered(lambda event: event.kind == "closed")[:1]
        if not last:
            return None
        if last.fingerprint == self.fingerprint:
            return self.env._("Everything as it was closed before.")
        return self.env._("Other than it was closed before.")

    def _log(self, kind, reason=None):
        # sudo: the history is written by the steps only
        self.env["aftersales.period.event"].sudo()._in_flow().create(
            [
                {
                    "period_id": period.id,
                    "kind": kind,
                    "user_id": self.env.uid,
                    "reason": reason,
                    "fingerprint": period.fingerprint,
                }
                for period in self
            ]
        )
