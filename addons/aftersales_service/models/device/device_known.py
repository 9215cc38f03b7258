from odoo import api, models
from odoo.fields import Domain

from ...kernel.text import serial_key
from .device import QUIET


class Device(models.Model):
    """One device for one company, product and serial number, for ever, wherever the
    number comes from: a lot, a register, the desk, a form, a mail."""

    _inherit = "aftersales.device"

    @api.model
    def _get_identities(self, vals_list):
        """What makes each of ``vals_list`` one device; what bears no serial number is a
        device of its own, known by its position."""
        company = self.env.company.id
        return [
            (vals.get("company_id") or company, vals["product_id"], key)
            if (key := serial_key(vals.get("serial")))
            else position
            for position, vals in enumerate(vals_list)
        ]

    @api.model
    def _find_known(self, vals_list, keys):
        """{identity: device} of those that are there already, also of archived ones.

        A lot that was renamed since still is the same piece.
        """
        wanted = [
            (key, vals)
            for key, vals in zip(keys, vals_list, strict=True)
            if not isinstance(key, int)
        ]
        if not wanted:
            return {}
        spelled = Domain("serial_key", "in", list({key[2] for key, _vals in wanted}))
        lots = {vals["lot_id"] for _key, vals in wanted if vals.get("lot_id")}
        if lots:
            spelled |= Domain("lot_id", "in", list(lots))
        companies = Domain("company_id", "in", list({key[0] for key, _vals in wanted}))
        found = self.with_context(active_test=False).search(companies & spelled)
        by_lot = {device.lot_id.id: device for device in found if device.serial_key}
        by_key = {
            (device.company_id.id, device.product_id.id, device.serial_key): device
            for device in found
        }
        known = {}
        for key, vals in wanted:
            device = by_key.get(key) or by_lot.get(vals.get("lot_id") or None)
            if device:
                known[key] = device.with_env(self.env)
        return known

    @api.model
    def _find_typed(self, product, serial, company=None):
        """The device of ``product`` with this serial number, also an archived one."""
        vals = {"product_id": product.id, "serial": serial}
        vals["company_id"] = (company or self.env.company).id
        keys = self._get_identities([vals])
        return self._find_known([vals], keys).get(keys[0], self.browse())

    def _note_again(self, pairs):
        """Somebody names devices that we know: gaps are filled, nothing is overwritten.

        What was scrapped, exchanged or lost is in somebody's hands again, and is told.

        :param pairs: [(known device, values)]
        """
        for device, vals in pairs:
            gaps = {
                name: value
                for name, value in vals.items()
                if name in device._fields and value and not device[name]
            }
            if not device.active:
                device._turn_up_again()
            if "partner_id" in gaps:
                reason = self.env._("The owner was not known before")
                device._add_device_event("owner", reason, partner_id=gaps["partner_id"])
            if gaps:
                device._in_flow().with_context(**QUIET).write(gaps)
        self.browse({device.id for device, _vals in pairs})._on_facts_known()

    def _turn_up_again(self):
        self._add_device_event(
            "found", self.env._("Named again after it had been taken out of use.")
        )
        self._in_flow().active = True

    def _on_facts_known(self):
        """Hook: dates that a warranty begins with may be known now."""

    @api.onchange("serial", "product_id")
    def _onchange_serial(self):
        """Say at once that the number is known, before anything else is typed."""
        if not self.product_id or not serial_key(self.serial):
            return None
        known = self._find_typed(self.product_id, self.serial, self.company_id)
        if not known or known == self._origin:
            return None
        return {
            "warning": {
                "title": self.env._("This serial number is known"),
                "message": known._describe_known(),
            }
        }

    def _describe_known(self):
        """Where the device is that somebody is about to type a second time."""
        # sudo: who types a number learns that it is taken, and by which customer of ours
        device = self.sudo()
        owner = device.partner_id.display_name or self.env._("nobody")
        text = self.env._(
            "%(device)s is registered already, owner: %(owner)s. Open it instead of typing it again.",
            device=device.display_name,
            owner=owner,
        )
        if device.active:
            return text
        return text + " " + self.env._("It is archived: look for it with “Archived”.")
