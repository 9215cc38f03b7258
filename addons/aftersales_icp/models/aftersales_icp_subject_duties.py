from odoo import api, fields, models

BATCH = 200
WRONG_DATA = ("C21", "C27")  # findings that show filed data to be wrong
AHEAD = 60  # days before the day of the year on which its duties are opened


class IcpSubjectDuties(models.Model):
    """Notices, wrong data and the yearly duties of an organiser (D10, D12, D20, D28)."""

    _inherit = "aftersales.icp.subject"

    data_wrong_on = fields.Date(
        string="Data Found Wrong On",
        copy=False,
        tracking=True,
        help="Filed data that are wrong are corrected within ten working days.",
    )
    data_wrong_note = fields.Text(string="What Is Wrong", copy=False)
    recheck_on = fields.Date(
        string="Re-Check Notice Of",
        copy=False,
        tracking=True,
        help="The day on which the provider or the authority asked to check the filing.",
    )
    recheck_until = fields.Date(
        string="Answer Wanted By",
        copy=False,
        tracking=True,
        help="As the notice says; empty: the usual term.",
    )
    next_yearly_on = fields.Date(
        compute="_compute_next_yearly_on",
        store=True,
        help="The next day of the year on which the filing was made.",
    )

    _yearly = models.Index("(next_yearly_on) WHERE next_yearly_on IS NOT NULL")

    @api.depends("filed_date", "state")
    def _compute_next_yearly_on(self):
        """The first anniversary that is still to come; none for what is not on file.

        One that the nightly run has moved on stays: its duties are open already.
        """
        today = self._today()
        for subject in self:
            filed = subject.state in ("filed", "changing") and subject.filed_date
            known = filed and subject.next_yearly_on
            if not known or known <= today or not _returns_on(filed, known):
                known = filed and _next_anniversary(filed, today)
            subject.next_yearly_on = known

    def write(self, vals):
        """A date of a notice opens, moves or ends its duty."""
        result = super().write(vals)
        if "data_wrong_on" in vals:
            self._schedule_duties({"data_wrong": "data_wrong_on"})
        if {"recheck_on", "recheck_until"} & vals.keys():
            self._schedule_duties({"recheck_notice": "recheck_on"})
        return result

    def _duty_due(self, rule, base, company):
        """A notice that names its own term goes before the usual one."""
        if rule.event == "recheck_notice" and self.recheck_until:
            return self.recheck_until
        return super()._duty_due(rule, base, company)

    def _note_wrong_data(self, text):
        """Somebody, or a check, found that filed data are wrong."""
        for subject in self:
            known = subject.data_wrong_note
            subject.write(
                {
                    "data_wrong_on": subject.data_wrong_on or self._today(),
                    "data_wrong_note": f"{known}\n{text}" if known else text,
                }
            )

    def _end_wrong_data(self, text):
        """Corrected: the duty ends with what proves it."""
        told = self.filtered("data_wrong_on")
        told._fulfil_duties(["data_wrong"], text)
        told.write({"data_wrong_on": False, "data_wrong_note": False})

    def _end_recheck(self, text):
        """The notice is answered."""
        asked = self.filtered("recheck_on")
        asked._fulfil_duties(["recheck_notice"], text)
        asked.write({"recheck_on": False, "recheck_until": False})

    def _confirm_data(self, text):
        """The customer calls the data right; what a check proved wrong stays wrong."""
        doubted = self._report_findings().filtered(lambda one: one.code in WRONG_DATA)
        self._in_flow().data_confirmed_on = fields.Datetime.now()
        (self - doubted.service_id.subject_id)._end_wrong_data(text)

    @api.model
    def _cron_yearly(self):
        """Open the duties of the year for filings whose day comes; others are not read."""
        limit = fields.Date.add(self._today(), days=AHEAD)
        self.env["ir.cron"]._work_off(
            "aftersales_icp.cron_yearly",
            self,
            [("next_yearly_on", "<=", limit)],
            lambda subjects: subjects._open_year(limit),
            order="next_yearly_on, id",
            size=BATCH,
        )

    def _open_year(self, limit):
        """The duties of the coming year, and the day on which the next one comes."""
        self._schedule_duties({"yearly": "next_yearly_on"})
        for day, subjects in self.grouped("filed_date").items():
            subjects._in_flow().next_yearly_on = _next_anniversary(day, limit)


def _years(day, count):
    return fields.Date.add(day, years=count)


def _returns_on(day, known):
    return _years(day, known.year - day.year) == known


def _next_anniversary(day, after):
    """The first return of a day later than ``after``; 29 February returns on the 28th."""
    year = after.year
    while (found := _years(day, year - day.year)) <= after:
        year += 1
    return found
