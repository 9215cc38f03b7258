from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime, format_time

from ...kernel import ledger
from .clock_state import OPEN

# Colours of Bootstrap; the words beside them say the same.
_COLOURS = {
    "us": "primary",
    "customer": "warning",
    "parts": "info",
    "supplier": "secondary",
    "agent": "dark",
    "maker": "danger",
    "carrier": "success",
    "off": "light",
}
_LEVELS = {"overdue": "danger", "warned": "warning", "paused": "secondary"}


class SlaMixin(models.AbstractModel):
    """What people see: the next deadline in words and colour, and where the time went."""

    _inherit = "aftersales.sla.mixin"

    next_clock_id = fields.Many2one(
        "aftersales.sla.clock", "Next Deadline", compute="_compute_next_clock"
    )
    next_due_at = fields.Datetime("Next Due", compute="_compute_next_clock")
    clock_level = fields.Char(compute="_compute_next_clock")
    clock_words = fields.Char("Deadline in Words", compute="_compute_next_clock")
    clock_note = fields.Char("Holidays Not Known Yet", compute="_compute_next_clock")
    ledger_bar = fields.Html(
        "Where the Time Went", compute="_compute_ledger_bar", sanitize=False
    )

    @api.depends("clock_ids.due_at", "clock_ids.stopped_at", "clock_ids.cancelled_at")
    @api.depends_context("lang", "tz")
    def _compute_next_clock(self):
        """One search for a whole list."""
        clocks = self.env["aftersales.sla.clock"].search(
            OPEN
            & fields.Domain("res_model", "=", self._name)
            & fields.Domain("res_id", "in", self.ids)
            & fields.Domain("bound", "=", "latest")
            & fields.Domain("due_at", "!=", False),
            order="due_at, id",
        )
        first = {}
        for clock in clocks:
            first.setdefault(clock.res_id, clock)
        for document in self:
            clock = first.get(document._origin.id, clocks.browse())
            document.next_clock_id = clock
            document.next_due_at = clock.due_at
            document.clock_level = _LEVELS.get(clock.state, "success")
            document.clock_words = clock._get_words() if clock else False
            document.clock_note = clock.calendar_note

    @api.depends("time_entry_ids.owner", "time_entry_ids.moment")
    @api.depends_context("lang")
    def _compute_ledger_bar(self):
        labels = self._get_time_labels()
        sums = self._origin._get_time_sums()
        for document in self:
            document.ledger_bar = _draw(sums.get(document._origin, {}), labels)

    @api.model
    def _get_time_labels(self):
        labels = self.env["aftersales.time.entry"]._get_owner_labels()
        return labels | {ledger.OFF: self.env._("Outside Working Hours")}


class SlaClock(models.Model):
    _inherit = "aftersales.sla.clock"

    words = fields.Char("In Words", compute="_compute_words")
    calendar_note = fields.Char(
        "Holidays Not Known Yet", compute="_compute_calendar_note"
    )

    @api.depends("due_at", "calendar_id", "stopped_at", "cancelled_at")
    @api.depends_context("lang")
    def _compute_calendar_note(self):
        """An open deadline that lies beyond the holidays that are loaded may still move."""
        for clock in self:
            last = (
                clock.calendar_id._aftersales_get_last_known_day()
                if clock.calendar_id
                else None
            )
            going = clock.due_at and not (clock.stopped_at or clock.cancelled_at)
            day = clock.company_id._aftersales_day(clock.due_at) if going else None
            beyond = bool(last and day and day > last)
            clock.calendar_note = beyond and self.env._(
                "The public holidays of %(year)s are not loaded yet: only weekdays and the days that are free by law are counted, and the date may still move.",
                year=day.year,
            )

    @api.depends("due_at", "rule_id")
    @api.depends_context("lang", "tz")
    def _compute_words(self):
        for clock in self:
            clock.words = clock._get_words()

    def _get_words(self):
        """“Arrival by today 14:05 (6 working hours)”."""
        self.ensure_one()
        return self.env._(
            "%(event)s by %(due)s (%(duration)s)",
            event=self.stop_event_id.name,
            due=self._get_due_words(),
            duration=self.rule_id.duration_words,
        )

    def _get_due_words(self):
        if not self.due_at:
            return self.env._("a time to agree")
        zone = self.company_id.aftersales_tz
        days = (
            self.company_id._aftersales_day(self.due_at)
            - self.company_id._aftersales_today()
        ).days
        near = {
            -1: self.env._("yesterday %s"),
            0: self.env._("today %s"),
            1: self.env._("tomorrow %s"),
        }
        if days not in near:
            return format_datetime(self.env, self.due_at, tz=zone, dt_format="short")
        clock = format_time(self.env, self.due_at, tz=zone, time_format="short")
        return near[days] % clock


def _draw(sums, labels):
    """A bar with a list beneath it, so that colour is never alone."""
    total = sum(sums.values())
    if not total:
        return False
    bar, rows = Markup(), Markup()
    for key, seconds in sorted(sums.items(), key=lambda item: -item[1]):
        share = 100 * seconds / total
        label, colour = labels[key], _COLOURS[key]
        bar += Markup(
            '<div class="progress-bar bg-%s" role="img" style="width:%.2f%%" title="%s" aria-label="%s"></div>'
        ) % (colour, share, label, label)
        rows += Markup(
            '<span class="me-3 text-nowrap"><span class="badge border text-bg-%s me-1">&#160;</span>%s %s (%.0f %%)</span>'
        ) % (colour, label, hours(seconds), share)
    return Markup(
        '<div class="progress mb-1" style="height:1rem">%s</div><div class="d-flex flex-wrap">%s</div>'
    ) % (bar, rows)


def hours(seconds):
    """Hours and minutes.

    >>> hours(3720), hours(90000)
    ('1:02', '25:00')
    """
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"
