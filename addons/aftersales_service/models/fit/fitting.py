from collections import defaultdict

from odoo import models
from odoo.tools import float_round

from ...kernel.fit import (
    FITS,
    SUPERSEDED,
    WRONG,
    Chains,
    join_states,
    judge,
    state_of,
)
from .part_fit import Unit
from .words import MOST, Words

_NAME = ("default_code", "product_tmpl_id", "product_template_attribute_value_ids")
_NOWHERE = Unit("", None, None)


class Fit:
    """The answer for one part in one device; see the README of this room."""

    __slots__ = ("instead", "product", "ratio", "state", "text")

    def __init__(self, product, verdict, ratio, text):
        self.product, self.state, self.text = product, verdict.state, text
        self.instead, self.ratio = product.browse(verdict.instead or ()), ratio

    def __repr__(self):
        return f"Fit({self.state}: {self.text})"

    @property
    def warns(self):
        return self.state in (WRONG, SUPERSEDED)

    def get_quantity(self, quantity):
        """How many of ``instead`` serve for ``quantity`` of the part."""
        return exchange(self.instead, quantity, self.ratio)

    def pack(self):
        """For a screen: {state, text, warns, instead, instead_name, ratio}."""
        # sudo: a part that may be another company's by now still has its name
        return {
            "state": self.state,
            "text": self.text,
            "warns": self.warns,
            "instead": self.instead.id,
            "instead_name": self.instead.sudo().display_name or "",
            "ratio": float(self.ratio),
            "step": get_step(self.instead),
        }


def exchange(product, quantity, ratio, rounding="UP"):
    """``ratio`` times the quantity, in whole pieces of what is counted in pieces. The phone
    does the same (`exchange.js`)."""
    if ratio == 1 or not product:
        return quantity
    return float_round(
        round(float(quantity * ratio), 6),
        precision_rounding=get_step(product),
        rounding_method=rounding,
    )


def get_step(product):
    """The least of a product that can be asked for."""
    # sudo: units are no secret
    unit = product.sudo().uom_id
    # `env.ref` would ask each time whether it is still there.
    piece = unit.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_unit")
    if not unit or unit._has_common_reference(unit.browse(piece)):
        return 1.0
    return unit.rounding


