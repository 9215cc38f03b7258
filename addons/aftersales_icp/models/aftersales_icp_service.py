from odoo import api, fields, models

from ..const import (
    SERVICE_KINDS,
    SERVICE_NUMBERED,
    SERVICE_STATES,
    SERVICE_TRANSITIONS,
    SUFFIXES,
)
from ..exceptions import IcpNumberMismatch, IcpNumberMissing


class IcpService(models.Model):
    """One internet information service under a subject, with its own serial.

    Website, APP, mini-program and quick app of a subject share one row of serials; the
    letter behind the serial says which it is (I-10, I-100).
    """

    _name = "aftersales.icp.service"
    _description = "ICP Service"
    _inherit = [
        "aftersales.icp.number.mixin",
        "aftersales.icp.flow.mixin",
        "aftersales.icp.duty.mixin",
    ]
    # Not by the organiser's own order: that would be a join and a sort of the whole table.
    _order = "subject_id.id desc, serial, id"
    _transitions = SERVICE_TRANSITIONS
    _stamps = {"filed": "filed_on"}
    _rec_names_search = ["name", "number", "domain_name"]
    _check_company_auto = True

    name = fields.Char(
        required=True, index="trigram", help="Name of the site or the application."
    )
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
    domain_ids = fields.One2many(
        "aftersales.icp.domain", "service_id", string="Domains"
    )
    domain_name = fields.Char(
        string="Domain",
        compute="_compute_domain_name",
        inverse="_inverse_domain_name",
        store=True,
        index="trigram",
        help="The main domain, for example shop.example.cn",
    )
    number = fields.Char(string="Service Number", index="trigram")
    state = fields.Selection(
        SERVICE_STATES,
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    filed_on = fields.Date(copy=False)
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

    # The list as people open it: newest organiser first, its services by serial.
    _listed = models.Index("(subject_id DESC, serial, id)")

    @api.depends("domain_ids.name", "domain_ids.is_main", "domain_ids.active")
    def _compute_domain_name(self):
        for service in self:
            domains = service.domain_ids.filtered("active")
            main = domains.filtered("is_main") or domains
            service.domain_name = main[:1].name

    def _inverse_domain_name(self):
        """A typed domain becomes the first one of the service, or replaces the main one."""
        new = []
        for service in self.filtered("domain_name"):
            main = service.domain_ids.sorted("is_main", reverse=True)[:1]
            if main:
                main.name = service.domain_name
            else:
                new.append({"service_id": service.id, "name": service.domain_name})
        self.env["aftersales.icp.domain"].create(
            [{"is_main": True, **vals} for vals in new]
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

    @api.constrains("state", "number_raw")
    def _check_number_of_state(self):
        for service in self:
            if service.state in SERVICE_NUMBERED and not service.number:
                raise IcpNumberMissing(
                    self.env._(
                        "%s has no service number yet: enter the number that the"
                        " authority gave, then record it as filed.",
                        service.display_name,
                    )
                )
