import io

import xlsxwriter

from odoo import api, fields, models
from odoo.fields import Domain

LIMIT = 100_000


class IcpSubjectReport(models.Model):
    """What leaves the register: the customer's month, the list (台账), letters."""

    _inherit = "aftersales.icp.subject"

    report_ids = fields.One2many(
        "aftersales.icp.obligation", "subject_id", domain=[("state", "=", "open")]
    )

    reported_on = fields.Date("Last Monthly Report", readonly=True, copy=False)

    def _report_duties(self):
        """Open duties that concern the customer, soonest first."""
        # sudo: duties of the organiser without names or data of persons
        return self.sudo().report_ids.filtered("tells_customer").sorted("due_on")

    def _report_reasons(self):
        """Why the light is not green, counting the duties that the report lists."""
        facts = dict(self._light_facts().get(self.id, {}))
        duties = self._report_duties()
        late = len(duties.filtered("is_late"))
        limit = fields.Date.add(self._today(), days=30)
        soon = len(duties.filtered(lambda one: one.due_on <= limit)) - late
        facts.update(late=late, soon=soon)
        return "\n".join(
            self._reason(code, count) for code, count in sorted(facts.items()) if count
        )

    def _report_findings(self):
        # sudo: as above
        services = self.sudo().service_ids
        return services.finding_ids.filtered(
            lambda f: f.confirmed_at and not f.fixed_on
        )

    def _tell_customer(self, duties):
        """One letter about these duties, in the customer's language."""
        template = self.env.ref("aftersales_icp.mail_template_duties")
        template.with_context(icp_duties=duties.ids).send_mail(
            self.id, email_layout_xmlid="mail.mail_notification_light"
        )

    def _mail_duties(self):
        duties = self.env["aftersales.icp.obligation"].browse(
            self.env.context.get("icp_duties", [])
        )
        return duties.exists().filtered(lambda one: one.subject_id == self)

    @api.model
    def _cron_monthly_report(self):
        """The report of the month to everybody who is to get it, once however often the
        job begins anew."""
        month = self._today().replace(day=1)
        self.env["ir.cron"]._work_off(
            "aftersales_icp.cron_report",
            self,
            Domain("wants_report", "=", True)
            & (Domain("reported_on", "=", False) | Domain("reported_on", "<", month)),
            lambda subjects: subjects._send_reports(),
            size=20,
        )

    def _send_reports(self):
        template = self.env.ref("aftersales_icp.mail_template_report")
        for subject in self:
            template.send_mail(subject.id)
        self._in_flow().reported_on = self._today()

    def action_print_report(self):
        """The customer's report as PDF."""
        return self.env.ref("aftersales_icp.action_report_month").report_action(self)


class IcpServiceRegisterList(models.Model):
    _inherit = "aftersales.icp.service"

    @api.model
    def _register_workbook(self, domain=()):
        """The register (台账) as a workbook: what the reader may see, no personal data."""
        services = self.search([*domain], limit=LIMIT)
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(
            stream, {"in_memory": True, "strings_to_formulas": False}
        )
        sheet = book.add_worksheet(self.env._("Register"))
        bold = book.add_format({"bold": True, "bg_color": "#DDDDDD"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, (label, width, _read) in enumerate(self._register_columns()):
            sheet.write_string(0, column, label, bold)
            sheet.set_column(column, column, width)
        readers = [read for _label, _width, read in self._register_columns()]
        for line, service in enumerate(services, 1):
            for column, read in enumerate(readers):
                value = read(service)
                if hasattr(value, "year"):
                    sheet.write_datetime(line, column, value, day)
                else:
                    sheet.write_string(line, column, str(value or ""))
        sheet.freeze_panes(1, 0)
        book.close()
        return stream.getvalue()

    @api.model
    def _register_columns(self):
        """Heading, width and how to read it."""
        return [*self._register_of_filing(), *self._register_of_access()]

    @api.model
    def _register_of_filing(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            (self.env._("Organiser"), 32, lambda s: s.partner_id.name),
            (self.env._("Organiser Number"), 24, lambda s: s.subject_id.number),
            (self.env._("Service"), 24, lambda s: s.name),
            (self.env._("Type"), 10, lambda s: kinds[s.kind]),
            (self.env._("Service Number"), 26, lambda s: s.number),
            (
                self.env._("Domains"),
                28,
                lambda s: ", ".join(s.domain_ids.mapped("name_unicode")),
            ),
            (self.env._("Status"), 12, lambda s: states[s.state]),
            (self.env._("Filed On"), 12, lambda s: s.filed_on),
            (self.env._("Opened On"), 12, lambda s: s.opened_on),
        ]

    @api.model
    def _register_of_access(self):
        return [
            (
                self.env._("Access Providers"),
                26,
                lambda s: ", ".join(s.access_ids.provider_id.mapped("name")),
            ),
            (self.env._("IP Ranges"), 26, lambda s: "; ".join(s._declared_ranges())),
            (self.env._("Public-Security Number"), 28, lambda s: s.psb_number),
            (self.env._("Licence"), 22, lambda s: s.licence_id.number),
            (
                self.env._("Last Page Check"),
                14,
                lambda s: s.last_check_at and s.last_check_at.date(),
            ),
        ]

    def _declared_ranges(self):
        return [one.ip_ranges for one in self.access_ids if one.ip_ranges]

    def action_register(self):
        """Download the register."""
        return {
            "type": "ir.actions.act_url",
            "url": "/aftersales_icp/register.xlsx",
            "target": "download",
        }
