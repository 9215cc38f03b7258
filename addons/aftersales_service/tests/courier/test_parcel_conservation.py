from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ...exceptions import Refused
from .common import ParcelCommon

PLACES = ("stock", "van", "road", "broken", "used", "lost")
NUMBER = st.integers(0, 3)
STEP = st.one_of(
    st.tuples(st.just("pack"), NUMBER),
    st.tuples(st.just("send"), NUMBER),
    st.tuples(st.just("receive"), st.tuples(NUMBER, NUMBER, NUMBER)),
    st.tuples(
        st.just("settle"), st.sampled_from(["found", "unpacked", "claimed", "borne"])
    ),
    st.tuples(st.just("lose"), NUMBER),
    st.tuples(st.just("come_back"), NUMBER),
    st.tuples(st.just("issue"), NUMBER),
    st.tuples(st.just("send_home"), NUMBER),
    st.tuples(st.just("cancel"), NUMBER),
)


class TestParcelConservation(ParcelCommon):
    """Stock + vans + on the road + used + returned + scrapped = received, by product and
    serial, whatever people do; nothing is reserved that is not there.

    Each term is summed from the quants, which nothing of ours writes, and compared with
    what requisitions and parcels say.
    """

    # arrives in parts, and what was missing arrives after all; then all goes home
    @example(
        4,
        [
            ("pack", 0),
            ("send", 0),
            ("receive", (1, 1, 0)),
            ("receive", (1, 0, 0)),
            ("receive", (3, 0, 1)),
            ("send_home", 0),
            ("receive", (1, 0, 0)),
            ("settle", "claimed"),
        ],
    )
    # twice in two parcels, one lost, one back, a requisition called off in between
    @example(
        3,
        [
            ("pack", 0),
            ("pack", 0),
            ("send", 0),
            ("send", 1),
            ("cancel", 0),
            ("lose", 0),
            ("settle", "claimed"),
            ("pack", 0),
            ("send", 2),
            ("come_back", 2),
        ],
    )
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(1, 5), st.lists(STEP, min_size=4, max_size=14))
    def test_nothing_lost_nothing_doubled(self, wanted, history):
        with self.env.cr.savepoint() as savepoint:
            self.play(wanted, history)
            savepoint.rollback()
        self.env.invalidate_all()

    def play(self, wanted, history):
        self.parcels = self.env["aftersales.parcel"]
        self.requisition = self.ask((self.part, wanted), (self.coder, 2))
        self.received = self.count()
        for name, number in history:
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"do_{name}")(number)
            except Refused:
                self.env.invalidate_all()
            self.check()

    def pick(self, number):
        return self.parcels[number % len(self.parcels)] if self.parcels else None

    def do_pack(self, _number):
        self.parcels |= self.pack(self.requisition)

    def do_send(self, number):
        if parcel := self.pick(number):
            parcel.with_user(self.keeper).action_send()

    def do_receive(self, numbers):
        for parcel in self.parcels.filtered(
            lambda p: p.state in ("sent", "difference")
        ):
            user = self.technician if parcel.direction == "out" else self.second
            single = [min(n, 1) for n in numbers]
            told = {}
            for line in parcel.line_ids:
                arrived, missing, broken = single if line.lot_id else numbers
                told[line] = (arrived, broken, missing)
            parcel.with_user(user)._receive(told)

    def do_settle(self, fate):
        for parcel in self.parcels.filtered(lambda p: p.state == "difference"):
            mine = parcel.with_user(self.second)
            lines = mine.line_ids.filtered("missing_quantity")
            lines.write({"fate": fate, "fate_reason": "查过"})
            mine.action_settle()

    def do_lose(self, number):
        if parcel := self.pick(number):
            parcel.with_user(self.keeper).action_never_arrived()

    def do_come_back(self, number):
        if parcel := self.pick(number):
            parcel.with_user(self.keeper).action_came_back()

    def do_issue(self, _number):
        self.issue(self.requisition)

    def do_send_home(self, _number):
        parcel = self.send_back()
        parcel.action_send()
        self.parcels |= parcel

    def do_cancel(self, _number):
        self.requisition.with_user(self.technician).action_cancel()

    # --- what must hold

    def count(self):
        """{(product, lot): {place: quantity}} as the quants say."""
        places = self.get_places()
        quants = self.env["stock.quant"].search(
            [("product_id", "in", (self.part | self.coder).ids)]
        )
        found = {}
        for quant in quants:
            for name, place in places.items():
                if quant.location_id._child_of(place):
                    sums = found.setdefault((quant.product_id, quant.lot_id), {})
                    sums[name] = sums.get(name, 0) + quant.quantity
        return found

    def get_places(self):
        company = self.company
        return {
            "stock": self.warehouse.lot_stock_id,
            "van": self.li.location_id,
            "road": self.road,
            "broken": company._aftersales_get_supplier_return_location(),
            "used": company.aftersales_warranty_location_id,
            "lost": company._aftersales_get_loss_location(),
        }

    def check(self):
        now = self.count()
        for key, sums in self.received.items():
            self.assertEqual(sum(now[key].values()), sum(sums.values()), now[key])
            self.assertGreaterEqual(min(now[key].values()), 0, now[key])
        lines = self.parcels.line_ids
        for product in self.part | self.coder:
            own = lines.filtered(lambda p, product=product: p.product_id == product)
            asked = self.requisition.line_ids.filtered(
                lambda r, product=product: r.product_id == product
            )
            self.assertEqual(
                self.lying(self.road, product), sum(own.mapped("road_quantity"))
            )
            self.assertEqual(
                self.lying(self.li.location_id, product), asked.held_quantity
            )
        if self.requisition.called_off or self.requisition.state == "cancelled":
            self.assertFalse(self.requisition._get_waiting("issue"))
        reserved = self.env["stock.quant"].search(
            [("product_id", "in", (self.part | self.coder).ids)]
        )
        for quant in reserved.filtered(lambda q: q.location_id.usage == "internal"):
            self.assertLessEqual(quant.reserved_quantity, quant.quantity)
