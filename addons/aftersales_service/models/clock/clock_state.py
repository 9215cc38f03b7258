from odoo import api, fields, models
from odoo.fields import Domain

from ..sla import selections

OPEN = Domain("stopped_at", "=", False) & Domain("cancelled_at", "=", False)


class SlaClock(models.Model):
    """Where a clock stands: read off its dates whenever somebody looks."""

    _inherit = "aftersales.sla.clock"

    state = fields.Selection(
        selections.STATES, compute="_compute_state", search="_search_state"
    )

    @api.depends(
        "stopped_at",
        "cancelled_at",
        "due_at",
        "paused_at",
        "warn_at",
        "late",
        "exempt_reason_id",
    )
    def _compute_state(self):
        now = fields.Datetime.now()
        for clock in self:
            clock.state = clock._get_state(now)

    def _get_state(self, now):
        if self.cancelled_at:
            return "cancelled"
        if self.exempt_reason_id:
            return "excused"
        if self.stopped_at:
            return "missed" if self.late else "met"
        if self.paused_at:
            return "paused"
        if self.informative or self.bound == "earliest":
            return "running"
        if self.due_at and self.due_at < now:
            return "overdue"
        return "warned" if self.warn_at and self.warn_at <= now else "running"

    @api.model
    def _search_state(self, operator, value):
        """The same as domains over the stored dates."""
        if operator != "in":
            return NotImplemented
        domains = self._get_state_domains(fields.Datetime.now())
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _get_state_domains(self, now):
        plain = Domain("exempt_reason_id", "=", False)
        stopped = Domain("stopped_at", "!=", False) & Domain("cancelled_at", "=", False)
        going = OPEN & plain & Domain("paused_at", "=", False)
        strict = Domain("informative", "=", False) & Domain("bound", "=", "latest")
        past = strict & Domain("due_at", "<", now)
        soon = strict & Domain("warn_at", "<=", now)
        return {
            "cancelled": Domain("cancelled_at", "!=", False),
            "excused": Domain("cancelled_at", "=", False) & ~plain,
            "met": stopped & plain & Domain("late", "=", False),
            "missed": stopped & plain & Domain("late", "=", True),
            "paused": OPEN & plain & Domain("paused_at", "!=", False),
            "overdue": going & past,
            "warned": going & soon & ~past,
            "running": going & ~past & ~soon,
        }


def prepare_stop(clock, moment):
    """Values with which a clock, a record or its values, stops at ``moment``."""
    late = False
    if clock["due_at"] and not clock["informative"]:
        before, after = moment < clock["due_at"], moment > clock["due_at"]
        late = before if clock["bound"] == "earliest" else after
    return {
        "stopped_at": moment,
        "late": late,
        "paused_at": False,
        "next_warning_at": False,
    }
