from odoo import api, fields, models


class Device(models.Model):
    """How a device travelled to its customer and whether it got there (B-53, B-54, T-60)."""

    _inherit = "aftersales.device"

    picking_id = fields.Many2one(
        "stock.picking",
        "Delivery Order",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
    )
    carrier_name = fields.Char(
        "Carrier", compute="_compute_shipment", store=True, readonly=False, copy=False
    )
    tracking_reference = fields.Char(
        compute="_compute_shipment", store=True, readonly=False, copy=False
    )
    arrival_date = fields.Date(
        "Arrival Confirmed On",
        copy=False,
        help="The day on which the carrier or the customer said that the goods are there.",
    )

    @api.depends(lambda self: self._get_shipment_paths())
    def _compute_shipment(self):
        """A delivery order that knows its carrier says so; otherwise what was typed stays."""
        for device in self:
            facts = device.picking_id._aftersales_get_shipment_facts()
            for name in ("carrier_name", "tracking_reference"):
                device[name] = facts.get(name) or device[name]

    @api.model
    def _get_shipment_paths(self):
        """Fields of the delivery order: Odoo's delivery add-on may be missing."""
        known = self.env["stock.picking"]._fields
        paths = ("carrier_id", "carrier_tracking_ref")
        return ["picking_id", *(f"picking_id.{p}" for p in paths if p in known)]

    @api.model
    def _prepare_births_vals(self, vals_list):
        """Nothing is left to compute: without a delivery order there are no facts."""
        facts = {"carrier_name": False, "tracking_reference": False}
        return [facts | vals for vals in super()._prepare_births_vals(vals_list)]

    def action_confirm_arrival(self):
        """到货确认: the goods are there, as of today, where nobody wrote a day yet (T-60)."""
        for company, devices in self.grouped("company_id").items():
            waiting = devices.filtered(lambda d: not d.arrival_date)
            waiting.write({"arrival_date": company._aftersales_today()})

    def _prepare_journey(self, vals):
        """Another journey: what was known about the last one does not count any more."""
        names = ("carrier_name", "tracking_reference", "picking_id")
        journey = {name: vals.get(name, False) for name in names}
        return super()._prepare_journey(vals) | journey | {"arrival_date": False}


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _aftersales_get_shipment_facts(self):
        """{carrier_name, tracking_reference} as far as Odoo's delivery add-on knows them."""
        if not self or "carrier_tracking_ref" not in self._fields:
            return {}
        # sudo: whoever sees the device may know who brought it
        picking = self.sudo()
        return {
            "carrier_name": picking.carrier_id.name,
            "tracking_reference": picking.carrier_tracking_ref,
        }
