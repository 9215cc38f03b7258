from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from odoo.addons.base.models.res_partner import _tz_get

_ZONE = "Asia/Shanghai"  # where a company works that named no other


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_tz = fields.Selection(
        _tz_get,
        "After-Sales Time Zone",
        required=True,
        default=_ZONE,
        help="Warranty days, due days and month ends are counted in this time zone, whatever the server's or the user's is.",
    )
    aftersales_same_person_may_issue = fields.Boolean(
        "Requester May Issue",
        help="A small shop may let one person request and issue a part; each time is written on the requisition.",
    )
    aftersales_pricelist_id = fields.Many2one(
        "product.pricelist",
        "Fee Card",
        check_company=True,
        index="btree_not_null",
        help="Prices of labour and spare parts outside the warranty.",
    )
    aftersales_preferential_pricelist_id = fields.Many2one(
        "product.pricelist",
        "Preferential Prices",
        check_company=True,
        index="btree_not_null",
        help="Prices of spare parts when a fault inside the warranty is the user's own.",
    )
    aftersales_extend_when_paid = fields.Boolean(
        "Extended Warranty Begins When Paid",
        help="Otherwise it begins when the order is confirmed.",
    )
    aftersales_override_limit = fields.Monetary(
        "Second Person Above",
        help="Overrides that cost us more than this need a second person.",
    )
    aftersales_labour_product_id = fields.Many2one(
        "product.product",
        "Labour Fee Product",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "=", "service")],
    )
    aftersales_location_id = fields.Many2one(
        "stock.location",
        "After-Sales Locations",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )
    aftersales_warranty_location_id = fields.Many2one(
        "stock.location",
        "Warranty Consumption",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )

    def _aftersales_day(self, moment):
        """The calendar day of a UTC ``moment`` where this company works."""
        zone = self._aftersales_zone()
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date()

    @ormcache("self.id")
    def _aftersales_zone(self):
        self.ensure_one()
        # sudo: the day of a company is the same for everybody
        return ZoneInfo(self.sudo().aftersales_tz or _ZONE)

    def _aftersales_today(self):
        return self._aftersales_day(fields.Datetime.now())

    def _aftersales_reached(self, name, operator="<="):
        """Domain of records of these companies (none: of all) whose day ``name`` stands so to
        the day where their company works.

        Jobs run as the superuser, whose day is that of no company.
        """
        days = {}
        # sudo: a job works for all companies
        companies = self.sudo()
        for company in companies or companies.search_fetch([], ["aftersales_tz"]):
            days.setdefault(company._aftersales_today(), []).append(company.id)
        return Domain.OR(
            Domain("company_id", "in", ids) & Domain(name, operator, day)
            for day, ids in days.items()
        )

    @api.model_create_multi
    def create(self, vals_list):
        """New companies get their after-sales locations (overrides `create`)."""
        companies = super().create(vals_list)
        companies._create_aftersales_locations()
        return companies

    def write(self, vals):
        """Whoever moves to another time zone has another day (overrides `write`)."""
        result = super().write(vals)
        if "aftersales_tz" in vals:
            self.env.registry.clear_cache()
        return result

    def _create_aftersales_locations(self):
        """The root above technicians' vans, and where parts under warranty end.

        The root stands outside every warehouse: what a technician carries is our stock,
        but no sale may reserve it. Consumption is not valued, so a part used under
        warranty leaves the stock value at cost.
        """
        # sudo: companies are made without stock rights
        location = self.env["stock.location"].sudo()
        for company in self.filtered(lambda c: not c.aftersales_location_id):
            company = company.sudo().with_context(lang=company.partner_id.lang)
            company.aftersales_location_id = location.create(
                {
                    "name": self.env._("After-Sales"),
                    "usage": "view",
                    "company_id": company.id,
                }
            )
            company.aftersales_warranty_location_id = location.create(
                {
                    "name": self.env._("Warranty Consumption"),
                    "usage": "aftersales_use",
                    "company_id": company.id,
                    "location_id": company.aftersales_location_id.id,
                }
            )
