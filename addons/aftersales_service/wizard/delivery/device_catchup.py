import datetime

from odoo import api, fields, models
from odoo.tools import SQL

from ...exceptions import ProofMissing
from ...kernel.text import serial_key

STATES = [
    ("new", "Will Be Registered"),
    ("known", "Registered Already"),
    ("conflict", "Known with Another Owner"),
    ("back", "No Longer with the Customer"),
]
# Deliveries registered at one press, and rows shown of them.
_BATCH = 2000
_SHOWN = 200


class DeviceCatchUp(models.TransientModel):
    """Registers the devices of deliveries that no device was made of: those from before
    the installation, and those of which a delivery told that it could not. Pressing twice
    registers nothing twice."""

    _name = "aftersales.device.catchup"
    _description = "Register Earlier Deliveries"
    _inherit = "document.window.mixin"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
        index=True,
        ondelete="cascade",
    )
    date_from = fields.Date("Delivered From", required=True)
    date_to = fields.Date(
        "To", required=True, default=lambda self: self.env.company._aftersales_today()
    )
    product_ids = fields.Many2many(
        "product.product",
        string="Products",
        domain="[('aftersales_is_device', '=', True)]",
        help="Empty: every product that registers devices.",
    )
    line_ids = fields.One2many(
        "aftersales.device.catchup.line", "catchup_id", "Deliveries"
    )
    is_shown = fields.Boolean("Shown")
    new_count = fields.Integer("Will Be Registered")
    known_count = fields.Integer("Registered Already")
    conflict_count = fields.Integer("Known with Another Owner")
    back_count = fields.Integer("No Longer with the Customer")
    done_count = fields.Integer("Registered Now")

    def action_show(self):
        """Count what would be done, and list the first of it; nothing is written."""
        self.ensure_one()
        self._show(self._sort())
        return self._reopen()

    def action_register(self):
        """Register the next batch; what it leaves is shown and waits for another press."""
        self.ensure_one()
        self.env["aftersales.device"].check_access("create")
        todo = [row for row in self._sort() if row["state"] == "new"]
        done = 0
        for row in todo[:_BATCH]:
            done += row["missing"]
        self._register_or_meet(todo[:_BATCH])
        self._show(self._sort())
        self.done_count = done
        return self._reopen()

    def _register_or_meet(self, rows):
        # sudo: the rights of the caller were checked; moves are the warehouse's
        device = self.env["aftersales.device"].sudo()
        moves = self.env["stock.move"].sudo().union(*(r["line"].move_id for r in rows))
        shared = {move: move._aftersales_prepare_device_vals() for move in moves}
        vals_list = [
            vals
            for row in rows
            for vals in row["line"]._aftersales_prepare_devices(
                shared[row["line"].move_id]
            )[: row["missing"]]
        ]
        device._register_or_meet(
            vals_list, type(device)._note_again, device._add_births
        )

    def _show(self, rows):
        counts = dict.fromkeys(dict(STATES), 0)
        for row in rows:
            counts[row["state"]] += row["missing"] or row["units"]
        order = list(counts)
        first = sorted(rows, key=lambda row: -order.index(row["state"]) % 4)[:_SHOWN]
        self.write(
            {f"{state}_count": count for state, count in counts.items()}
            | {
                "is_shown": True,
                "line_ids": [fields.Command.clear()]
                + [fields.Command.create(self._prepare_row(row)) for row in first],
            }
        )

    @api.model
    def _prepare_row(self, row):
        line = row["line"]
        return {
            "state": row["state"],
            "product_id": line.product_id.id,
            "serial": line.lot_id.name,
            "quantity": row["missing"] or row["units"],
            "partner_id": line.picking_id.partner_id.commercial_partner_id.id,
            "day": row["day"],
            "delivery": line.picking_id.name or line.reference,
            "device_id": row["device"].id,
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Register Earlier Deliveries"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    # --- which deliveries, and what became of them

    def _sort(self):
        """[{line, state, units, missing, day, device}] of the deliveries of the period."""
        lines = self._find_lines()
        serials = lines.filtered(lambda line: line.product_id.tracking == "serial")
        sorter = self._sort_serials(serials)
        sorter |= self._sort_units(lines - serials)
        return [self._complete(line, *sorter[line]) for line in lines if line in sorter]

    def _complete(self, line, state, missing, device):
        return {
            "line": line,
            "state": state,
            "missing": missing,
            "units": int(line.quantity_product_uom),
            "day": self.company_id._aftersales_day(line.date),
            "device": device,
        }

    def _find_lines(self):
        if self.company_id not in self.env.companies or self.date_from > self.date_to:
            raise ProofMissing(
                self.env._("Please choose a company of yours and a period.")
            )
        zone = self.company_id._aftersales_zone()
        begin, end = (
            datetime.datetime.combine(day, datetime.time(), zone)
            .astimezone(datetime.UTC)
            .replace(tzinfo=None)
            for day in (self.date_from, self.date_to + datetime.timedelta(days=1))
        )
        domain = [
            ("state", "=", "done"),
            ("company_id", "=", self.company_id.id),
            ("product_id.aftersales_is_device", "=", True),
            ("location_dest_id.usage", "=", "customer"),
            ("date", ">=", begin),
            ("date", "<", end),
        ]
        if self.product_ids:
            domain.append(("product_id", "in", self.product_ids.ids))
        # sudo: the desk registers devices and has no rights on stock
        lines = self.env["stock.move.line"].sudo().search(domain, order="date, id")
        return lines.filtered(
            lambda line: line.move_id._aftersales_registers_devices()
            and line._aftersales_names_devices()
        )

    def _sort_serials(self, lines):
        """{line: (state, missing, device)}; of a number that left twice, the last time."""
        last = self._get_last_places(lines.lot_id)
        newest = {line.lot_id: line for line in lines}
        known = self._find_devices(newest.values())
        result = {}
        for lot, line in newest.items():
            device = known[line]
            if device.lot_id == lot:
                state = "known"
            elif last.get(lot.id) != "customer":
                state = "back"
            elif device and device.commercial_partner_id != self._get_owner(line):
                state = "conflict"
            else:
                state = "new"
            result[line] = (state, int(state == "new"), device)
        return result

    def _get_owner(self, line):
        return (
            self.env["res.partner"]
            .browse(line.move_id._aftersales_prepare_device_vals()["partner_id"])
            .commercial_partner_id
        )

    def _get_last_places(self, lots):
        """{lot id: usage of the place where its last move ended}, in one query."""
        if not lots:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (line.lot_id) line.lot_id, place.usage
                     FROM stock_move_line line
                     JOIN stock_location place ON place.id = line.location_dest_id
                    WHERE line.state = 'done' AND line.lot_id IN %s
                 ORDER BY line.lot_id, line.date DESC, line.id DESC""",
                lots._ids,
            )
        )
        return dict(rows)

    def _find_devices(self, lines):
        """{line: device of its serial number, or none}, in one search."""
        # sudo: see `_find_lines`
        device = self.env["aftersales.device"].sudo()
        lines = list(lines)
        vals_list = [
            {
                "company_id": line.company_id.id,
                "product_id": line.product_id.id,
                "serial": line.lot_id.name if serial_key(line.lot_id.name) else False,
                "lot_id": line.lot_id.id,
            }
            for line in lines
        ]
        keys = device._get_identities(vals_list)
        known = device._find_known(vals_list, keys)
        return {
            line: known.get(key, device.browse())
            for line, key in zip(lines, keys, strict=True)
        }

    def _sort_units(self, lines):
        """Units without a number: as many devices as their delivery has none of yet."""
        # sudo: see `_find_lines`
        groups = (
            self.env["aftersales.device"]
            .sudo()
            .with_context(active_test=False)
            ._read_group(
                [("picking_id", "in", lines.picking_id.ids)],
                ["picking_id", "product_id", "lot_id"],
                ["__count"],
            )
        )
        there = {(p, product, lot): count for p, product, lot, count in groups}
        none = self.env["aftersales.device"]
        result = {}
        for line in lines:
            key = (line.picking_id, line.product_id, line.lot_id)
            units = int(line.quantity_product_uom)
            missing = max(units - there.get(key, 0), 0)
            there[key] = max(there.get(key, 0) - units, 0)
            result[line] = ("new" if missing else "known", missing, none)
        return result


class DeviceCatchUpLine(models.TransientModel):
    _name = "aftersales.device.catchup.line"
    _description = "Earlier Delivery"
    _inherit = "document.window.mixin"

    catchup_id = fields.Many2one(
        "aftersales.device.catchup", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(STATES, required=True)
    product_id = fields.Many2one("product.product", index=True, ondelete="cascade")
    serial = fields.Char("Serial Number")
    quantity = fields.Integer()
    partner_id = fields.Many2one(
        "res.partner", "Customer", index="btree_not_null", ondelete="cascade"
    )
    day = fields.Date("Delivered On")
    delivery = fields.Char("Delivery Order")
    device_id = fields.Many2one(
        "aftersales.device", index="btree_not_null", ondelete="cascade"
    )
