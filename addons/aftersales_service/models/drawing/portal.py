from datetime import timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

from ...exceptions import FilingRefused, TooManyFilings
from ...kernel.fit import WRONG
from ..base.filing_mixin import HOURLY
from ..fit.fitting import Fitting


class Drawing(models.Model):
    """What partners see of the drawings of a device in the portal. Access to the device was
    checked; chosen values leave, never records."""

    _inherit = "aftersales.drawing"

    @api.model
    def _get_for_partner(self, device, dealer):
        """Drawings of the device: all of them for a dealer, else those that are shown."""
        found = self._find_shown([device], device.company_id)[device].sudo()
        return found if dealer else found.filtered("for_customers")

    def _prepare_portal(self, device, dealer):
        """A drawing as the page shows it: {name, url, spots, rows}."""
        self.ensure_one()
        rows = self.spot_ids._prepare_portal_rows(device, dealer)
        return {
            "name": self.display_name,
            "url": self._get_picture_url(),
            "spots": [
                spot._pack() | {"row": place}
                for place, spot in enumerate(self.spot_ids)
                if spot.is_placed
            ],
            "rows": rows,
        }


class DrawingSpot(models.Model):
    _inherit = "aftersales.drawing.spot"

    def _prepare_portal_rows(self, device, dealer):
        """[{position, name, code, quantity, instead, wrong, take, price}]: ``take`` is the
        part of this serial, with the dealer's ``price``, where he may order it."""
        parts = self.product_id
        fitting = Fitting(device, parts, device.company_id)
        fits = fitting.ask_all([(device, part, None) for part in parts])
        fits = dict(zip(parts, fits, strict=True))
        chosen = {part: _get_chosen(fit) for part, fit in fits.items()}
        prices = {}
        if dealer:
            offered = parts.browse().union(*chosen.values())
            prices = offered._aftersales_get_dealer_prices(self.env.user, device)
        rows = []
        for spot in self:
            part = spot.product_id
            take = chosen[part]
            rows.append(
                {
                    "position": spot.position,
                    "name": part.name,
                    "code": part.default_code or "",
                    "quantity": spot.quantity,
                    "unit": part.uom_id.name,
                    "note": spot.note or "",
                    "instead": take.display_name if take and take != part else "",
                    "wrong": not take,
                    "take": take.id if prices.get(take) else False,
                    "price": prices.get(take),
                }
            )
        return rows


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _aftersales_get_dealer_prices(self, user, device):
        """{part: its price on the dealer's list} of parts that are sold; the others are asked
        for otherwise."""
        company = device.company_id
        sold = self.filtered(lambda part: part.active and part.sale_ok)
        firm = user.commercial_partner_id.sudo().with_company(company)
        pricelist = firm.property_product_pricelist
        currency = pricelist.currency_id or company.currency_id
        prices = pricelist._get_products_price(sold, 1.0, currency=currency)
        return {part: prices[part.id] for part in sold if prices[part.id] > 0}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    aftersales_portal_key = fields.Char(
        "Key of the Opened Page",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Sent twice, the same page orders once.",
    )

    _aftersales_portal_key_unique = models.UniqueIndex(
        "(create_uid, aftersales_portal_key) WHERE aftersales_portal_key IS NOT NULL"
    )

    @api.model
    def _aftersales_order_parts(self, key, device, wanted):
        """The quotation of ``key`` to the dealer who is logged in: made now, or the one that
        the first press made. Access to the device was checked.

        :param wanted: {part id: quantity}, of parts that the page offered
        :raises FilingRefused: where nothing was chosen, or no number of pieces
        :raises TooManyFilings: when this login ordered too much within an hour
        """
        self._aftersales_check_wanted(wanted)
        # sudo: dealers write no quotations; parts and prices are ours
        sales = self.sudo()
        mine = [("create_uid", "=", self.env.uid)]
        filed = sales.search([("aftersales_portal_key", "=", key), *mine], limit=1)
        if filed:
            return filed
        sales._aftersales_check_rate(mine)
        firm = self.env.user.commercial_partner_id
        try:
            with self.env.cr.savepoint():
                sale = sales.with_company(device.company_id).create(
                    {
                        "partner_id": firm.id,
                        "company_id": device.company_id.id,
                        "origin": device.display_name,
                        "aftersales_portal_key": key,
                        "order_line": [
                            (0, 0, {"product_id": part, "product_uom_qty": count})
                            for part, count in wanted.items()
                        ],
                    }
                )
        except psycopg2.errors.UniqueViolation as error:
            # The other press is done since this one began: look again, and see it.
            raise ConcurrencyError("ordered twice") from error
        sale.action_quotation_sent()
        sale.message_post(
            body=self.env._(
                "Ordered on the portal from the drawing of %s.", device.display_name
            )
        )
        return sale

    @api.model
    def _aftersales_check_wanted(self, wanted):
        if not wanted:
            raise FilingRefused(
                self.env._("Please write how many you need, at least of one part.")
            )
        if any(not 0 < count <= 9999 for count in wanted.values()):
            raise FilingRefused(
                self.env._("Please write a number of pieces from 1 to 9999.")
            )

    def _aftersales_check_rate(self, mine):
        since = fields.Datetime.now() - timedelta(hours=1)
        recent = [("aftersales_portal_key", "!=", False), ("create_date", ">", since)]
        if self.search_count([*mine, *recent], limit=HOURLY) >= HOURLY:
            raise TooManyFilings(
                self.env._(
                    "%(count)s reports came from here within an hour. Please wait a little, or call us: %(phone)s",
                    count=HOURLY,
                    phone=self.env.company.phone or self.env.company.name,
                )
            )


def _get_chosen(fit):
    """The part of this serial; none where it does not fit and nothing else is known."""
    if fit.warns and fit.instead:
        return fit.instead
    return fit.product.browse() if fit.state == WRONG else fit.product
