from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ...groups import DISPATCHER, HOTLINE
from ...kernel.text import city_key, split_names


class OperatingUnit(models.Model):
    """What a unit does for intake: its script, and the region whose calls are its own
    (S-09, O-28)."""

    _name = "aftersales.unit"
    _inherit = ["aftersales.unit", "aftersales.remembered.mixin"]

    opening_script = fields.Text(
        translate=True,
        help="What the clerks of this unit say when they take a call; empty: the company's.",
    )
    state_ids = fields.Many2many(
        "res.country.state",
        "aftersales_unit_state_rel",
        string="Provinces",
        help="Calls from there are this unit's, unless another unit names the city.",
    )
    cities = fields.Char(
        help="Cities of its region, separated by commas: calls from there are this unit's."
    )

    serves_zero_km = fields.Boolean(
        "Zero-Kilometre Service",
        help="Service of goods that no user has yet goes to this unit, wherever they are: usually the quality department.",
    )

    def _get_serving(self, site, address=""):
        """Of these units the one whose region ``site`` lies in; empty where none does.

        A city is nearer than a province, and a unit nearer than the one above it.

        :param address: looked through for a city where ``site`` names none
        """
        city = city_key(site.city)
        ranks = {
            unit: unit._get_nearness(site.state_id, city, address) for unit in self
        }
        best = max(ranks.values(), default=0)
        near = self.filtered(lambda unit: best and ranks[unit] == best)
        return near.sorted(lambda unit: (-len(unit.parent_path or ""), unit.id))[:1]

    def _get_nearness(self, province, city, address):
        """2 for the city, 1 for the province, 0 for neither."""
        cities = {city_key(name) for name in split_names(self.cities)}
        named = any(name in (address or "") for name in cities) and not city
        if named or (city and city in cities):
            return 2
        return 1 if province and province in self.state_ids else 0

    # --- every call asks for these; they change with a unit only

    @api.model
    @ormcache("company_id")
    def _get_zero_km_ids(self, company_id):
        """Who serves goods that no user has yet (O-47); nobody: the region as always."""
        ours = Domain("company_id", "=", company_id) & Domain("active", "=", True)
        # sudo: the same for everybody who asks
        return (
            self.sudo().search(ours & Domain("serves_zero_km", "=", True), limit=1)._ids
        )

    @api.model
    def _get_with_region(self, company):
        return self.browse(self._get_ids_with_region(company.id))

    @api.model
    @ormcache("company_id")
    def _get_ids_with_region(self, company_id):
        regional = Domain("state_ids", "!=", False) | Domain("cities", "!=", False)
        ours = Domain("company_id", "=", company_id) & Domain("active", "=", True)
        # sudo: the same for everybody who asks
        return self.sudo().search(ours & regional)._ids

    @api.model
    def _get_own(self, user, company):
        """The unit of ``company`` that ``user`` works for."""
        return self.browse(self._get_own_ids(user.id, company.id))

    @api.model
    @ormcache("user_id", "company_id")
    def _get_own_ids(self, user_id, company_id):
        ours = Domain("company_id", "=", company_id) & Domain("active", "=", True)
        own = ours & Domain("member_ids", "in", user_id)
        # sudo: the same for everybody who asks
        return self.sudo().search(own, limit=1)._ids

    # --- the top

    @api.model
    def _get_head_office(self, company):
        """Where a call goes that no region covers and nobody of ours took."""
        top = Domain("company_id", "=", company.id) & Domain("parent_id", "=", False)
        return self.search(top, order="id", limit=1)

    def _get_contact_user(self, company):
        """Who follows what a customer reports without meeting any of us (O-21): the head
        of the unit or of one above it, the back office, a member, anybody at the desk."""
        unit = self
        while unit and not unit.manager_id:
            unit = unit.parent_id
        # sudo: on behalf of customers, who read neither roles nor users
        role = self.env["aftersales.role"].sudo()
        back_office = role.search([("code", "=", "back_office")], limit=1)
        desk = [self.env.ref(group).sudo() for group in (DISPATCHER, HOTLINE)]
        people = (
            unit.sudo().manager_id,
            back_office._get_holders(company, self),
            self.sudo().member_ids,
            *(
                (group.user_ids or group.all_user_ids).filtered(
                    lambda u: company in u.company_ids and not u.share
                )
                for group in desk
            ),
        )
        return next((found.sorted("id")[0] for found in people if found), people[0])
