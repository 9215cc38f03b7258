from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ...kernel.fit import FITS, SUPERSEDED, WRONG, Chains, judge, state_of
from .words import Words

_ROW = (
    "product_id",
    "machine_tmpl_id",
    "machine_id",
    "serial_from",
    "serial_to",
    "place",
)

_NAME = ("default_code", "product_tmpl_id", "product_template_attribute_value_ids")


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
        # sudo: a part that may be another company's by now still has its name
        return {
            "state": self.state,
            "text": self.text,
            "warns": self.warns,
            "instead": self.instead.id,
            "instead_name": self.instead.sudo().display_name or "",
        }


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
        self.shared = Domain("company_id", "in", (False, company.id))
        self._read_changes(products, day or company._aftersales_today())
        machines = devices.sudo().product_id.union(*machines).with_env(self.env)
        self.machines = {machine.id: machine for machine in machines}
        self._read_rows(machines)
        self._read_stock()
        self.said = defaultdict(dict)

    def _read_changes(self, products, day):
        found = self.env["aftersales.part.supersession"]._find_changes(
            products.ids, self.company.ids
        )
        self.changes = [change for change, _owner in found if change.holds_on(day)]
        self.chains = Chains(self.changes, day)
        self.days = {(change.old, change.new): change.since for change in self.changes}
        related = {part for c in self.changes for part in (c.old, c.new)}
        self.part_ids = set(products.ids) | related

    def _read_rows(self, machines):
        """What is stated for these machines, and which machines the other parts are for."""
        fit = self.env["aftersales.part.fit"]
        self.rows, self.places = defaultdict(list), defaultdict(list)
        self.elsewhere = {}
        if not machines:
            return
        about = Domain("machine_tmpl_id", "in", machines.product_tmpl_id.ids)
        for row in fit.search_fetch(self.shared & about, _ROW):
            machine, part = row.machine_tmpl_id.id, row.product_id.id
            self.rows[machine, part].append(row)
            if row.place:
                self.places[machine, row.place].append(part)
        groups = fit._read_group(
            self.shared & Domain("product_id", "in", list(self.part_ids)),
            ["product_id"],
            ["machine_tmpl_id:recordset"],
        )
        every = fit.machine_tmpl_id.union(*(found for _part, found in groups))
        self.elsewhere = {
            part.id: found.with_prefetch(every._prefetch_ids) for part, found in groups
        }

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
        verdicts = [self._judge(*question) for question in questions]
        self._read_names(verdicts)
        answers = zip(questions, verdicts, strict=True)
        return [
            Fit(
                product,
                verdict.state,
                product.browse(verdict.instead or ()),
                self._write(verdict, device.sudo(), machine, product.id),
            )
            for (device, product, _m), (verdict, _d, machine, _id) in answers
        ]

    def _judge(self, device, product, machine=None):
        device = device.sudo()
        known = device.product_id or machine or self.env["product.product"]
        machine = self.machines.get(known.id, known.browse())
        verdict = judge(
            product.id,
            self.chains,
            self._get_saying(device, machine),
            self.left,
            self._get_beside(machine, product),
        )
        return verdict, device, machine, product.id

    def _read_names(self, verdicts):
        """Names of what a sentence speaks of, in one go: a recordset reads its fields for
        a thousand records at a time."""
        named = set()
        for verdict, device, machine, part_id in verdicts:
            if self._speaks(verdict, device):
                named |= {part_id, verdict.instead or part_id, *machine.ids}
        products = self.env["product.product"].browse(named)
        products.fetch(_NAME)
        products.product_tmpl_id.fetch(["name"])
        self.products = {product.id: product for product in products}

    def tell(self, device, products):
        """{id: packed `Fit`} of those of which there is something to say."""
        fits = self.ask_all([(device, product, None) for product in products])
        return {fit.product.id: fit.pack() for fit in fits if fit.text}

    def _get_saying(self, device, machine):
        known = self.said[device.id, machine.id]

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

    def _get_beside(self, machine, product):
        """Other parts for the same place, in a fixed order."""
        places = {row.place for row in self._get_rows(machine, product.id)} - {False}
        return [
            part
            for place in sorted(places)
            for part in self.places[machine.product_tmpl_id.id, place]
        ]


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
