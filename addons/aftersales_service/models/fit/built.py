from datetime import date
from fractions import Fraction

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...exceptions import PartRefused, ProofMissing
from .fitting import exchange


class DevicePart(models.Model):
    """What the device was built of, and a device that is a part of another (A13)."""

    _inherit = "aftersales.device.part"

    as_built = fields.Boolean(
        readonly=True, help="It was in the device when it left production."
    )
    place = fields.Char("Place in the Machine")
    inner_device_id = fields.Many2one(
        "aftersales.device",
        "Device Inside",
        index="btree_not_null",
        ondelete="restrict",
        help="The part is a device of its own, with its own warranty and history.",
    )

    _inner_once = models.UniqueIndex(
        "(inner_device_id) WHERE inner_device_id IS NOT NULL AND removed_on IS NULL",
        "This device sits in another one already.",
    )

    @api.constrains("device_id", "inner_device_id", "removed_on")
    def _check_nesting(self):
        """No device is inside itself, however deep."""
        for part in self.filtered(lambda p: p.inner_device_id and not p.removed_on):
            if part.device_id in part.inner_device_id | part.device_id._get_holders():
                raise ValidationError(
                    self.env._(
                        "%(inner)s cannot be inside %(outer)s, which is inside it.",
                        inner=part.inner_device_id.display_name,
                        outer=part.device_id.display_name,
                    )
                )

    def _get_inside(self, new):
        """Those that were inside when ``new`` came in, oldest first."""
        day = new.installed_on or date.max
        rows = self.filtered(
            lambda p: not p.removed_on and (p.installed_on or date.min) <= day
        )
        return rows.sorted(lambda p: (p.installed_on or date.min, p.id))

    def _get_countable(self):
        """Those without a number, then the only one with it."""
        pieces = self.filtered(lambda p: p._is_piece())
        return self - pieces + (pieces if len(pieces) == 1 else self.browse())

    def _count_taken(self, new, ratios):
        """In place of how many ``new`` came already. A number that nobody knew is one of
        those that were counted."""
        taken = self.filtered(
            lambda p: p.replaced_by_id == new and (p.as_built or p.installed_on)
        )
        return sum(float(row.quantity * ratios[row.product_id]) for row in taken)

    def _get_leaving(self, new):
        """Of a lot as many came out as went in (extends)."""
        rows = super()._get_leaving(new)
        if self._is_piece() or not self.serial:
            return rows
        chains = self.device_id._get_chains(new.product_id)
        ratio = chains.get_ratio(new.product_id.id, self.product_id.id)
        return self._split_off(exchange(self.product_id, new.quantity, ratio))

    def _split_off(self, quantity):
        """The row about ``quantity`` of it; what is left stays where it was."""
        self.ensure_one()
        if self.product_id.uom_id.compare(quantity, self.quantity) >= 0:
            return self
        self.quantity -= quantity
        return self.copy({"quantity": quantity})

    def _take_out_counted(self, new, chains):
        """As many came out as went in, or as it stands in for, oldest first, so that the
        device keeps the number that it was built with; but not one of several with a
        serial number."""
        ratios = {
            part: Fraction(chains.get_ratio(part.id, new.product_id.id))
            for part in self.product_id
        }
        left = new.quantity - self._count_taken(new, ratios)
        for old in self._get_inside(new)._get_countable():
            ratio = ratios[old.product_id]
            taken = exchange(old.product_id, left, 1 / ratio, "DOWN")
            taken = min(taken, old.quantity)
            if old.product_id.uom_id.compare(taken, 0) > 0:
                left -= float(taken * ratio)
                old._split_off(taken)._go_for(new)

    def _take_out_last(self, new):
        """Nobody named the number that came out: where the device was built with one such
        piece, it was that one. Of several nothing is guessed."""
        pieces = self.filtered(lambda p: p._is_piece())
        inside = pieces._get_inside(new)
        is_only = len(inside) == 1 and len(pieces.filtered("as_built")) == 1
        if is_only and new not in self.replaced_by_id:
            inside._go_for(new)

    def _go_for(self, new):
        self.write({"removed_on": new.installed_on, "replaced_by_id": new.id})


