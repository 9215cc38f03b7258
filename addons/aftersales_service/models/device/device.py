from odoo import api, fields, models
from odoo.fields import Domain

from ...kernel.text import serial_key
from .bulk import Batch

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}


class Device(models.Model):
    """One thing at one customer (设备档案), from delivery to scrap.

    A device has a `stock.lot` when it went through our stock, and only a typed serial
    when it never did (agent-sold, outsourced, foreign make: W-06, W-17, W-30).
    """

    _name = "aftersales.device"
    _description = "Device"
    _inherit = ["document.guard.mixin", "mail.thread"]
    _order = "id desc"
    _rec_names_search = ["serial_key", "product_id", "partner_id"]
    _check_company_auto = True

    serial = fields.Char("Serial Number", index=True)
    serial_key = fields.Char(
        compute="_compute_serial_key",
        store=True,
        index=True,
        help="The serial number without its spelling: half-width, capitals, no blanks.",
    )
    lot_id = fields.Many2one(
        "stock.lot", "Lot/Serial in Stock", index="btree_not_null", check_company=True
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    image_128 = fields.Image(related="product_id.image_128")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", "Owner", index="btree_not_null", check_company=True
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index="btree_not_null"
    )
    user_partner_id = fields.Many2one(
        "res.partner", "Used By", index="btree_not_null", check_company=True
    )
    site_id = fields.Many2one(
        "res.partner", "Installed At", index="btree_not_null", check_company=True
    )
    agent_id = fields.Many2one(
        "res.partner", index="btree_not_null", check_company=True
    )
    production_date = fields.Date()
    ship_date = fields.Date("Shipping Date")
    delivery_date = fields.Date()
    sale_line_id = fields.Many2one(
        "sale.order.line", "Sales Order Line", index="btree_not_null", readonly=True
    )
    sale_order_id = fields.Many2one(
        related="sale_line_id.order_id",
        string="Sales Order",
        store=True,
        index="btree_not_null",
    )
    note = fields.Text()
    active = fields.Boolean(default=True)

    _serial_unique = models.UniqueIndex(
        "(company_id, product_id, serial_key) WHERE serial_key IS NOT NULL",
        "This serial number is already registered for this product.",
    )

    @api.depends("serial")
    def _compute_serial_key(self):
        for device in self:
            device.serial_key = serial_key(device.serial) or False

    @api.depends("serial", "product_id")
    def _compute_display_name(self):
        for device in self:
            product = device.product_id.display_name or ""
            device.display_name = (
                f"{device.serial} · {product}" if device.serial else product
            )

    @api.model
    def _search_display_name(self, operator, value):
        """Find a serial whatever way it is spelled (overrides `_search_display_name`)."""
        domain = super()._search_display_name(operator, value)
        if operator in ("ilike", "=") and isinstance(value, str) and serial_key(value):
            domain |= Domain("serial_key", operator, serial_key(value))
        return domain

    @api.model
    def _find_by_scan(self, scanned):
        """Devices whose serial is what somebody typed or scanned, of the user's companies."""
        key = serial_key(scanned)
        if not key:
            return self.browse()
        companies = self.env.companies.ids
        return self.search([("serial_key", "=", key), ("company_id", "in", companies)])

    @api.model
    def _register_batch(self, vals_list):
        """The device of each of ``vals_list``: the known one, or a new one in one batch.

        Known is what has the same company, product and serial number, however it is
        spelled, or the same lot (see `_find_known`). New devices are made without log and
        subscription. ``vals_list`` may carry ``coverage`` (see `_after_registered`); it is
        not a field.
        """
        return self._register_or_meet(vals_list, type(self)._note_again)

    @api.model
    def _register_or_meet(self, vals_list, meet_again, on_born=None):
        """`_register_batch`, and what happens to those that are ``known``.

        :param meet_again: called with the recordset and [(known device, vals)]
        :param on_born: called with the new devices and their vals
        """
        keys = self._get_identities(vals_list)
        known = self._find_known(vals_list, keys)
        fresh = {}
        for key, vals in zip(keys, vals_list, strict=True):
            if key not in known:
                fresh.setdefault(key, vals)
        born = self._create_batch(list(fresh.values()))
        if on_born and born:
            on_born(born, list(fresh.values()))
        known |= dict(zip(fresh, born, strict=True))
        again = [
            (known[key], vals)
            for key, vals in zip(keys, vals_list, strict=True)
            if vals is not fresh.get(key)
        ]
        if again:
            meet_again(self, again)
        return self.browse(dict.fromkeys(known[key].id for key in keys))

    @api.model
    def _create_batch(self, vals_list):
        if not vals_list:
            return self.browse()
        # A key that is there and empty says more than none: no warranty at all.
        births = [{"coverage": vals.pop("coverage", {})} for vals in vals_list]
        devices = self._in_flow().with_context(**QUIET)
        vals_list = devices._prepare_births_vals(vals_list)
        batch = Batch(devices, vals_list)
        if batch.fits(devices._get_birth_fields()):
            devices = batch.reserve().with_env(self.env)
            batch.set_all(devices._before_registered(births))
            batch.insert()
        else:
            devices = devices.create(vals_list).with_env(self.env)
        devices._after_registered(births)
        return devices

    def _prepare_births_vals(self, vals_list):
        """``vals_list`` with what new devices store and would be computed one by one.

        Deliveries and registers name the same few customers again and again.
        """
        firms, orders = {}, {}
        for vals in vals_list:
            firms[vals.get("partner_id")] = orders[vals.get("sale_line_id")] = False
        for partner in self.env["res.partner"].browse(filter(None, firms)):
            # sudo: a stored related field is computed for everybody alike
            firms[partner.id] = partner.sudo().commercial_partner_id.id
        for line in self.env["sale.order.line"].browse(filter(None, orders)):
            # sudo: see above
            orders[line.id] = line.sudo().order_id.id
        company = self.env.company.id
        return [
            vals
            | {
                "company_id": vals.get("company_id") or company,
                "serial_key": serial_key(vals.get("serial")) or False,
                "commercial_partner_id": firms[vals.get("partner_id")],
                "sale_order_id": orders[vals.get("sale_line_id")],
            }
            for vals in vals_list
        ]

    def _get_birth_fields(self):
        """Hook: the computed fields that `_before_registered` fills."""
        return set()

    def _before_registered(self, births):
        """Hook: {stored field: its value for each device}, computed before the insert.

        The devices have ids and can be read, but rows that point to them must wait for
        `_after_registered`; ``births`` (one dictionary per device) carries them there.
        """
        return {}

    def _after_registered(self, births):
        """Hook: rooms above give new devices what they need; ``births`` is one per device.

        ``coverage`` in it: {months, start_date} of a register, an empty dictionary for
        what policy and product say, or None for no warranty.
        """
