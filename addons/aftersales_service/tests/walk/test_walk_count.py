from .common import WalkCommon

QUERIES = 40  # for each requisition of a walk of ten with 200 lines
SCANS = 22  # for twenty lines, from the shelf into the technician's hands


class TestScans(WalkCommon):
    """How often somebody scans, counted."""

    def test_five_requisitions_one_scan_a_line_and_one_a_box(self):
        parts = [
            self.make_part(f"件{i}", 5, 2, stock=99, barcode=f"J-{i}") for i in range(4)
        ]
        asked = [self.make_asked(*((part, 1 + n) for part in parts)) for n in range(4)]
        self.start(self.requisition, *asked)
        codes = ["B-1", "B-2", "P6205"]
        codes += [part.barcode for part in parts for _requisition in asked]
        told = 0
        for code in codes:
            told = self.pick(code, told=told)["box"]
        self.assertFalse(self.shown["stops"])
        for box in self.walk.sudo().box_ids:
            self.assertEqual(self.pick(box._get_code(), told=told)["kind"], "ready")
            told = 0
        # Two serials of one line are two things to scan.
        lines = sum(len(r.line_ids) for r in (self.requisition, *asked)) + 1
        self.assertLessEqual(self.scans, lines + 5)
        self.assertEqual(self.walk.state, "done")

    def test_twenty_lines_reach_the_technician_with_22_scans(self):
        parts = [
            self.make_part(f"件{i}", 5, 2, stock=9, barcode=f"J-{i}") for i in range(20)
        ]
        asked = self.make_asked(*((part, 2) for part in parts))
        self.start(asked)
        for part in parts:
            self.pick(part.barcode)
        box = self.get_box(asked)
        self.pick(box._get_code())
        self.counter.scan(box._get_code())
        self.assertLessEqual(self.scans + 1, SCANS)
        self.assertEqual(set(asked.line_ids.mapped("issued_quantity")), {2})


class TestQueries(WalkCommon):
    def count(self, call, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_ten_requisitions_with_200_lines(self):
        parts = [self.make_part(f"件{i}", 5, 2, stock=99) for i in range(20)]
        asked = [self.make_asked(*((part, 1) for part in parts)) for _each in range(10)]
        ids = [requisition.id for requisition in asked]
        counter = self.counter
        first = self.count(counter.start_walk, ids)
        walk = asked[0].sudo()._get_open_boxes().walk_id
        shown = self.count(counter.get_walk, walk.id)
        self.env["aftersales.requisition.scan"].create(
            [{"line_id": line.id} for each in asked for line in each.line_ids]
        )
        last = self.count(counter.finish_walk, walk.id)
        self.assertEqual(set(walk.box_ids.mapped("state")), {"ready"})
        self.assertLessEqual(first + shown + last, QUERIES * len(asked))
        self.assertLessEqual(shown, QUERIES)

    def test_a_scan_costs_the_same_on_a_long_walk(self):
        parts = [
            self.make_part(f"件{i}", 5, 2, stock=99, barcode=f"J-{i}")
            for i in range(20)
        ]
        few = self.make_asked(*((part, 1) for part in parts[:2]))
        many = [self.make_asked(*((part, 1) for part in parts)) for _each in range(5)]
        self.start(few)
        short = self.count(self.pick, "J-0")
        self.start(*many)
        self.count(self.pick, "J-1")
        self.assertLessEqual(self.count(self.pick, "J-0") - short, 4)
