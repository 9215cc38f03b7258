from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ...kernel.fit import (
    FITS,
    OLDER,
    SUPERSEDED,
    UNKNOWN,
    WRONG,
    Chains,
    judge,
    state_of,
)


class Fit:
    """The answer for one part in one device; see the README of this room."""

    __slots__ = ("instead", "product", "state", "text")

    def __init__(self, product, state, instead, text):
        self.product, self.state = product, state
        self.instead, self.text = instead, text

    def __repr__(self):
        return f"Fit({self.state}: {self.text})"

    @property
    def warns(self):
        return self.state in (WRONG, SUPERSEDED)

    def pack(self):
        """For a screen: {state, text, warns, instead, instead_name}."""
        return {
            "state": self.state,
            "text": self.text,
            "warns": self.warns,
            "instead": self.instead.id,
            "instead_name": self.instead.display_name or "",
        }


class Fitting:
    """All that is known of ``products`` for ``devices`` of one company, read once."""

    def __init__(self, devices, products, company, day=None):
        # sudo: where a part belongs is no secret to who may ask for it; rows are those of
        # the company and those that all share
        self.env = devices.sudo().env
        self.words = devices.env
        self.company = company
        self.shared = Domain("company_id", "in", (False, company.id))
        self._read_changes(products, day or company._aftersales_today())
        self._read_rows(devices)
        self._read_stock()
        # One recordset, so that the names of all are read together.
        every = self.env["product.product"].browse(self.part_ids)
        self.parts = {part.id: part for part in every}

    def _read_changes(self, products, day):
        found = self.env["aftersales.part.supersession"]._find_changes(
            products.ids, self.company.ids
        )
        self.changes = [change for change, _owner in found if change.holds_on(day)]
        self.chains = Chains(self.changes, day)
        related = {part for c in self.changes for part in (c.old, c.new)}
        self.part_ids = set(products.ids) | related

    def _read_rows(self, devices):
        """What is stated for these machines, and which machines the other parts are for."""
        machines = devices.product_id.product_tmpl_id
        fit = self.env["aftersales.part.fit"]
        rows = fit.search(self.shared & Domain("machine_tmpl_id", "in", machines.ids))
        self.rows = defaultdict(list)
        self.places = defaultdict(list)
        for row in rows:
            self.rows[row.machine_tmpl_id.id, row.product_id.id].append(row)
            if row.place:
                self.places[row.machine_tmpl_id.id, row.place].append(row.product_id.id)
                self.part_ids.add(row.product_id.id)
        self.elsewhere = dict.fromkeys(self.part_ids, ())
        if machines:
            groups = fit._read_group(
                self.shared & Domain("product_id", "in", list(self.part_ids)),
                ["product_id"],
                ["machine_tmpl_id:recordset"],
            )
            every = groups and fit.machine_tmpl_id.union(*(m for _p, m in groups))
            self.elsewhere |= {
                part.id: found.with_prefetch(every._prefetch_ids)
                for part, found in groups
            }

    def _read_stock(self):
        """What is left of parts that are to be used up, in the stocks of the company."""
        self.left = {}
        olds = {change.old for change in self.changes if change.use_up}
        if not olds:
            return
        stocks = (
            self.env["stock.warehouse"]
            .search([("company_id", "=", self.company.id)])
            .lot_stock_id
        )
        groups = self.env["stock.quant"]._read_group(
            [
                ("product_id", "in", list(olds)),
                ("location_id", "child_of", stocks.ids),
            ],
            ["product_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        )
        self.left = {
            part.id: have - taken
            for part, have, taken in groups
            if part.uom_id.compare(have - taken, 0) > 0
        }

    # --- the answer

    def ask(self, device, product):
        """The `Fit` of ``product`` in ``device``; without a device supersession only."""
        says = self._get_saying(device)
        state, instead = judge(
            product.id, self.chains, says, self.left, self._get_beside(device, product)
        )
        part, other = self.parts[product.id], self.parts.get(instead)
        text = self._write(state, device.sudo(), part, other)
        instead = other.with_env(product.env) if other else product.browse()
        return Fit(product, state, instead, text)

    def _get_saying(self, device):
        machine, known = device.product_id, {}

        def says(part):
            if part not in known:
                ranges = [
                    (row.serial_from, row.serial_to)
                    for row in self._get_rows(machine, part)
                ]
                elsewhere = bool(machine and self.elsewhere.get(part))
                known[part] = state_of(device.serial, ranges, elsewhere)
            return known[part]

        return says

    def _get_rows(self, machine, part_id):
        rows = self.rows.get((machine.product_tmpl_id.id, part_id), ())
        return [row for row in rows if row._is_for(machine)]

    def _get_beside(self, device, product):
        """Other parts for the same place, in a fixed order."""
        machine = device.product_id
        places = {row.place for row in self._get_rows(machine, product.id)} - {False}
        return [
            part
            for place in sorted(places)
            for part in self.places[machine.product_tmpl_id.id, place]
        ]

    # --- its words

    def _write(self, state, device, product, instead):
        writers = {WRONG: self._write_wrong, SUPERSEDED: self._write_superseded}
        writers |= {OLDER: self._write_older, UNKNOWN: self._write_unknown}
        return writers[state](device, product, instead) if state in writers else ""

    def _write_wrong(self, device, product, instead):
        part, machine = product.display_name, device.product_id
        ranges = self._get_ranges(device, product)
        if ranges:
            text = self.words._(
                "%(part)s fits %(machine)s only with serial number %(ranges)s; this one is %(serial)s.",
                part=part,
                machine=machine.display_name,
                ranges=ranges,
                serial=device.serial,
            )
        else:
            text = self.words._(
                "%(part)s belongs to %(machines)s, not to %(machine)s.",
                part=part,
                machines=self._name_machines(product),
                machine=machine.display_name,
            )
        if not instead:
            return text
        return f"{text} {self.words._('Take %s.', instead.display_name)}"

    def _get_ranges(self, device, product):
        rows = self._get_rows(device.product_id, product.id)
        texts = [row.with_env(self.words)._get_range_text() for row in rows]
        return ", ".join(dict.fromkeys(filter(None, texts)))

    def _name_machines(self, product, most=3):
        machines = self.elsewhere[product.id]
        names = machines[:most].mapped("display_name")
        return ", ".join(names) + (" …" if len(machines) > most else "")

    def _write_superseded(self, _device, product, instead):
        days = {(c.old, c.new): c.since for c in self.changes}
        since = days.get((product.id, instead.id))
        names = {"part": product.display_name, "instead": instead.display_name}
        if since:
            return self.words._(
                "%(part)s is replaced by %(instead)s since %(day)s.", day=since, **names
            )
        return self.words._("%(part)s is replaced by %(instead)s.", **names)

    def _write_older(self, _device, product, instead):
        return self.words._(
            "First use up %(older)s, which serves for %(part)s: %(left)g in stock.",
            older=instead.display_name,
            part=product.display_name,
            left=self.left[instead.id],
        )

    def _write_unknown(self, device, product, _instead):
        ranges = "" if device.serial else self._get_ranges(device, product)
        if not ranges:
            return ""
        return self.words._(
            "%(part)s fits only with serial number %(ranges)s. Read the number on the plate.",
            part=product.display_name,
            ranges=ranges,
        )


class Device(models.Model):
    _inherit = "aftersales.device"

    def _get_fits(self, products, day=None):
        """{(device, part): `Fit`} on ``day``, in a fixed number of queries."""
        return {
            (device, product): fitting.ask(device, product)
            for company, devices in self.grouped("company_id").items()
            for fitting in [Fitting(devices, products, company, day)]
            for device in devices
            for product in products
        }

    def _get_fitting_parts(self):
        """{device: rows that state a part for its machine and serial}, by place."""
        # sudo: see `Fitting`
        rows = self.env["aftersales.part.fit"].sudo()
        machines = self.product_id.product_tmpl_id
        rows = rows.search([("machine_tmpl_id", "in", machines.ids)])
        by_machine = rows.grouped("machine_tmpl_id")
        return {
            device: by_machine.get(device.product_id.product_tmpl_id, rows.browse())
            .filtered(lambda row, device=device: row._states(device))
            .with_env(self.env)
            for device in self
        }


class PartFit(models.Model):
    _inherit = "aftersales.part.fit"

    def _states(self, device):
        """Whether the row says that its part fits ``device``."""
        ranges = [(self.serial_from, self.serial_to)]
        return (
            self._is_for(device.product_id)
            and self.company_id in (self.company_id.browse(), device.company_id)
            and state_of(device.serial, ranges) == FITS
        )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _aftersales_fits(self, device, day=None):
        """{part: `Fit`} of these parts in ``device``; without one, what supersession says."""
        company = device.company_id or self.env.company
        fitting = Fitting(device, self, company, day)
        return {product: fitting.ask(device, product) for product in self}
