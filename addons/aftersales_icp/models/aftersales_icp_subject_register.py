from odoo import api, fields, models

from ..const import GROUP_COMPLIANCE, SERVICE_ENDED
from ..exceptions import IcpFrozen, IcpPersonWrong
from ..kernel.person_rules import clashes

# A change order leaves them alone: another certificate is another organiser (§3.2).
NEVER_CHANGED = ("cert_number", "province_id")


class IcpSubjectRegister(models.Model):
    """What is filed about an organiser beside its number (design §2.1)."""

    _inherit = "aftersales.icp.subject"

    is_own = fields.Boolean(string="Own Company", compute="_compute_is_own")
    unit_nature_id = fields.Many2one(
        "aftersales.icp.code",
        string="Nature",
        index="btree_not_null",
        domain=[("category", "=", "unit_nature")],
    )
    cert_type_id = fields.Many2one(
        "aftersales.icp.code",
        string="Certificate Type",
        index="btree_not_null",
        domain="[('category', '=', 'cert_type'), '|', ('parent_ids', '=', False),"
        " ('parent_ids', 'in', unit_nature_id)]",
    )
    cert_number = fields.Char(
        string="Certificate Number", groups=GROUP_COMPLIANCE, copy=False
    )
    cert_address = fields.Char(string="Address on the Certificate")
    contact_address = fields.Char(string="Postal Address")
    province_id = fields.Many2one(
        "aftersales.icp.province",
        compute="_compute_province_id",
        store=True,
        readonly=False,
        index="btree_not_null",
    )
    superior_unit = fields.Char(string="Investor or Superior Unit")
    principal_id = fields.Many2one(
        "aftersales.icp.person",
        groups=GROUP_COMPLIANCE,
        index="btree_not_null",
        check_company=True,
    )
    legal_rep_id = fields.Many2one(
        "aftersales.icp.person",
        string="Legal Representative",
        groups=GROUP_COMPLIANCE,
        index="btree_not_null",
        check_company=True,
    )
    security_contact_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        check_company=True,
        help="Named for emergencies of network security.",
    )
    is_foreign_invested = fields.Boolean(
        string="Listed or Foreign Investment",
        help="Listing and cooperation with foreign investors need an approval before"
        " (article 17).",
    )
    foreign_approved_on = fields.Date(string="Investment Approved On")
    data_confirmed_on = fields.Datetime(
        string="Confirmed by Customer", readonly=True, copy=False
    )
    wants_report = fields.Boolean(
        string="Monthly Report", help="The customer receives the report every month."
    )
    licence_ids = fields.One2many("aftersales.icp.licence", "subject_id")
    person_ids = fields.One2many(
        "aftersales.icp.person", "subject_id", groups=GROUP_COMPLIANCE
    )
    is_shell = fields.Boolean(
        string="Shell", compute="_compute_is_shell", search="_search_is_shell"
    )

    @api.depends("partner_id", "company_id.partner_id")
    def _compute_is_own(self):
        for subject in self:
            subject.is_own = subject.partner_id == subject.company_id.partner_id

    @api.depends("number")
    def _compute_province_id(self):
        letters = {(subject.number or "")[:1] for subject in self}
        provinces = self.env["aftersales.icp.province"].search(
            [("letter", "in", list(letters))]
        )
        known = {province.letter: province for province in provinces}
        for subject in self:
            found = known.get((subject.number or "")[:1])
            subject.province_id = found or subject.province_id

    @api.depends("state", "service_ids.state")
    def _compute_is_shell(self):
        """On file, but no service is left (空壳主体)."""
        for subject in self:
            live = [
                one for one in subject.service_ids if one.state not in SERVICE_ENDED
            ]
            subject.is_shell = subject.state == "filed" and not live

    def _search_is_shell(self, operator, value):
        if operator != "in":
            return NotImplemented
        shell = [
            ("state", "=", "filed"),
            ("service_ids", "not any", [("state", "not in", list(SERVICE_ENDED))]),
        ]
        return ["&", *shell] if True in value else ["!", "&", *shell]

    @api.constrains("principal_id", "legal_rep_id")
    def _check_people(self):
        """Two different persons share no telephone and no mail address (§2.4)."""
        for subject in self.sudo():  # sudo: the rule holds whoever saves the record
            first, second = subject.principal_id, subject.legal_rep_id
            if first == second or not clashes(first._contact(), second._contact()):
                continue
            raise IcpPersonWrong(
                self.env._(
                    "Principal and legal representative are two persons: their"
                    " telephones and mail addresses must differ."
                )
            )

    def write(self, vals):
        """Certificate and province of a numbered organiser never change."""
        for name in NEVER_CHANGED:
            if name in vals:
                self._check_never_changed(name, vals[name])
        return super().write(vals)

    def _check_never_changed(self, name, value):
        for subject in self.sudo():  # sudo: a guard compares what the user may not read
            before = subject[name]
            before = before.id if name.endswith("_id") else before
            if (
                before
                and before != value
                and subject.state not in ("draft", "complete")
            ):
                label = self._fields[name]._description_string(self.env)
                raise IcpFrozen(
                    self.env._(
                        "%s cannot change in a filing: cancel it or migrate the"
                        " services to another organiser.",
                        label,
                    )
                )
