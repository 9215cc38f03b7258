from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache


class Device(models.Model):
    """What owners and dealers see of a device: theirs, or sold by them; a few fields."""

    _name = "aftersales.device"
    _inherit = ["aftersales.device", "aftersales.shown.mixin"]

    _portal_fields = frozenset(
        {
            "id",
            "display_name",
            "serial",
            "serial_key",
            "product_id",
            "delivery_date",
            "voucher_number",
            "company_id",
            "active",
        }
    )

    @api.model
    @ormcache(cache="stable")
    def _get_portal_fields(self):
        """Of all rooms: each class of the model may declare its own (overrides)."""
        return self._declared("_portal_fields")

    @api.model
    def _get_own_domain(self):
        """Devices of the customer who is logged in; what he sold as a dealer is apart.

        Ids, because a customer may not search by owner: the field is not his to read.
        """
        firm = self.env.user.commercial_partner_id
        # sudo: see above; record rules still hold for who uses the domain
        mine = self.sudo()._search([("commercial_partner_id", "=", firm.id)])
        return Domain("id", "in", mine)

    @api.model
    def _get_sold_domain(self):
        """Devices that the dealer who is logged in sold."""
        firm = self.env.user.commercial_partner_id
        # sudo: as above
        sold = self.sudo()._search([("agent_id.commercial_partner_id", "=", firm.id)])
        return Domain("id", "in", sold)
