from string import Template

from odoo import api, fields, models
from odoo.exceptions import ValidationError

PLACES = ("organiser", "number", "services", "domains", "findings", "today", "company")


class IcpLetterTemplate(models.Model):
    """A letter with places such as $organiser; the texts differ by province and change."""

    _name = "aftersales.icp.letter.template"
    _description = "ICP Letter Template"
    _inherit = ["aftersales.icp.validity.mixin"]
    _order = "sequence, id"

    # Not translated: these are letters to Chinese authorities and customers.
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    body = fields.Text(
        required=True,
        help="Places: $organiser, $number, $services, $domains, $findings, $today,"
        " $company.",
    )
    province_ids = fields.Many2many("aftersales.icp.province")

    @api.constrains("body")
    def _check_body(self):
        for one in self:
            try:
                Template(one.body).substitute(dict.fromkeys(PLACES, ""))
            except (KeyError, ValueError) as error:
                raise ValidationError(
                    self.env._("The letter has an unknown place: %s", error)
                ) from error

    def _fill(self, subject):
        return Template(self.body).safe_substitute(subject._letter_values())


class IcpSubjectLetter(models.Model):
    _inherit = "aftersales.icp.subject"

    def _letter_values(self):
        self.ensure_one()
        findings = self._report_findings()
        lines = [
            f"{one.display_name} {one.detail or ''} {one.law_id.display_name or ''}"
            for one in findings
        ]
        return {
            "organiser": self.partner_id.name,
            "number": self.number or "",
            "services": "、".join(self.service_ids.mapped("name")),
            "domains": "、".join(self.service_ids.domain_ids.mapped("name_unicode")),
            "findings": "\n".join(lines) or "—",
            "today": fields.Date.to_string(self._today()),
            "company": self.company_id.name,
        }

    def action_letter(self):
        """Choose a template, read, print."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Letter"),
            "res_model": "aftersales.icp.letter",
            "view_mode": "form",
            "target": "new",
            "context": {"default_subject_id": self.id},
        }
