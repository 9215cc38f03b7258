from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import ProofMissing
from ...groups import BACK_OFFICE, HOTLINE, SALESPERSON, TECHNICIAN


class MakerTerms(models.Model):
    """What a manufacturer promises after the sale (厂家售后政策): obtained by customer
    service, kept with its file, and passed on to those who sell and repair (O-40)."""

    _name = "aftersales.maker.terms"
    _description = "After-Sales Terms of a Manufacturer"
    _inherit = ["document.guard.mixin", "mail.thread"]
    _order = "brand_id, date_from desc, id desc"
    _check_company_auto = True
    # What people were told stands; other terms are a new record.
    _signed_fields = frozenset(
        {"name", "brand_id", "date_from", "summary", "data", "filename"}
    )

    name = fields.Char("Title", required=True)
    brand_id = fields.Many2one(
        "aftersales.brand", required=True, index=True, ondelete="restrict"
    )
    maker_id = fields.Many2one(
        "res.partner", "Manufacturer", index="btree_not_null", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        "In Force From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date("In Force Until")
    summary = fields.Text("In Short", help="What to know before and during a sale.")
    data = fields.Binary("Attachment", attachment=True)
    filename = fields.Char("File Name")
    for_dealers = fields.Boolean(
        "Also for Dealers", help="Dealers read them on their page of the portal."
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Also To",
        domain="[('share', '=', False)]",
        help="Buyers, drivers, billing clerks and others who must know; salespeople, technicians and the desk are told anyway.",
    )
    passed_on_at = fields.Datetime("Passed On", readonly=True, copy=False)
    passed_on_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    active = fields.Boolean(default=True)

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The terms end before they begin.",
    )

    def action_pass_on(self):
        """转达: salespeople, technicians and the desk get them as a message.

        :raises ProofMissing: without anything to read
        """
        for terms in self:
            terms.check_access("write")
            if not (terms.data or (terms.summary or "").strip()):
                raise ProofMissing(
                    self.env._(
                        "%s: attach the file of the manufacturer, or write in short what it says.",
                        terms.name,
                    )
                )
            terms._in_flow().write(
                {
                    "passed_on_at": fields.Datetime.now(),
                    "passed_on_by_id": self.env.uid,
                }
            )
            terms.message_post(
                body=self.env._(
                    "After-sales terms of %(brand)s from %(day)s: %(name)s. %(summary)s",
                    brand=terms.brand_id.name,
                    day=terms.date_from,
                    name=terms.name,
                    summary=terms.summary or "",
                ),
                partner_ids=terms._get_concerned().partner_id.ids,
            )

    def _get_concerned(self):
        """Who sells, repairs and answers the telephone in the company."""
        users = self.user_ids
        for group in (SALESPERSON, TECHNICIAN, HOTLINE, BACK_OFFICE):
            # sudo: whoever passes them on need not read groups
            users |= self.env.ref(group).sudo().all_user_ids
        company = self.company_id
        return users.filtered(
            lambda u: u.active and not u.share and company in u.company_ids
        ).sudo(False)

    def _is_signed(self):
        return bool(self.passed_on_at)

    def _get_standing_text(self):
        return self.env._(
            "These terms were passed on. Write down the new ones beside them."
        )

    @api.model
    def _get_valid_domain(self, company):
        today = company._aftersales_today()
        valid = Domain("company_id", "=", company.id)
        valid &= Domain("passed_on_at", "!=", False) & Domain("date_from", "<=", today)
        return valid & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))

    @api.model
    def _find_valid(self, brands, company):
        """Terms of ``brands`` that hold today, the newest first."""
        if not brands:
            return self.browse()
        return self.search(
            self._get_valid_domain(company) & Domain("brand_id", "in", brands.ids)
        )

    def _prepare_link(self):
        """As the phone shows it: {id, name, summary, url}"""
        return {
            "id": self.id,
            "name": self.name,
            "summary": self.summary or "",
            "url": f"/web/content/{self._name}/{self.id}/data?download=true"
            if self.filename
            else "",
        }


class Device(models.Model):
    _inherit = "aftersales.device"

    maker_terms_ids = fields.Many2many(
        "aftersales.maker.terms",
        string="Manufacturer's Terms",
        compute="_compute_maker_terms_ids",
    )

    @api.depends("product_id")
    def _compute_maker_terms_ids(self):
        terms = self.env["aftersales.maker.terms"]
        for company, devices in self.grouped("company_id").items():
            brands = devices.product_id.aftersales_brand_id
            found = terms._find_valid(brands, company).grouped("brand_id")
            for device in devices:
                brand = device.product_id.aftersales_brand_id
                device.maker_terms_ids = found.get(brand, terms)
