from odoo import api, fields, models

from ..const import SERVICE_KINDS, SUFFIXES
from ..exceptions import IcpNumberMismatch


class IcpService(models.Model):
    """One internet information service under a subject, with its own serial.

    Website, APP, mini-program and quick app of a subject share one row of serials; the
    letter behind the serial says which it is (I-10, I-100).
    """

    _name = "aftersales.icp.service"
    _description = "ICP Service"
    _inherit = ["aftersales.icp.number.mixin"]
    _order = "subject_id, serial, id"
    _rec_names_search = ["name", "number", "domain_name"]
    _check_company_auto = True

    name = fields.Char(required=True, help="Name of the site or the application.")
    active = fields.Boolean(default=True)
    subject_id = fields.Many2one(
        "aftersales.icp.subject",
        string="Filing Subject",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="subject_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="subject_id.partner_id", string="Organiser", store=True, index=True
    )
    subject_state = fields.Selection(
        related="subject_id.state", string="Status of the Subject"
    )
    kind = fields.Selection(
        SERVICE_KINDS, string="Type", required=True, default="website"
    )
    domain_name = fields.Char(string="Domain", help="For example shop.example.cn")
    number = fields.Char(string="Service Number")
    main_number = fields.Char(compute="_compute_number", store=True)
    serial = fields.Integer(compute="_compute_number", store=True, aggregator=None)
    suffix = fields.Char(compute="_compute_number", store=True)

    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL AND active IS TRUE",
        "This service number is already in the register.",
    )
    _serial_unique = models.UniqueIndex(
        "(subject_id, serial) WHERE serial > 0 AND active IS TRUE",
        "Another service of this organiser has the same serial: website, APP,"
        " mini-program and quick app share one row of serials.",
    )

    def _prepare_number_vals(self, number):
        return {
            **super()._prepare_number_vals(number),
            "main_number": number.main if number else False,
            "serial": number.serial if number else False,
            "suffix": number.suffix if number else False,
        }

    def _number_kind(self):
        return "service"

    @api.constrains("number_raw", "subject_id")
    def _check_main_number(self):
        for service in self.filtered("number"):
            if service.main_number != service.subject_id.number:
                raise service._foreign_number()

    def _foreign_number(self):
        subject = self.subject_id
        if not subject.number:
            return IcpNumberMismatch(
                self.env._(
                    "%(subject)s has no number yet: enter the number of the organiser"
                    " before those of its services.",
                    subject=subject.partner_id.display_name,
                )
            )
        return IcpNumberMismatch(
            self.env._(
                "%(number)s does not belong to %(subject)s: its main number must be"
                " %(main)s.",
                number=self.number,
                subject=subject.partner_id.display_name,
                main=subject.number,
            )
        )

    @api.constrains("number_raw", "kind")
    def _check_suffix(self):
        kinds = {suffix: kind for kind, suffix in SUFFIXES.items()}
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for service in self.filtered("number"):
            if service.suffix != SUFFIXES[service.kind]:
                raise IcpNumberMismatch(
                    self.env._(
                        "%(number)s is the number of a service of type %(meant)s, not"
                        " %(chosen)s.",
                        number=service.number,
                        meant=labels[kinds[service.suffix]],
                        chosen=labels[service.kind],
                    )
                )
