from collections import defaultdict

from odoo import api, models

from ...kernel.text import serial_key


class Device(models.Model):
    """What a device was built of, as production wrote it down.

    Core's stock links the lines of a product to the lines that it was made of
    (`consume_line_ids`); whichever add-on produces fills them.
    """

    _inherit = "aftersales.device"

    def _after_registered(self, births):
        """A device is born with what it was built of (extends)."""
        result = super()._after_registered(births)
        self._read_as_built()
        return result

    def action_read_as_built(self):
        """For devices that were there before: what production says of them, once."""
        self.check_access("write")
        rows = self._read_as_built()
        message = self.env._("%s parts were read from production.", len(rows))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if rows else "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _read_as_built(self):
        """Rows for the devices whose lots were produced and that have none yet."""
        # sudo: what a device is made of is written down by the house, whoever delivers it
        rows = self.env["aftersales.device.part"].sudo()
        made = self.filtered("lot_id")
        lines = made._find_produced()
        if not lines:
            return rows
        told = rows.search([("device_id", "in", made.ids), ("as_built", "=", True)])
        fresh = made - told.device_id.with_env(made.env)
        last = {line.lot_id: line for line in reversed(lines)}
        vals_list = [
            vals
            for device in fresh
            if device.lot_id in last
            for vals in device._prepare_as_built(last[device.lot_id])
        ]
        return rows._add_as_built(vals_list)

    def _find_produced(self):
        """The done lines in which production made the lots, the last of each first."""
        if not self:
            return self.env["stock.move.line"]
        # sudo: see `_read_as_built`
        return (
            self.env["stock.move.line"]
            .sudo()
            .search(
                [
                    ("lot_id", "in", self.lot_id.ids),
                    ("state", "=", "done"),
                    ("consume_line_ids", "!=", False),
                    ("location_id.usage", "=", "production"),
                ],
                order="date desc, id desc",
            )
        )

    def _prepare_as_built(self, produced):
        """Rows from what was consumed. Where one order made several pieces nobody knows
        which serial number went into which: the number is left open, the quantity shared."""
        amounts = defaultdict(float)
        for line in produced.consume_line_ids:
            pieces = line.produce_line_ids.filtered(
                lambda made, product=produced.product_id: made.product_id == product
            )
            count = sum(pieces.mapped("quantity_product_uom")) or 1.0
            lot = line.lot_id if count == 1 else line.lot_id.browse()
            amounts[line.product_id, lot] += line.quantity_product_uom / count
        day = self.company_id._aftersales_day(produced.date)
        return [
            {
                "device_id": self.id,
                "product_id": product.id,
                "lot_id": lot.id,
                "serial": lot.name,
                "quantity": quantity,
                "installed_on": day,
                "reason": produced.reference,
                "as_built": True,
            }
            for (product, lot), quantity in amounts.items()
            if product.uom_id.compare(quantity, 0) > 0
        ]

    def _replay_swaps(self):
        """What was built in before anybody wrote down what the device was built of."""
        later = self.part_ids.filtered(lambda p: p.installed_on and not p.as_built)
        for rows in later.grouped("company_id").values():
            chains = rows.device_id._get_chains(rows.product_id)
            for new in rows.sorted(lambda p: (p.installed_on, p.id)):
                new.device_id._take_out_unnamed(new, chains)


class DevicePart(models.Model):
    _inherit = "aftersales.device.part"

    @api.model
    def _add_as_built(self, vals_list):
        """Write down what devices were built of, though they may have worked for years: a
        piece that is known by its number is that piece, and what was built in since then
        took the place of another."""
        known = self._find_numbered([vals["device_id"] for vals in vals_list])
        new, met = [], self.browse()
        for vals in vals_list:
            row = known.pop(_get_piece(vals), None)
            if row is None:
                new.append(vals)
                continue
            day = vals["installed_on"] or row.installed_on
            place = vals.get("place") or row.place
            row.write({"as_built": True, "installed_on": day, "place": place})
            met |= row
        rows = met | self.create(new)
        rows.device_id._replay_swaps()
        rows._find_inner()
        return rows

    @api.model
    def _find_numbered(self, device_ids):
        """{`_get_piece`: row} of pieces that came in or out later, known by their number."""
        rows = self.search(
            [
                ("device_id", "in", list(set(device_ids))),
                *(("as_built", "=", False), ("serial", "!=", False)),
            ],
            order="id desc",
        ).filtered(lambda row: row._is_piece())
        return {
            _get_piece(
                {
                    "device_id": row.device_id.id,
                    "product_id": row.product_id.id,
                    "serial": row.serial,
                }
            ): row
            for row in rows
        }

    def _find_inner(self):
        """Parts that register devices are devices of their own inside the device."""
        parts = self.filtered(
            lambda p: p._is_piece()
            and p.product_id.aftersales_is_device
            and not p.inner_device_id
            and not p.removed_on
        )
        if not parts:
            return
        # sudo: see `_read_as_built`
        devices = self.env["aftersales.device"].sudo()
        vals_list = [part._prepare_inner_vals() for part in parts]
        devices._register_batch([dict(vals) for vals in vals_list])
        keys = devices._get_identities(vals_list)
        known = devices._find_known(vals_list, keys)
        free = devices.union(*known.values()).filtered(lambda d: not d.holder_id)
        for part, key in zip(parts, keys, strict=True):
            around = part.device_id | part.device_id._get_holders()
            if known[key] in free - around:
                part.inner_device_id = known[key]
                free -= known[key]

    def _prepare_inner_vals(self):
        """It belongs to whom the device around it belongs, and left with it."""
        outer = self.device_id
        keep = ("partner_id", "user_partner_id", "site_id", "agent_id", "company_id")
        return {name: outer[name].id for name in keep} | {
            "product_id": self.product_id.id,
            "serial": self.serial,
            "lot_id": self.lot_id.id,
            "ship_date": outer.ship_date,
            "delivery_date": outer.delivery_date,
        }


def _get_piece(vals):
    """What makes a numbered part in a device the same piece; nothing for one without."""
    key = serial_key(vals["serial"])
    return key and (vals["device_id"], vals["product_id"], key)
