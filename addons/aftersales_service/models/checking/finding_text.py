from odoo import api, fields, models


class FeeFinding(models.Model):
    """What was found, as a sentence in the reader's language."""

    _inherit = "aftersales.fee.finding"

    text = fields.Char("What Was Found", compute="_compute_text")

    @api.depends("code", "numbers", "other_ids", "subject")
    @api.depends_context("lang")
    def _compute_text(self):
        for finding in self:
            finding.text = finding._get_text()

    def _get_text(self):
        write = getattr(self, f"_write_{self.code}", None)
        if not write:
            return ""
        # sudo: numbers of jobs are told, whatever else of them may be read
        jobs = ", ".join(self.sudo().other_ids.mapped("name"))
        numbers = {name: f"{value:g}" for name, value in (self.numbers or {}).items()}
        return write({"jobs": jobs} | numbers)

    def _write_picture(self, told):
        return self.env._("A picture of this visit belongs to %(jobs)s, too.", **told)

    def _write_signature(self, told):
        return self.env._("The very signature stands under %(jobs)s, too.", **told)

    def _write_serial(self, told):
        return self.env._(
            "The serial number is that of the device of %(jobs)s.", **told
        )

    def _write_invoice(self, told):
        return self.env._(
            "The purchase invoice proves the purchase of another customer in %(jobs)s.",
            **told,
        )

    def _write_built_in(self, told):
        return self.env._(
            "Part %(serial)s was built in for %(jobs)s already.",
            serial=self.subject,
            **told,
        )

    def _write_paid_once(self, told):
        return self.env._(
            "What is paid once for a device was claimed with %(jobs)s already.", **told
        )

    def _write_again(self, told):
        return self.env._(
            "The same repair was done %(days)s days earlier or later in %(jobs)s.",
            **told,
        )

    def _write_split(self, told):
        return self.env._(
            "The device had another job within %(days)s days: %(jobs)s.", **told
        )

    def _write_kilometres(self, told):
        return self.env._(
            "%(driven)s km were claimed; there and back it is %(way)s km.", **told
        )

    def _write_speed(self, told):
        return self.env._(
            "%(km)s km as the crow flies in %(minutes)s minutes. %(jobs)s", **told
        ).strip()

    def _write_two_places(self, told):
        return self.env._(
            "The technician was at another place for %(minutes)s minutes of the time: %(jobs)s, %(km)s km away.",
            **told,
        )

    def _write_night(self, _told):
        return self.env._(
            "Work at night or on a closed day, and the technician stamped no arrival and end."
        )

    def _write_hours(self, told):
        return self.env._(
            "%(hours)s hours were claimed; the stamps show %(there)s.", **told
        )

    def _write_day_hours(self, told):
        return self.env._(
            "%(hours)s hours were claimed on the day; the stamps show %(there)s. %(jobs)s",
            **told,
        ).strip()

    def _write_parts(self, told):
        return self.env._(
            "%(quantity)s of the part; usual on this model are %(usual)s, and hardly ever more than %(most)s.",
            **told,
        )
