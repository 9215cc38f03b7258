import base64
import io

from openpyxl import load_workbook

from .common import ReserveCommon


class TestPanel(ReserveCommon):
    """What the director sees, and the same as a workbook."""

    def setUp(self):
        super().setUp()
        self.other = self.make_model("减速机")
        for product in (self.machine, self.other):
            for month in range(4):
                devices = self.sell_machines(month, 2, product)
                self.spend(devices[0], month, 100 + month)
                self.spend(devices[1], month + 1, 30)
        self.before = self.make_reserve(3)
        self.reserve = self.make_reserve(5)

    def test_rows(self):
        panel = self.reserve.panel
        self.assertEqual(
            [row["month"] for row in panel["rows"]],
            ["2025-01", "2025-02", "2025-03", "2025-04"],
        )
        first = panel["rows"][0]
        self.assertEqual((first["units"], first["claims"]), (4, 4))
        self.assertEqual(first["cells"][:2], [200, 60])
        self.assertEqual((first["rate"], first["unit_cost"]), (100, 65))
        self.assertEqual(panel["total"]["rest"], self.reserve.rest)
        self.assertEqual(panel["total"]["low"], self.reserve.low)
        self.assertEqual(
            sum(sum(row["cells"]) for row in panel["rows"]), self.reserve.cost
        )
        for row in panel["rows"]:
            self.assertLessEqual(row["low"], row["rest"] + 0.01)
            self.assertLessEqual(row["rest"], row["high"] + 0.01)

    def test_one_product(self):
        panel = self.reserve.panel
        self.assertEqual(len(panel["groups"]), 2)
        key = next(k for k, label in panel["groups"] if "减速机" in label)
        mine = self.reserve.get_panel(key)
        lines = self.reserve.line_ids.filtered(lambda ln: ln.product_id == self.other)
        self.assertEqual(mine["key"], key)
        self.assertEqual(
            sum(row["cost"] for row in mine["rows"]), sum(lines.mapped("cost"))
        )
        by_month = {f"{line.sale_month:%Y-%m}": line for line in lines}
        for row in mine["rows"]:
            line = by_month[row["month"]]
            self.assertAlmostEqual(row["low"], line.low, delta=0.05)
            self.assertAlmostEqual(row["high"], line.high, delta=0.05)

    def test_keys_of_strangers(self):
        for key in (
            "x",
            "product_id",
            "product_id,",
            "product_id,a,1",
            "id,1",
            "state,draft",
            False,
        ):
            self.assertIn("rows", self.reserve.get_panel(key))

    def test_was_it_enough(self):
        (row,) = self.reserve.panel["run_off"]
        self.assertEqual(row["month"], "2025-04")
        self.assertAlmostEqual(row["reserved"], self.before.rest, 2)
        self.assertAlmostEqual(row["paid"], self.reserve.paid_since, 2)
        self.assertAlmostEqual(
            row["paid"] + row["expected"] - row["reserved"], self.reserve.run_off, 2
        )

    def test_cautions(self):
        self.assertEqual(
            len(self.reserve.panel["cautions"]), 1, "24 months of warranty"
        )
        self.spend(
            self.make_device(
                "OHNE", coverage={"months": 24, "start_date": "2025-01-01"}
            ),
            2,
            9,
        )
        self.reserve.action_reckon()
        self.assertEqual(len(self.reserve.panel["cautions"]), 2)

    def test_empty(self):
        empty = self.make_reserve(-5)
        self.assertEqual((empty.panel["rows"], empty.panel["run_off"]), ([], []))
        self.assertFalse(self.make_reserve(-6, reckon=False).panel)
        self.read_workbook(empty)

    def read_workbook(self, reserve):
        reserve.action_workbook()
        window = self.env["aftersales.reserve.workbook"].search(
            [("reserve_id", "=", reserve.id)], order="id desc", limit=1
        )
        book = load_workbook(io.BytesIO(base64.b64decode(window.workbook)))
        return [list(sheet.values) for sheet in book]

    def test_workbook(self):
        triangle, lines = self.read_workbook(self.reserve)
        self.assertEqual(len(triangle), 5)
        self.assertEqual(triangle[1][:5], ("2025-01", 4, 4, 200, 60))
        self.assertEqual(len(lines), 9)
        self.assertAlmostEqual(sum(row[7] for row in lines[1:]), self.reserve.rest, 2)

    def make_more(self):
        """The month after, with twice as many products."""
        for product in (self.make_model("水泵"), self.make_model("风机")):
            for month in range(6):
                self.spend(self.sell_machines(month, 2, product)[0], month, 50)
        return self.make_reserve(6)

    def count_queries(self, look, *arguments):
        look(arguments[0])  # what is cached is cached
        counts = []
        for argument in arguments:
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            look(argument)
            counts.append(self.env.cr.sql_log_count - before)
        return counts

    def test_queries_of_the_form(self):
        counts = self.count_queries(
            lambda reserve: reserve.panel, self.reserve, self.make_more()
        )
        self.assertLessEqual(abs(counts[0] - counts[1]), 2)

    def test_queries_of_the_list(self):
        lines = self.env["aftersales.reserve.line"]
        few, many = (
            lines.search([("reserve_id", "=", reserve.id)])
            for reserve in (self.reserve, self.make_more())
        )
        self.assertGreater(len(many), 2 * len(few))
        names = {name: {} for name in ("claims_rate", "unit_total", "rest")}
        names["product_id"] = {"fields": {"display_name": {}}}
        counts = self.count_queries(lambda lines: lines.web_read(names), few, many)
        self.assertEqual(*counts)

    def test_pivot_and_graph(self):
        groups = self.reserve.line_ids.formatted_read_group(
            [("reserve_id", "=", self.reserve.id)],
            ["product_id"],
            ["rest:sum", "run_off:sum"],
        )
        self.assertAlmostEqual(sum(g["rest:sum"] for g in groups), self.reserve.rest, 2)
