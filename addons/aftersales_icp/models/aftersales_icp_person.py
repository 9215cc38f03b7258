from odoo import api, fields, models

from ..exceptions import IcpDatesWrong, IcpPersonalData, IcpPersonWrong
from ..kernel.person_rules import citizen_id_is_valid, mask

PERSONAL = {
    *("cert_number", "mobile", "emergency_phone", "email", "photo_front", "photo_back"),
    "cert_valid_from",
    "cert_valid_to",
}


class IcpPerson(models.Model):
    """A person of a filing: principal of the organiser or manager of a service (§2.4).

    Personal data: only compliance officers reach this model, nothing of it is tracked,
    and the number of the certificate never leaves in an export.
    """

    _name = "aftersales.icp.person"
    _description = "ICP Responsible Person"
    _inherit = ["document.guard.mixin", "aftersales.icp.duty.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    subject_id = fields.Many2one(
        "aftersales.icp.subject",
        string="Filing Subject",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    cert_type_id = fields.Many2one(
        "aftersales.icp.code",
        string="Certificate Type",
        index="btree_not_null",
        domain=[("category", "=", "cert_type")],
    )
    cert_number = fields.Char(string="Certificate Number", copy=False)
    cert_masked = fields.Char(string="Certificate", compute="_compute_cert_masked")
    cert_valid_from = fields.Date(copy=False)
    cert_valid_to = fields.Date(copy=False)
    is_long_term = fields.Boolean(string="Valid for Life")
    mobile = fields.Char(copy=False)
    emergency_phone = fields.Char(copy=False)
    email = fields.Char(copy=False)
    photo_front = fields.Binary(attachment=True, copy=False)
    photo_back = fields.Binary(attachment=True, copy=False)
    face_verified_on = fields.Date(copy=False)

    @api.depends("cert_number")
    def _compute_cert_masked(self):
        for person in self:
            person.cert_masked = mask(person.cert_number)

    @api.constrains("cert_valid_from", "cert_valid_to")
    def _check_dates(self):
        for person in self:
            first, last = person.cert_valid_from, person.cert_valid_to
            if first and last and last < first:
                raise IcpDatesWrong(
                    self.env._(
                        "The certificate ends before it begins: check its dates."
                    )
                )

    @api.constrains("mobile", "emergency_phone")
    def _check_phones(self):
        for person in self:
            if person.mobile and person.mobile == person.emergency_phone:
                raise IcpPersonWrong(
                    self.env._(
                        "The emergency telephone must be another one than the mobile."
                    )
                )

    @api.constrains("cert_number", "cert_type_id")
    def _check_cert_number(self):
        for person in self.filtered("cert_number"):
            citizen = person.cert_type_id.code == "2"
            if citizen and not citizen_id_is_valid(person.cert_number):
                raise IcpPersonWrong(
                    # the number itself stays out of the message and so out of logs
                    self.env._("This is no valid identity number: check its digits.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people._schedule_expiry()
        return people

    def write(self, vals):
        result = super().write(vals)
        if {"cert_valid_to", "is_long_term"} & vals.keys():
            self._schedule_expiry()
        return result

    def _schedule_expiry(self):
        self.filtered(lambda one: not one.is_long_term)._schedule_duties(
            {"person_expiry": "cert_valid_to"}
        )

    def export_data(self, fields_to_export):
        """Personal data stay here (overrides the export of every list)."""
        wanted = {path.split("/")[0].split(".")[0] for path in fields_to_export}
        if wanted & PERSONAL:
            raise IcpPersonalData(
                self.env._("Certificates, telephones and photos are not exported.")
            )
        return super().export_data(fields_to_export)

    def _contact(self):
        """For comparison only; empty for nobody."""
        return {key: self[key] for key in ("mobile", "email", "emergency_phone")}
