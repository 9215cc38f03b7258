from odoo import api, models

from .device import QUIET

# What is each piece's own in the values of one delivery.
_OWN = frozenset({"serial", "lot_id", "product_id"})


class Device(models.Model):
    """Whose a device is: sold, taken back, sold again, exchanged, resold by its owner.

    Whoever gets it gets the warranty of his own sale; what the owner before had ends
    with a reason and stays in the ledger (A8, A12, ★20).
    """

    _inherit = "aftersales.device"

    @api.model
    def _register_delivered(self, vals_list):
        """Devices that left for customers: new ones, and those that were sold before."""
        return self._register_or_meet(
            vals_list, type(self)._hand_over, self._add_births
        )

    def _hand_over(self, pairs):
        """Known devices left for a customer: a new sale, or back to their owner.

        :param pairs: [(known device, values of its delivery)]
        """
        sold = {}
        for device, vals in pairs:
            if device._is_sold_by(vals):
                shared = {name: vals[name] for name in vals.keys() - _OWN}
                key = tuple(sorted(shared.items()))
                sold.setdefault(key, (shared, []))[1].append((device, vals))
            else:
                device._send_again(vals)
        for shared, members in sold.values():
            self._sell_again(shared, members)

    def _is_sold_by(self, vals):
        """Whether this delivery makes somebody the owner; a repaired machine that goes
        back to its owner, without a sale or under the same one, does not (A12)."""
        if vals.get("sale_line_id") and vals["sale_line_id"] != self.sale_line_id.id:
            return True
        # sudo: whose it is, is compared whoever delivers
        owner = self.env["res.partner"].sudo().browse(vals.get("partner_id"))
        known = self.sudo().commercial_partner_id  # sudo: see above
        return not known or owner.commercial_partner_id != known

    def _send_again(self, vals):
        """Back to its owner: another place perhaps, the same sale and the same dates."""
        reason = self._get_sale_reason(vals)
        lot = self.env["stock.lot"].browse(vals.get("lot_id") or ())
        if lot != self.lot_id:
            reason = f"{reason} ({lot.name})"  # two spellings of one number
        self._add_device_event("sent", reason)
        sent = {"site_id": vals.get("site_id"), "lot_id": vals.get("lot_id")}
        sent |= self._prepare_journey(vals)
        if not self.delivery_date:
            sent |= {name: vals.get(name) for name in ("delivery_date", "ship_date")}
        self._in_flow().with_context(**QUIET).write(sent | {"active": True})
        self._on_facts_known()

    def _sell_again(self, shared, members):
        """A new owner by a sale of ours.

        :param shared: what the delivery says about all of them
        :param members: [(device, its values)]
        """
        devices = self.browse(dict.fromkeys(device.id for device, _vals in members))
        reason = self._get_sale_reason(shared)
        devices._change_hands("sold", reason, shared, day=shared.get("delivery_date"))
        for device, vals in members:
            device._link_lot(vals)
        devices._on_sold_again()

    def _change_hands(self, kind, reason, vals, day=None):
        """The owner's time ends, and ``vals`` say who has it now and since when."""
        for owner, devices in self.grouped("partner_id").items():
            devices._add_device_event(
                kind,
                reason,
                partner_id=vals.get("partner_id"),
                from_partner_id=owner.id,
                **({"day": day} if day else {}),
            )
        self._on_life_ended(reason, vals.get("partner_id"))
        new = self._prepare_new_life(vals)
        self._in_flow().with_context(**QUIET).write(new)

    def _prepare_new_life(self, vals):
        """What a device stores of its sale; all that the last one left is gone."""
        kept = ("partner_id", "site_id", "ship_date", "delivery_date", "sale_line_id")
        new = {name: vals.get(name, False) for name in kept}
        for name in ("user_partner_id", "agent_id"):
            new[name] = vals.get(name, False)
        return new | self._prepare_journey(vals) | {"active": True}

    def _prepare_journey(self, vals):
        """Hook: how it travelled, as far as ``vals`` know."""
        return {}

    def _link_lot(self, vals):
        """The lot that left is this device, whatever way its name is spelled."""
        if vals.get("lot_id") and vals["lot_id"] != self.lot_id.id:
            self._in_flow().lot_id = vals["lot_id"]

    def _take_place(self, pairs):
        """A device that was sold before is sent out as a replacement."""
        for device, vals in pairs:
            if device == self:
                continue
            device._change_hands("sold", self.env._("Sent out as a replacement"), vals)
            device._link_lot(vals)

    def _become_ours(self, reason):
        """Taken back for good: nobody's until it is sold again; the warranty ends."""
        for owner, devices in self.grouped("partner_id").items():
            devices._add_device_event("ours", reason, from_partner_id=owner.id)
        self._on_life_ended(reason, False)
        self._in_flow().with_context(**QUIET).write(self._prepare_new_life({}))

    def action_resell(self, partner, reason, site=None):
        """转卖: a new owner; what happens to the warranty is the policy's (A8)."""
        for owner, devices in self.grouped("partner_id").items():
            devices._add_device_event(
                "resold", reason, partner_id=partner.id, from_partner_id=owner.id
            )
        self._in_flow().write(
            {
                "partner_id": partner.id,
                "site_id": (site or partner).id,
                "user_partner_id": False,
            }
        )
        self._on_resold(partner, reason)

    def write(self, vals):
        """What is typed is the same event as the button's (extends)."""
        told = self._get_told_fields() & vals.keys()
        if self._is_flowing() or not told:
            return super().write(vals)
        before = {device: {name: device[name] for name in told} for device in self}
        result = super().write(vals)
        self._on_typed(
            {
                device: {n: value for n, value in was.items() if device[n] != value}
                for device, was in before.items()
            }
        )
        return result

    def _get_told_fields(self):
        """Hook: fields that are typed and whose change is an event."""
        return {"partner_id"}

    def _on_typed(self, before):
        """Hook: ``before`` holds the earlier values of what was changed, by device."""
        for device, was in before.items():
            if "partner_id" in was:
                device._tell_typed_owner(was["partner_id"], device.partner_id)

    def _tell_typed_owner(self, before, partner):
        """Another firm: resold. The first owner, or another person of one firm: a fact."""
        same_firm = before.commercial_partner_id == partner.commercial_partner_id
        kind = "resold" if before and partner and not same_firm else "owner"
        reason = self.env._("Owner changed on the form")
        self._add_device_event(
            kind, reason, partner_id=partner.id, from_partner_id=before.id
        )
        if kind == "resold":
            self._on_resold(partner, reason)

    def _on_resold(self, partner, reason):
        """Hook: rooms above follow the new owner."""

    def _on_life_ended(self, reason, partner_id):
        """Hook: rooms above end what the owner before had."""

    def _on_sold_again(self):
        """Hook: rooms above give what the new sale gives."""
