from odoo import fields, models

from ...exceptions import ProofMissing

KINDS = [
    ("resold", "Resold"),
    ("replaced", "Replaced by Another Device"),
    ("replaces", "Replaces Another Device"),
    ("returned", "Returned to Us"),
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
    other_device_id = fields.Many2one(
        "aftersales.device", index="btree_not_null", ondelete="restrict"
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
        # sudo: events are written by actions only, whoever may change the device
        return (
            self.env["aftersales.device.event"]
            .sudo()
            .create(
                [
                    {
                        "device_id": device.id,
                        "kind": kind,
                        "day": device.company_id._aftersales_today(),
                        "reason": reason,
                    }
                    | vals
                    for device in self
                ]
            )
        )

    def action_resell(self, partner, reason, site=None):
        """转卖: a new owner; what happens to the warranty is the policy's (A8)."""
        self._add_device_event("resold", reason, partner_id=partner.id)
        self.write(
            {
                "partner_id": partner.id,
                "site_id": (site or partner).id,
                "user_partner_id": False,
            }
        )
        self._on_resold(partner, reason)

    def action_scrap(self, reason):
        """报废: the device ends, and its warranties with it."""
        self._add_device_event("scrapped", reason)
        self._on_scrapped(reason)
        self.active = False

    def action_take_back(self, reason):
        """退回: it is with us; its history and its warranties stay what they were (A12)."""
        self._add_device_event("returned", reason)

    def action_replace(self, serial, reason, lot=None):
        """换机: a new device in the place of this one, with the warranty that the rules say.

        :returns: the new device
        """
        self.ensure_one()
        new = self.with_context(tracking_disable=True).create(
            self._prepare_replacement_vals(serial, lot)
        )
        self._add_device_event("replaced", reason, other_device_id=new.id)
        new._add_device_event("replaces", reason, other_device_id=self.id)
        self._on_replaced(new, reason)
        self.active = False
        return new

    def _prepare_replacement_vals(self, serial, lot):
        keep = (
            "product_id",
            "partner_id",
            "user_partner_id",
            "site_id",
            "agent_id",
            "company_id",
        )
        return {name: self[name].id for name in keep} | {
            "serial": serial,
            "lot_id": lot.id if lot else False,
            "delivery_date": self.company_id._aftersales_today(),
            "ship_date": self.company_id._aftersales_today(),
            "sale_line_id": self.sale_line_id.id,
        }

    def _on_resold(self, partner, reason):
        """Hook: rooms above follow the new owner."""

    def _on_scrapped(self, reason):
        """Hook: rooms above end what the device had."""

    def _on_replaced(self, new, reason):
        """Hook: rooms above hand over what the old device had to the ``new`` one."""
