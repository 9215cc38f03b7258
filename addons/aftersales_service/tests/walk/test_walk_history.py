from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError

from ...models.walk.way import share
from .common import WalkCommon

# What may happen to five requisitions on two walks, each step with a number that chooses.
STEPS = (
    "start",
    "scan",
    "scan",
    "scan",
    "scan",
    "tap",
    "less",
    "box",
    "finish",
    "hand",
    "cancel",
    "withdraw",
    "put_back",
    "arrive",
    "urgent",
    "counter",
)
_MANY = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


class TestWalkHistory(WalkCommon):
    """Nothing is doubled, nothing lost, whatever keepers do on their walks."""

    def setUp(self):
        super().setUp()
        self.parts = [
            self.make_part(f"件{i}", 5, 2, barcode=f"J-{i}") for i in range(3)
        ]
        for number, part in enumerate(self.parts):
            self.put_on(self.shelves[number % 2], part, 4)
            self.add_stock(part, 1)
        self.lots |= self.make_lots(self.board, "B-4", "B-5")

    @_MANY
    @given(
        st.lists(
            st.tuples(st.sampled_from(STEPS), st.integers(0, 999)),
            min_size=8,
            max_size=30,
        )
    )
    def test_whatever_happens(self, story):
        with self.env.cr.savepoint() as savepoint:
            self.begin()
            for step, number in [("start", 3), *story]:
                try:
                    with self.env.cr.savepoint():
                        getattr(self, f"do_{step}")(number)
                except UserError:
                    self.env.invalidate_all()
                self.check_all()
            savepoint.rollback()
        self.env.invalidate_all()

    def begin(self):
        self.all = [
            self.make_asked((self.board, 1 + n % 2), (part, 2), (self.parts[0], 1))
            for n, part in enumerate((*self.parts, *self.parts[:2]))
        ]
        self.walks = []
        self.own = self.env["stock.location"].search(
            [("id", "child_of", self.warehouse.lot_stock_id.ids)]
        )
        self.total = {
            product: self.count_all(product) for product in (self.board, *self.parts)
        }

    def count_all(self, product):
        quants = self.env["stock.quant"].search([("product_id", "=", product.id)])
        ours = quants.filtered(lambda q: q.location_id.usage == "internal")
        return sum(ours.mapped("quantity"))

    def choose(self, rows, number):
        return rows[number % len(rows)] if rows else None

    def do_start(self, number):
        picked = [r for n, r in enumerate(self.all) if number >> n & 1]
        self.start(*picked)
        self.walks.append(self.walk)

    def do_scan(self, number):
        codes = ["J-0", "J-1", "J-2", *self.lots.mapped("name")]
        self.walk = self.choose(self.walks, number)
        self.pick(codes[number % len(codes)])

    def do_tap(self, number):
        walk = self.choose(self.walks, number)
        line = self.choose(walk.sudo().box_ids.requisition_id.line_ids, number // 3)
        self.counter.pick_walk(walk.id, line.id)

    def do_less(self, number):
        walk = self.choose(self.walks, number)
        scans = walk.sudo().box_ids.requisition_id._get_open_scans("issue")
        scan = self.choose(scans, number // 3)
        if scan:
            self.counter.unpick_walk(walk.id, scan.id, number % 2)

    def do_box(self, number):
        self.walk = self.choose(self.walks, number)
        box = self.choose(self.walk.sudo().box_ids, number // 3)
        self.pick(box._get_code())

    def do_finish(self, number):
        self.walk = self.choose(self.walks, number)
        self.finish_walk()

    def do_hand(self, number):
        box = self.choose(self.choose(self.walks, number).sudo().box_ids, number // 3)
        self.counter.scan(box._get_code())

    def do_counter(self, number):
        requisition = self.choose(self.all, number)
        if number % 2:
            self.counter.scan(f"J-{number % 3}", requisition.id)
        else:
            self.counter.hand_over(requisition.id)

    def do_cancel(self, number):
        if number % 3 == 0:
            self.choose(self.all, number // 3).action_cancel()

    def do_withdraw(self, number):
        self.choose(self.choose(self.all, number).line_ids, number).sudo()._withdraw(1)

    def do_put_back(self, number):
        box = self.choose(self.choose(self.walks, number).sudo().box_ids, number // 3)
        self.counter.put_back(box.id)

    def do_arrive(self, number):
        """Somebody checks availability, or gives the reservation of a job back."""
        moves = self.choose(self.all, number).line_ids._find_issues()
        if number % 2:
            moves._do_unreserve()
        moves._action_assign()

    def do_urgent(self, number):
        requisition = self.choose(self.all, number)
        if picking := requisition._get_waiting("issue"):
            requisition._in_flow().urgent = True
            requisition.sudo()._jump_queue(picking)
            requisition._in_flow().urgent = False

    def check_all(self):
        self.env.flush_all()
        self.env.invalidate_all()
        for product, total in self.total.items():
            self.assertEqual(self.count_all(product), total, product.name)
        self.check_reserved()
        boxes = self.env["aftersales.walk.box"].search([("state", "=", "ready")])
        ways, scans = boxes._get_box_ways()
        for box in boxes:
            lines = box.requisition_id.line_ids
            asked = [line for line in lines if not ways[line]["excess"]]
            if box.requisition_id.state != "cancelled" and len(asked) == len(lines):
                self.check_box(box, scans)
        for requisition in self.all:
            for line in requisition.line_ids:
                self.assertLessEqual(line.issued_quantity, line.quantity)
        serials = self.env["stock.quant"].search(
            [("product_id", "=", self.board.id), ("quantity", "!=", 0)]
        )
        self.assertEqual(len(serials.lot_id), len(serials))
        self.assertEqual(set(serials.mapped("quantity")), {1})

    def check_box(self, box, scans):
        """No serial lies in two boxes."""
        own = scans.filtered(lambda s: s.requisition_id == box.requisition_id)
        others = (scans - own).lot_id.filtered(
            lambda lot: lot.product_id.tracking == "serial"
        )
        self.assertFalse(own.lot_id & others)

    @settings(max_examples=300, deadline=None)
    @given(
        st.integers(0, 9),
        st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 4)), max_size=4),
        st.dictionaries(st.sampled_from("abcd"), st.integers(1, 5), max_size=3),
    )
    def test_what_is_left_is_what_is_asked_without_what_is_picked(
        self, asked, shelves, picked
    ):
        left, short, excess = share(asked, shelves, picked)
        done = sum(picked.values())
        self.assertEqual(sum(q for _place, q in left) + short - excess, asked - done)
        self.assertFalse(short and excess)
        for place, quantity in left:
            self.assertLessEqual(quantity, shelves[place][1])
