from odoo import api, fields, models

from ...exceptions import ProofMissing
from .bulk import Batch

KINDS = [
    ("sold", "Sold"),
    ("sent", "Sent Back to Its Owner"),
    ("resold", "Resold"),
    ("owner", "Owner Entered"),
    ("replaced", "Replaced by Another Device"),
    ("replaces", "Replaces Another Device"),
    ("returned", "Returned to Us"),
    ("ours", "Ours Again"),
    ("graded", "Graded"),
    ("dated", "Date Entered"),
    ("lost", "Got Lost"),
    ("found", "Turned Up Again"),
    ("scrapped", "Scrapped"),
]


class DeviceEvent(models.Model):
    """What became of a device: an append-only list, so history is never overwritten (★20)."""

    _name = "aftersales.device.event"
    _description = "Device Event"
    _inherit = ["document.ledger.mixin"]
    _order = "device_id, id desc"
    _rec_name = "kind"

    device_id = fields.Many2one(
        "aftersales.device", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="device_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True)
    day = fields.Date("On", required=True)
    reason = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", "New Owner", index="btree_not_null")
    from_partner_id = fields.Many2one(
        "res.partner", "Earlier Owner", index="btree_not_null"
    )
    other_device_id = fields.Many2one(
        "aftersales.device", index="btree_not_null", ondelete="restrict"
    )
    file_id = fields.Many2one(
        "aftersales.device.file",
        "Evidence",
        index="btree_not_null",
        ondelete="restrict",
    )


class Device(models.Model):
    _inherit = "aftersales.device"

    event_ids = fields.One2many(
        "aftersales.device.event", "device_id", "Events", readonly=True
    )

    def _add_device_event(self, kind, reason, **vals):
        """Write down what happened today to each device; a reason is asked for."""
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))
        self.check_access("write")
        events = [
            {
                "device_id": device.id,
                "kind": kind,
                "day": device.company_id._aftersales_today(),
                "reason": reason,
            }
            | vals
            for device in self
        ]
        # sudo: events are written by actions only, whoever may change the device
        return self.env["aftersales.device.event"].sudo().create(events)

    @api.model
    def _add_births(self, devices, vals_list):
        """The first event of devices that were just delivered, in one statement."""
        reasons = {}
        for vals in vals_list:
            document = (vals["sale_line_id"], vals.get("picking_id"))
            if document not in reasons:
                reasons[document] = devices._get_sale_reason(vals)
        events = [
            {
                "device_id": id_,
                "company_id": vals["company_id"],
                "kind": "sold",
                "day": vals["delivery_date"],
                "reason": reasons[vals["sale_line_id"], vals.get("picking_id")],
                "partner_id": vals.get("partner_id"),
            }
            for id_, vals in zip(devices._ids, vals_list, strict=True)
        ]
        # sudo: see `_add_device_event`
        batch = Batch(self.env["aftersales.device.event"].sudo(), events)
        if batch.fits():
            batch.reserve()
            batch.insert()
        else:
            batch.model.create(events)

    @api.model
    def _get_sale_reason(self, vals):
        """The document that brought a device to its customer."""
        # sudo: the number of a document stands in the life of the device for everybody
        order = self.env["sale.order.line"].sudo().browse(vals["sale_line_id"]).order_id
        picking = self.env["stock.picking"].sudo().browse(vals.get("picking_id"))
        return order.name or picking.name or self.env._("Delivery")

    def action_scrap(self, reason):
        """报废: the device ends, and its warranties with it."""
        self._add_device_event("scrapped", reason)
        self._on_scrapped(reason)
        self._in_flow().active = False

    def action_lose(self, reason):
        """丢失: nobody knows where it is. Its warranty stays what it was: it may turn up."""
        self._add_device_event("lost", reason)
        self._in_flow().active = False

    def action_find(self, reason):
        """找回: what was lost or taken out of use is there again."""
        self._add_device_event("found", reason)
        self._in_flow().active = True

    def action_take_back(self, reason):
        """退回: it is with us; its history and its warranties stay what they were (A12)."""
        self._add_device_event("returned", reason)

    def action_replace(self, serial, reason, lot=None, product=None):
        """换机: another device in the place of this one, with the warranty that the rules
        say; a device that we know already, if it was sold before.

        :param product: of the device that left, if it is another one
        :returns: the device in its place
        """
        self.ensure_one()
        vals = self._prepare_replacement_vals(serial, lot, product)
        new = self._register_or_meet(
            [vals | {"coverage": None}], type(self)._take_place
        ).with_context(tracking_disable=True)
        if new == self:
            return self  # the same piece went back: nothing was exchanged
        self._add_device_event("replaced", reason, other_device_id=new.id)
        new._add_device_event(
            "replaces", reason, other_device_id=self.id, partner_id=self.partner_id.id
        )
        self._on_replaced(new, reason)
        self._in_flow().active = False
        return new

    def _prepare_replacement_vals(self, serial, lot, product=None):
        keep = ("partner_id", "user_partner_id", "site_id", "agent_id", "company_id")
        today = self.company_id._aftersales_today()
        return {name: self[name].id for name in keep} | {
            "product_id": ((lot and lot.product_id) or product or self.product_id).id,
            "serial": serial,
            "lot_id": lot.id if lot else False,
            "delivery_date": today,
            "ship_date": today,
            "sale_line_id": self.sale_line_id.id,
        }

    def _on_scrapped(self, reason):
        """Hook: rooms above end what the device had."""

    def _on_replaced(self, new, reason):
        """Hook: rooms above hand over what the old device had to the ``new`` one."""
