from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import BACK_OFFICE

_TYPED = frozenset({"voucher_counted", "difference_note"})


class RegisterDay(models.Model):
    """End-of-day check 日终核对: the register against the vouchers (S-22, T-24, T-27).

    Whoever was not sent for goes first tomorrow; the vouchers that were counted are the
    ones that went out, or the difference has a reason; then the sheet is locked.
    """

    _inherit = "aftersales.register.day"

    undispatched_ids = fields.Many2many(
        "aftersales.order", compute="_compute_day_end", string="Not Dispatched"
    )
    undispatched_count = fields.Integer(
        "Calls without Dispatch", compute="_compute_day_end"
    )
    to_move_count = fields.Integer(compute="_compute_day_end")
    voucher_expected = fields.Integer(
        "Vouchers Out",
        compute="_compute_day_end",
        help="Calls of the day for which somebody was sent.",
    )
    voucher_counted = fields.Integer(
        "Vouchers Counted", help="How many vouchers of this day you have in your hand."
    )
    difference_note = fields.Char("Reason for the Difference")

    def _compute_day_end(self):
        for day in self:
            calls = day.order_ids
            waiting = calls.filtered(lambda o: o.state == "registered")
            tomorrow = day.date and day.date + timedelta(days=1)
            day.undispatched_ids = waiting.sorted(lambda o: o.priority != "1")
            day.undispatched_count = len(waiting)
            day.to_move_count = sum(
                not o.priority_day or o.priority_day < tomorrow for o in waiting
            )
            day.voucher_expected = len(calls._get_vouchered())

    def write(self, vals):
        """A locked sheet keeps its count (overrides `write`)."""
        if _TYPED & set(vals):
            for day in self.filtered(lambda d: d.state != "open"):
                raise MoveRefused(
                    self.env._(
                        "%s is reconciled. Press “Open Again” to count once more.",
                        day.display_name,
                    )
                )
        return super().write(vals)

    def action_put_first(self):
        """Move the calls nobody was sent to onto the next day, in front."""
        self._require_group(BACK_OFFICE)
        for day in self:
            day.undispatched_ids._put_first(day.date, day._get_end())

    def action_check(self):
        """Reconciled means: counted, and nobody was forgotten (overrides the lock)."""
        self._require_group(BACK_OFFICE)
        self._check_vouchers()
        result = super().action_check()
        self.action_put_first()
        return result

    def _check_vouchers(self):
        for day in self:
            differs = day.voucher_counted != day.voucher_expected
            if differs and not (day.difference_note or "").strip():
                raise ProofMissing(
                    self.env._(
                        "%(day)s: %(expected)s vouchers went out, %(counted)s were counted. Count them again, or write the reason for the difference.",
                        day=day.display_name,
                        expected=day.voucher_expected,
                        counted=day.voucher_counted,
                    )
                )

    def _get_end(self):
        """Now, or the last second of a day that is over (UTC)."""
        return min(self._now(), self._get_last_moment())

    def _get_last_moment(self):
        """The last second of the sheet's day (UTC)."""
        zone = self.company_id._aftersales_zone()
        last = datetime.combine(self.date, time(23, 59, 59), zone)
        return last.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    @api.model
    def action_open_day_end(self):
        """The sheet that is to be checked; the list when there are several or none."""
        self._require_group(BACK_OFFICE)
        company = self.env.company
        today = company._aftersales_today()
        days = self._open_days(company, today - timedelta(days=7), today)
        days = days.filtered(lambda day: day.state == "open")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_day_end_action"
        )
        if len(days) == 1:
            form = [view for view in action["views"] if view[1] == "form"]
            action |= {"res_id": days.id, "views": form, "view_mode": "form"}
        return action
