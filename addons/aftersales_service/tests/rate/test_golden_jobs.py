from collections import Counter
from datetime import datetime
from decimal import Decimal

from freezegun import freeze_time

from odoo import Command

from ...kernel.decision import COST_KINDS, Answer, Line
from ...kernel.rate import CAUSES
from . import test_rate_kernel as table
from .common import RateCommon
from .test_rate_kernel import CARDS, read_items, read_pairs

_PLAIN = ("kind", "basis", "price", "minimum", "cap", "area", "km_from", "km_to")
_FLAGS = ("round_trip", "graduated", "waived")
_STAMPS = ("arrived", "started", "ended")
# What the decision must say so that the service type is the proposed one.
_RESULTS = {"a": "paid_expired", "b": "contract", "c": "free", "other": "paid_expired"}
_MORNING = datetime(2025, 12, 31, 0)


class TestGoldenJobs(RateCommon):
    """The golden table once more, from the stamps of visits to fees, shares and costs as
    they stand in the database; everything is made in batches, as on a busy day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = table.TestGoldenFees.read(cls)
        cls.company.aftersales_km_cost = 0.8
        cls.people = cls.li | cls.zhao
        cls.people |= cls.make_technician(
            "钱师傅", cls.make_user("technician", "as_qian")
        )
        for technician in cls.people:
            technician.hourly_cost = 45 if technician == cls.li else 38
        cls.categories = cls.make_categories()
        cls.products = cls.make_products()
        cls.customers = cls.make_customers()
        cls.rates = {name: cls.make_golden_card(name) for name in CARDS["cards"]}

    @classmethod
    def make_categories(cls):
        made = {}
        for name in sorted(CARDS["parents"], key=lambda n: bool(CARDS["parents"][n])):
            parent = made.get(CARDS["parents"][name])
            vals = {"name": name, "parent_id": parent and parent.id}
            made[name] = cls.env["product.category"].create(vals)
        return made

    @classmethod
    def make_products(cls):
        names = sorted({row["category"] for row in cls.rows})
        products = cls.env["product.product"].create(
            [{"name": name, "categ_id": cls.categories[name].id} for name in names]
        )
        return dict(zip(names, products, strict=True))

    @classmethod
    def make_customers(cls):
        names = sorted(CARDS["cards"])
        found = cls.env["res.partner"].create([{"name": name} for name in names])
        return dict(zip(names, found, strict=True))

    @classmethod
    def make_golden_card(cls, name):
        """{code: rate} of a card in force for a customer of its own."""
        card = CARDS["cards"][name]
        kind = name if name in ("preferential", "contract") else "standard"
        version = cls.make_card(
            *(cls.prepare_rate(row) for row in card["rates"]),
            kind=kind,
            partner_id=cls.customers[name].id,
            night_from=float(card["night_from"]),
            night_to=float(card["night_to"]),
            is_added=card["is_added"],
            waiting_free=card["waiting_free"],
        )
        return {rate.name: rate for rate in version.rate_ids}

    @classmethod
    def prepare_rate(cls, row):
        vals = {name: row[name] for name in _PLAIN + _FLAGS if name in row}
        vals |= {cause: float(row[cause]) for cause in CAUSES if cause in row}
        for name in ("price", "minimum", "cap"):
            if name in vals:
                vals[name] = float(vals[name])
        return vals | {
            "name": row["code"],
            "step_minutes": row.get("step", 0),
            "service_type": row.get("service", False),
            "categ_id": row.get("category") and cls.categories[row["category"]].id,
        }

    # --- the jobs

    def make_jobs(self):
        """A job and a visit for each row, decided as the row says."""
        orders = self.env["aftersales.order"].with_user(self.dispatcher).create(
            [self.prepare_order(row) for row in self.rows]
        )  # fmt: skip
        self.decide(orders.sudo())
        visits = self.env["aftersales.visit"].with_user(self.dispatcher).create(
            [
                self.prepare_visit(row, order)
                for row, order in zip(self.rows, orders, strict=True)
            ]
        )  # fmt: skip
        return visits.with_user(self.technician)

    def prepare_order(self, row):
        return {
            "partner_id": self.customers[row["card"]].id,
            "product_id": self.products[row["category"]].id,
            "service_type": row["service"],
            "priority": row["urgent"],
            "area": row["area"] or False,
            "distance_km": float(row["km"]),
            "fault": row["job"],
        }

    def decide(self, orders):
        decisions = self.env["aftersales.decision"]
        versions = []
        for row, order in zip(self.rows, orders, strict=True):
            last, result = order.decision_id, _RESULTS[row["service"]]
            answers = [
                Answer(Line(kind), self.get_shares(row, kind), result, "override")
                for kind in COST_KINDS
            ]
            versions.append(
                decisions._prepare_version(
                    order.device_id, last._get_facts(), answers, last, order_id=order.id
                )
            )
        decisions._store_all(versions)
        orders.invalidate_recordset(["decision_id"])

    def get_shares(self, row, kind):
        found = table.TestGoldenFees.get_shares(self, row, kind)
        return tuple((payer, float(percent)) for payer, percent in found)

    def prepare_visit(self, row, order):
        people = int(row["people"])
        return {
            "order_id": order.id,
            "technician_id": self.li.id,
            "helper_ids": [Command.set(self.people[1:people].ids)],
            "leader_id": people > 1 and self.li.id,
            "planned_start": self.utc(row["started"]),
            "travel_km": float(row["driven"]),
            "outcome": "solved" if row["repaired"] == "1" else "unsolved",
        }

    def request_parts(self, visits):
        """What the rows name, issued and built in by the buttons."""
        known = {}
        for row, visit in zip(self.rows, visits, strict=True):
            pairs = zip(
                read_pairs(row["parts"]), read_pairs(row["part_costs"]), strict=True
            )
            wanted = []
            for (price, quantity), (cost, _quantity) in pairs:
                # By contract the card says what it costs, whatever the list says.
                told = price * 9 if row["card"] == "contract" else price
                if (told, cost) not in known:
                    known[told, cost] = self.make_part(
                        f"零件{told}", float(told), float(cost), stock=500
                    )
                wanted.append((known[told, cost], float(quantity)))
            if wanted:
                requisition = self.make_requisition(visit, *wanted)
                self.issue(requisition)
                for line in requisition.line_ids.with_user(self.technician):
                    line.quantity_to_use = line.quantity

    def choose_items(self, visits):
        fees = []
        for row, visit in zip(self.rows, visits, strict=True):
            for code, quantity in read_items(row["items"]):
                rate = self.rates[row["card"]][code]
                fees.append(
                    {
                        "name": code,
                        "order_id": visit.order_id.id,
                        "visit_id": visit.id,
                        "kind": rate.kind,
                        "product_id": rate._get_charged_product().id,
                        "quantity": float(quantity),
                        "rate_id": rate.id,
                    }
                )
        self.env["aftersales.fee"].create(fees)

    def work_all(self, visits):
        """The stamps of the rows, and what follows when the work has ended."""
        for row, visit in zip(self.rows, visits, strict=True):
            stamps = {f"{name}_at": self.utc(row[name]) for name in _STAMPS}
            visit.sudo()._in_flow().write(stamps | {"state": "tested"})
        visits._on_work_ended()
        self.env.flush_all()

    # --- what came of them

    def test_table_of_jobs(self):
        with freeze_time(_MORNING):
            visits = self.make_jobs()
            self.request_parts(visits)
            self.choose_items(visits)
        self.work_all(visits)
        for row, visit in zip(self.rows, visits.sudo(), strict=True):
            with self.subTest(job=row["job"]):
                fees = Counter(filter(None, row["fees"].split(";")))
                self.assertEqual(self.tell_fees(visit), fees)
                self.assertEqual(self.tell_shares(visit), self.read_sums(row["shares"]))
                self.assertEqual(self.tell_costs(visit), self.read_sums(row["costs"]))
        self.check_laws(visits.sudo())

    def tell_fees(self, visit):
        """{“code:cause:quantity:price:amount”: how often}, as the table writes them."""
        return Counter(
            f"{fee.rate_id.name or 'part'}:{fee.cause or ''}:{fee.quantity:.2f}"
            f":{fee.price_unit:.2f}:{fee.amount:.2f}"
            for fee in visit.order_id.fee_ids
        )

    def tell_shares(self, visit):
        sums = {}
        for share in visit.order_id.fee_ids.share_ids:
            amount = Decimal(f"{share.amount:.2f}")
            sums[share.payer] = sums.get(share.payer, 0) + amount
        return {payer: amount for payer, amount in sums.items() if amount}

    def tell_costs(self, visit):
        sums = {}
        for cost in visit.order_id.cost_ids:
            sums[cost.kind] = sums.get(cost.kind, 0) + Decimal(f"{cost.amount:.2f}")
        return {kind: amount for kind, amount in sums.items() if amount}

    def read_sums(self, text):
        pairs = [piece.split(":") for piece in text.split(";") if piece]
        return {name: Decimal(amount) for name, amount in pairs if Decimal(amount)}

    def check_laws(self, visits):
        """Σ shares = fee, movements say the same, and counting again adds nothing."""
        self.env.invalidate_all()
        fees = visits.order_id.fee_ids
        for fee in fees:
            parts = sum(Decimal(f"{share.amount:.2f}") for share in fee.share_ids)
            self.assertEqual(parts, Decimal(f"{fee.amount:.2f}"))
            shared = fee.movement_ids.filtered(lambda row: row.kind == "shared")
            self.assertAlmostEqual(sum(shared.mapped("net")), fee.amount, 6)
        costs = visits.order_id.cost_ids
        visits._derive_fees()
        visits._record_costs()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(visits.order_id.fee_ids, fees)
        self.assertEqual(visits.order_id.cost_ids, costs)