class Device(models.Model):
    _inherit = "aftersales.device"

    placement_ids = fields.One2many(
        "aftersales.device.part", "inner_device_id", "Was Inside", readonly=True
    )
    holder_id = fields.Many2one(
        "aftersales.device",
        "Sits In",
        compute="_compute_holder_id",
        search="_search_holder_id",
        help="The device that this one is a part of now.",
    )

    @api.depends("placement_ids.device_id", "placement_ids.removed_on")
    def _compute_holder_id(self):
        for device in self:
            # sudo: where it sits is no secret to who sees it
            rows = device.sudo().placement_ids.filtered(lambda row: not row.removed_on)
            device.holder_id = rows.device_id[:1].with_env(device.env)

    @api.model
    def _search_holder_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: see `_compute_holder_id`
        rows = self.env["aftersales.device.part"].sudo()
        inside = Domain("removed_on", "=", False) & Domain(
            "inner_device_id", "!=", False
        )
        here = rows.search(inside & Domain("device_id", "in", list(value)))
        found = Domain("id", "in", here.inner_device_id.ids)
        if False in value:
            found |= Domain("id", "not in", rows.search(inside).inner_device_id.ids)
        return found

    def _get_holders(self):
        """The devices around this one, the nearest first."""
        self.ensure_one()
        found, device = self.browse(), self.sudo().holder_id
        while device and device not in found:
            found |= device
            device = device.holder_id
        return found.with_env(self.env)

    def _get_swapped_for(self, product):
        """The newer part comes in the place of older ones, and the other way round where
        both serve (extends)."""
        every = super()._get_swapped_for(product)
        chains = self._get_chains(product)
        return every | product.browse(chains.get_family(product.id))

    def _get_chains(self, product):
        model = self.env["aftersales.part.supersession"]
        return model._get_chains(product, self.company_id)

    def _on_built_in(self, part):
        """A part that is a device moves in; one without a number takes the place of
        another, where it is known how many there were (extends)."""
        result = super()._on_built_in(part)
        # sudo: as `_build_in`
        if any(self.sudo().part_ids.mapped("as_built")):
            self._take_out_unnamed(part, self._get_chains(part.product_id))
        if part._is_piece():
            self._move_inside(part)
        return result

    def _take_out_unnamed(self, new, chains):
        """What came out for ``new`` though nobody said its number. Of a device of which
        nobody told what it was built of nothing is guessed."""
        # sudo: as `_build_in`
        same = {new.product_id.id, *chains.get_family(new.product_id.id)}
        alike = self.sudo().part_ids.filtered(lambda p: p.product_id.id in same) - new
        if not any(alike.mapped("as_built")):
            return
        if new._is_piece():
            alike._take_out_last(new)
        else:
            alike._take_out_counted(new, chains)

    def _move_inside(self, part):
        """The device that ``part`` is, if it is one, sits here from now on."""
        if not part.product_id.aftersales_is_device:
            return
        inner = self.sudo()._find_typed(part.product_id, part.serial, self.company_id)
        if not inner or inner == self:
            return
        rows = inner.placement_ids.filtered(lambda row: not row.removed_on)
        rows.write({"removed_on": part.installed_on or self._get_today()})
        rows.flush_recordset()  # it may sit in one device only, at every moment
        part.inner_device_id = inner

    def _get_today(self):
        return self.company_id._aftersales_today()

    def _on_replaced(self, new, reason):
        """An exchanged device leaves the place in its holder to the ``new`` one (extends)."""
        result = super()._on_replaced(new, reason)
        holder = self.sudo().holder_id
        if holder:
            holder._build_in_device(new.sudo(), reason, old=self)
        return result

    def _on_scrapped(self, reason):
        """What is scrapped sits nowhere any more (extends)."""
        result = super()._on_scrapped(reason)
        self._leave_holder(reason)
        return result

    def _build_in_device(self, inner, reason, old=None, place=False):
        # sudo: rows are written by actions only
        row = self.env["aftersales.device.part"].sudo()
        today = self._get_today()
        there = row.search(
            [
                ("inner_device_id", "in", (inner | (old or inner)).ids),
                ("removed_on", "=", False),
            ]
        )
        place = place or there.filtered(lambda r: r.inner_device_id == old).place
        there.removed_on = today
        there.flush_recordset()  # as `_move_inside`
        new = row.create(
            {
                "device_id": self.id,
                "product_id": inner.product_id.id,
                "lot_id": inner.lot_id.id,
                "serial": inner.serial,
                "inner_device_id": inner.id,
                "installed_on": today,
                "reason": reason,
                "place": place,
            }
        )
        there.filtered(lambda r: r.device_id == self).replaced_by_id = new
        return new

    def action_put_into(self, holder, reason, place=False):
        """The device becomes a part of ``holder``; where it sat before it is taken out."""
        self.ensure_one()
        self._check_may_move(reason)
        holder.check_access("write")
        if holder.company_id != self.company_id:
            raise PartRefused(
                self.env._("Both devices must belong to the same company.")
            )
        return bool(holder._build_in_device(self, reason, place=place))

    def action_take_out(self, reason):
        """The device is on its own again."""
        self.ensure_one()
        self._check_may_move(reason)
        if not self.holder_id:
            raise PartRefused(self.env._("%s sits in no device.", self.display_name))
        self._leave_holder(reason)
        return True

    def _leave_holder(self, reason):
        # sudo: as `_build_in_device`
        rows = self.sudo().placement_ids.filtered(lambda row: not row.removed_on)
        for company, left in rows.grouped("company_id").items():
            day = company._aftersales_today()
            left.write({"removed_on": day, "reason": reason})

    def _check_may_move(self, reason):
        self.check_access("write")
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))