class Fitting(Words):
    """All that is known of ``products`` for ``devices`` of one company, read once.

    ``machines`` are products of jobs whose device nobody knows.
    """

    def __init__(self, devices, products, company, day=None, machines=()):
        # sudo: where a part belongs is no secret to who may ask for it; rows are those of
        # the company and those that all share
        self.env = devices.sudo().env
        self.words = devices.env
        self.company = company
        self._read_changes(products, day or company._aftersales_today())
        machines = devices.sudo().product_id.union(*machines).with_env(self.env)
        self.templates = {one.id: one.product_tmpl_id.id for one in machines}
        self._read_statements(devices)
        self._read_retired()
        self._read_stock()
        self.said = {}

    def _read_changes(self, products, day):
        found = self.env["aftersales.part.supersession"]._find_changes(
            products.ids, self.company.ids
        )
        self.changes = [change for change, _owner in found if change.holds_on(day)]
        self.chains = Chains(self.changes, day)
        related = {part for c in self.changes for part in (c.old, c.new)}
        self.part_ids = set(products.ids) | related

    def _read_statements(self, devices):
        """What is stated for these machines and what is inside them, and which machines the
        other parts are for."""
        self.rows, self.places = defaultdict(list), defaultdict(list)
        self.elsewhere, self.inside = defaultdict(list), {}
        templates = set(self.templates.values())
        if not templates:
            return
        self._read_rows(templates, self.part_ids)
        told = {row.template for rows in self.elsewhere.values() for row in rows}
        if devices and told - templates:
            self.inside = devices.sudo()._find_inside()
            inner = {unit.template for units in self.inside.values() for unit in units}
            self._read_rows(inner - templates, ())

    def _read_rows(self, templates, parts):
        rows = self.env["aftersales.part.fit"]._find_stated(
            templates, parts, self.company
        )
        for row in rows:
            if row.template in templates:
                self.rows[row.template, row.part].append(row)
                if row.place:
                    self.places[row.template, row.place].append(row)
            if row.part in self.part_ids:
                self.elsewhere[row.part].append(row)

    def _read_retired(self):
        """Parts that may be named instead, but that nobody can ask for any more."""
        named = {row.part for rows in self.places.values() for row in rows}
        named |= {part for c in self.changes for part in (c.old, c.new)}
        self.retired = set()
        if named:
            products = self.env["product.product"].browse(named)
            self.retired = set(products._aftersales_find_retired(self.company).ids)

    def _read_stock(self):
        """What is left of parts that are to be used up, in the stocks of the company."""
        self.left = {}
        olds = {change.old for change in self.changes if change.use_up}
        if not olds:
            return
        ours = [("company_id", "=", self.company.id)]
        warehouses = self.env["stock.warehouse"].search_fetch(ours, ["lot_stock_id"])
        groups = self.env["stock.quant"]._read_group(
            [
                ("product_id", "in", list(olds)),
                ("location_id", "child_of", warehouses.lot_stock_id.ids),
            ],
            ["product_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        )
        self.left = {
            part.id: have - taken for part, have, taken in groups if have > taken
        }

    # --- the answer

    def ask_all(self, questions):
        """The `Fit` of each (device, part, machine); the machine counts where the device is
        not known, and without both supersession only."""
        asked = [
            (product, self._get_units(device.sudo(), machine))
            for device, product, machine in questions
        ]
        verdicts = [self._judge(product.id, units) for product, units in asked]
        self._read_names(asked, verdicts)
        return [
            Fit(
                product,
                verdict,
                self.chains.get_ratio(product.id, verdict.instead)
                if verdict.instead
                else 1,
                self._write(verdict, units, product.id),
            )
            for (product, units), verdict in zip(asked, verdicts, strict=True)
        ]

    def _get_units(self, device, machine):
        """The machine with its serial number, and the devices inside it."""
        known = device.product_id or machine
        if not known or known.id not in self.templates:
            return (_NOWHERE,)
        outer = Unit(device.serial or "", known.id, self.templates[known.id])
        return (outer, *self.inside.get(device.id, ()))

    def _judge(self, part_id, units):
        return judge(
            part_id,
            self.chains,
            self._get_saying(units),
            self.left,
            self._get_beside(units, part_id),
            self.retired,
        )

    def _get_saying(self, units):
        known = self.said.setdefault(units, {})

        def says(part):
            if part not in known:
                known[part] = join_states(self._say(unit, part) for unit in units)
            return known[part]

        return says

    def _say(self, unit, part):
        ranges = [
            (row.serial_from, row.serial_to) for row in self._get_rows(unit, part)
        ]
        elsewhere = bool(unit.template and self.elsewhere.get(part))
        return state_of(unit.serial, ranges, elsewhere)

    def _get_rows(self, unit, part):
        rows = self.rows.get((unit.template, part), ())
        return [row for row in rows if row.variant in (None, unit.product)]

    def _get_beside(self, units, part):
        """Other parts for the same place, in a fixed order."""
        places = {
            (unit.template, row.place)
            for unit in units
            for row in self._get_rows(unit, part)
            if row.place
        }
        return [row.part for place in sorted(places) for row in self.places[place]]

    def _read_names(self, asked, verdicts):
        """Names of what a sentence speaks of, in one go: a recordset reads its fields for
        a thousand records at a time."""
        named, others = set(), set()
        for (product, units), verdict in zip(asked, verdicts, strict=True):
            if self._speaks(verdict, units):
                unit = self._find_unit(units, product.id)
                named |= {product.id, verdict.instead, unit.product}
                if verdict.state == WRONG and not self._get_rows(unit, product.id):
                    others.update(self._get_named_machines(product.id)[:MOST])
        named |= {variant for _template, variant in others}
        products = self.env["product.product"].browse(named - {None})
        products.fetch(_NAME)
        products.product_tmpl_id.fetch(["name"])
        self.products = {product.id: product for product in products}
        templates = {template for template, variant in others if not variant}
        machines = self.env["product.template"].browse(templates)
        machines.fetch(["name", "default_code"])
        self.machines = {machine.id: machine for machine in machines}

    def tell(self, device, machine, products):
        """{id: packed `Fit`} of those of which there is something to say."""
        fits = self.ask_all([(device, product, machine) for product in products])
        return {fit.product.id: fit.pack() for fit in fits if fit.text}


class Device(models.Model):
    _inherit = "aftersales.device"

    def _get_fits(self, products, day=None):
        """{(device, part): `Fit`} on ``day``, in a fixed number of queries."""
        fits = {}
        for company, devices in self.grouped("company_id").items():
            fitting = Fitting(devices, products, company, day)
            asked = [
                (device, product, None) for device in devices for product in products
            ]
            pairs = [(device, product) for device, product, _machine in asked]
            fits |= zip(pairs, fitting.ask_all(asked), strict=True)
        return fits

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
        fits = fitting.ask_all([(device, product, None) for product in self])
        return dict(zip(self, fits, strict=True))
