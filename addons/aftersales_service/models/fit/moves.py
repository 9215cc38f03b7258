from odoo import models

from ..device.device import QUIET


class Device(models.Model):
    """What sits inside a machine and belongs to its owner goes where the machine goes: to
    us, to the next owner, to another place. What is another's does not."""

    _inherit = "aftersales.device"

    def _get_inside_of(self, owner):
        """The devices inside, however deep, that belong to this firm (or to nobody known)."""
        # sudo: whoever moves the machine moves what is in it
        found, level = self.browse(), self.sudo()
        while level:
            rows = level.part_ids.filtered(lambda row: not row.removed_on)
            inner = rows.inner_device_id
            level = inner.filtered(lambda d: d.commercial_partner_id == owner)
            level -= found | self
            found |= level.with_env(self.env)
        return found

    def _with_inside(self):
        """These devices and what goes with them."""
        every = self
        for owner, devices in self.grouped("commercial_partner_id").items():
            every |= devices._get_inside_of(owner)
        return every

    def _change_hands(self, kind, reason, vals, day=None):
        """They are sold together; the line of the sale is the machine's (extends)."""
        every = self._with_inside()
        result = super(Device, every)._change_hands(kind, reason, vals, day)
        inner = (every - self)._in_flow().with_context(**QUIET)
        inner.write({"sale_line_id": False})
        return result

    def _on_sold_again(self):
        """What was sold with it has a warranty of its own (extends)."""
        every = self
        for device in self:
            inner = device._get_inside_of(device.commercial_partner_id)
            every |= inner.filtered(
                lambda d, day=device.delivery_date: d.delivery_date == day
            )
        return super(Device, every)._on_sold_again()

    def _send_again(self, vals):
        """(extends)"""
        result = super()._send_again(vals)
        for inner in self._with_inside() - self:
            super(Device, inner)._send_again(vals | {"lot_id": inner.lot_id.id})
        return result

    def _become_ours(self, reason):
        """(extends)"""
        return super(Device, self._with_inside())._become_ours(reason)

    def action_take_back(self, reason):
        """(extends)"""
        return super(Device, self._with_inside()).action_take_back(reason)

    def _on_life_ended(self, reason, partner_id):
        """What came back for good or was delivered to another sits nowhere any more, unless
        what it sits in went the same way (extends)."""
        result = super()._on_life_ended(reason, partner_id)
        self.filtered(lambda d: d.holder_id not in self)._leave_holder(reason)
        return result

    def _on_resold(self, partner, reason):
        """(extends)"""
        result = super()._on_resold(partner, reason)
        # sudo: see `_get_inside_of`
        for device in self.sudo():
            inner = device._get_inside_of(device._get_owner_before(partner))
            if inner:
                inner.action_resell(partner, reason, device.site_id)
        return result

    def _get_owner_before(self, partner):
        """The firm that had the device before it was resold to ``partner``."""
        sales = self.event_ids.filtered(lambda e: e.partner_id == partner)
        return sales.sorted("id")[-1:].from_partner_id.commercial_partner_id

    def _get_told_fields(self):
        return super()._get_told_fields() | {"site_id"}

    def _on_typed(self, before):
        """Another place, or another person of the firm: what was the same stays so
        (extends)."""
        result = super()._on_typed(before)
        for device, was in before.items():
            owner = was.get("partner_id", device.partner_id).commercial_partner_id
            for inner in device._get_inside_of(owner):
                inner._follow_typed(device, was)
        return result

    def _follow_typed(self, outer, was):
        names = {"partner_id", "site_id"} & was.keys()
        moved = {n: outer[n].id for n in names if self[n] == was[n]}
        if moved:
            self.write(moved)
