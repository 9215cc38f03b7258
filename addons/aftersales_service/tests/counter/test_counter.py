from odoo import Command

from ...exceptions import (
    AlreadyIssued,
    GroupRefused,
    MoveRefused,
    PartRefused,
    ProofMissing,
    SamePersonRefused,
    TooMany,
    UnknownCode,
    WrongPart,
    WrongSerial,
)
from ..common import AfterSalesCommon


class CounterCommon(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.make_part(
            "主板", 680, 352, tracking="serial", barcode="6901234567892"
        )
        cls.lots = cls.make_lots(cls.board, "B-1", "B-2", "B-3")
        cls.part.barcode = "P6205"
        cls.li.code, cls.zhao.code = "T-001", "T-002"

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device("YJ-C1"), service_type="c")
        self.visit = self.make_visit(self.order)
        self.requisition = self.make_requisition(
            self.visit, (self.board, 2), (self.part, 3)
        )
        self.counter = self.env["aftersales.issue.counter"].with_user(self.keeper)

    def scan(self, code, requisition=None, **kwargs):
        requisition = self.requisition if requisition is None else requisition
        return self.counter.scan(code, requisition.id, **kwargs)

    def hand_over(self, **kwargs):
        return self.counter.hand_over(self.requisition.id, **kwargs)


class TestScan(CounterCommon):
    def test_requisition_opens_by_number_and_by_qr(self):
        for code in (
            self.requisition.name,
            f"https://x.cn/odoo/aftersales.requisition/{self.requisition.id}",
        ):
            answer = self.counter.scan(code)
            self.assertEqual(answer["board"]["id"], self.requisition.id)

    def test_badge_lists_his_requisitions_and_takes_over_what_is_scanned(self):
        answer = self.counter.scan("T-001")
        self.assertEqual(answer["requisition_ids"], self.requisition.ids)
        self.scan("B-1")
        self.assertFalse(self.scan("T-001")["deputy"])
        self.assertTrue(self.scan("T-002")["deputy"])

    def test_exactly_the_scanned_serials_are_issued_and_the_rest_waits(self):
        for code in ("B-3", "P6205", "P6205"):
            answer = self.scan(code)
            self.assertEqual(answer["kind"], "right")
        done = self.hand_over()
        lots = (
            self.env["stock.picking"].browse(done["picking_ids"]).move_line_ids.lot_id
        )
        self.assertEqual(lots.mapped("name"), ["B-3"])
        self.assertEqual(self.requisition.line_ids.mapped("issued_quantity"), [1, 2])
        self.assertEqual(self.requisition.state, "issued")
        self.assertEqual([row["open"] for row in done["board"]["lines"]], [1, 1])
        for code in ("B-1", "P6205"):
            self.scan(code)
        self.hand_over()
        self.assertEqual(self.requisition.line_ids.mapped("issued_quantity"), [2, 3])
        issued = self.env["stock.quant"].search(
            [("location_id", "=", self.li.location_id.id), ("lot_id", "!=", False)]
        )
        self.assertEqual(sorted(issued.lot_id.mapped("name")), ["B-1", "B-3"])

    def test_refusals_have_their_kind_and_words(self):
        foreign = self.make_part("皮带", 9, 3, stock=5, barcode="PD-9")
        self.assertTrue(foreign)
        for code, error, words in (
            ("XXX", UnknownCode, "XXX"),
            ("PD-9", WrongPart, "皮带"),
            ("6901234567892", WrongSerial, "serial number"),
        ):
            with self.assertRaisesRegex(error, words):
                self.scan(code)
        self.scan("B-1")
        with self.assertRaisesRegex(AlreadyIssued, self.requisition.name):
            self.scan("B-1")
        self.scan("B-2")
        with self.assertRaises(TooMany):
            self.scan("B-3")
        self.hand_over()
        with self.assertRaisesRegex(AlreadyIssued, "already issued"):
            self.scan("B-1")

    def test_serial_that_the_books_know_elsewhere(self):
        lot = self.env["stock.lot"].create({"name": "B-9", "product_id": self.board.id})
        with self.assertRaisesRegex(WrongSerial, "no place of ours"):
            self.scan("B-9")
        self.env["stock.quant"]._update_available_quantity(
            self.board, self.zhao.location_id, 1, lot_id=lot
        )
        lot.invalidate_recordset()
        with self.assertRaisesRegex(WrongSerial, "赵刚"):
            self.scan("B-9")

    def test_serial_laid_aside_for_another_is_not_scanned_twice(self):
        second = self.make_requisition(self.visit, (self.board, 1))
        self.scan("B-1")
        with self.assertRaisesRegex(AlreadyIssued, self.requisition.name):
            self.scan("B-1", second)

    def test_gs1_names_article_and_serial(self):
        for code in ("010690123456789221B-2", "(01)06901234567892(21)B-1"):
            self.assertEqual(self.scan(code)["kind"], "right")
        with self.assertRaisesRegex(WrongSerial, "B-77"):
            self.scan("010690123456789221B-77")

    def test_taken_meanwhile_is_said_at_the_hand_over(self):
        self.scan("B-1")
        self.env["stock.quant"]._update_available_quantity(
            self.board, self.warehouse.lot_stock_id, -1, lot_id=self.lots[0]
        )
        with self.assertRaisesRegex(AlreadyIssued, "B-1"):
            self.hand_over()

    def test_nothing_scanned_is_not_handed_over(self):
        with self.assertRaises(ProofMissing):
            self.hand_over()

    def test_a_scan_is_taken_back(self):
        self.scan("B-1")
        board = self.counter.unscan(self.requisition.line_ids[0].id, "issue")
        self.assertEqual(board["lines"][0]["scanned"], 0)
        self.scan("B-1")


class TestHandOver(CounterCommon):
    def test_deputy_needs_a_reason_and_is_written_down(self):
        self.scan("B-1")
        for receiver in ({"technician_id": self.zhao.id}, {"deputy": "门卫"}):
            with self.assertRaisesRegex(ProofMissing, "李强"):
                self.hand_over(**receiver)
        done = self.hand_over(technician_id=self.zhao.id, reason="李强在现场")
        picking = self.env["stock.picking"].browse(done["picking_ids"])
        self.assertEqual(picking.aftersales_receiver_id, self.zhao)
        self.assertEqual(picking.aftersales_deputy_reason, "李强在现场")

    def test_requester_neither_scans_nor_hands_over(self):
        self.technician.group_ids |= self.env.ref(
            "aftersales_service.aftersales_service_group_warehouse"
        )
        counter = self.counter.with_user(self.technician)
        with self.assertRaises(SamePersonRefused):
            counter.scan("B-1", self.requisition.id)
        self.scan("B-1")
        with self.assertRaises(SamePersonRefused):
            counter.hand_over(self.requisition.id)

    def test_only_keepers_use_the_counter(self):
        for user in (self.technician, self.inspector, self.accountant):
            with self.assertRaises(GroupRefused):
                self.counter.with_user(user).get_queue()
            with self.assertRaises(GroupRefused):
                self.counter.with_user(user).scan("B-1", self.requisition.id)

    def test_queue_shows_vehicles_down_first_and_what_lies_ready(self):
        urgent = self.make_requisition_draft(urgent=True, explanation="生产线停")
        urgent.action_submit()
        urgent.approval_ids.with_user(self.director).action_agree()
        self.scan("B-1")
        self.counter.set_bin(self.requisition.id, "A-03")
        queue = self.counter.get_queue()
        rows = {row["id"]: index for index, row in enumerate(queue)}
        self.assertLess(rows[urgent.id], rows[self.requisition.id])
        mine = queue[rows[self.requisition.id]]
        self.assertEqual((mine["ready"], mine["bin"]), (True, "A-03"))

    def make_requisition_draft(self, **vals):
        return (
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .create(
                {
                    "visit_id": self.visit.id,
                    "line_ids": [
                        Command.create({"product_id": self.part.id, "quantity": 1})
                    ],
                }
                | vals
            )
        )

    def test_cancelled_is_not_issued(self):
        self.requisition.action_cancel()
        with self.assertRaises(MoveRefused):
            self.scan("B-1")

    def test_board_costs_the_same_for_many_lines(self):
        def count(requisition):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.counter.get_board(requisition.id)
            return self.env.cr.sql_log_count - before

        parts = [self.make_part(f"件{i}", 5, 2, stock=3) for i in range(30)]
        few = self.make_requisition(self.visit, *((part, 1) for part in parts[:3]))
        many = self.make_requisition(self.visit, *((part, 1) for part in parts))
        count(few)
        self.assertLessEqual(count(many) - count(few), 2)


class TestTakeBack(CounterCommon):
    def setUp(self):
        super().setUp()
        for code in ("B-1", "B-2", "P6205", "P6205", "P6205"):
            self.scan(code)
        self.hand_over()
        self.go_to_work(self.visit)
        lines = self.requisition.line_ids
        lines[0].quantity_to_use = 1
        self.finish(self.visit, used={lines[1]: 1})
        self.sign(self.visit)

    def test_unused_parts_come_back_good_or_defective(self):
        self.assertEqual(self.requisition.state, "signed")
        self.requisition.action_return_unused()  # announced; what is scanned counts
        held = dict(self.requisition.line_ids[0]._get_held_lots())
        (lot,) = held
        self.scan("P6205", step="return")
        self.scan(lot.name, step="return", condition="defective")
        self.counter.take_back(self.requisition.id)
        self.assertEqual(self.requisition.state, "signed")  # one is missing
        self.scan("P6205", step="return")
        self.counter.take_back(self.requisition.id)
        self.assertEqual(self.requisition.state, "returned")
        place = self.company.aftersales_supplier_return_location_id
        self.assertEqual(lot.location_id, place)
        self.env.invalidate_all()
        good = self.board.with_context(warehouse_id=self.warehouse.id)
        self.assertEqual(good.free_qty, 1, "the defective one is no good stock")
        self.assertEqual(self.requisition.line_ids.mapped("returned_quantity"), [1, 2])

    def test_more_than_held_or_a_strange_serial_is_refused(self):
        with self.assertRaises(WrongSerial):
            self.scan("B-3", step="return")
        self.scan("P6205", step="return")
        self.scan("P6205", step="return")
        with self.assertRaises(TooMany):
            self.scan("P6205", step="return")


class TestShortage(CounterCommon):
    def setUp(self):
        super().setUp()
        self.rare = self.make_part("控制器", 100, 50, stock=1)
        self.same = self.make_part("控制器B", 100, 60, stock=5)
        self.dear = self.make_part("控制器C", 150, 60, stock=5)
        self.env["aftersales.part.substitute"].create(
            [
                {"product_id": self.rare.id, "substitute_id": part.id}
                for part in (self.same, self.dear)
            ]
        )
        self.requisition = self.make_requisition(self.visit, (self.rare, 3))
        self.line = self.requisition.line_ids

    def test_other_places_and_substitutes_are_shown(self):
        self.env["stock.quant"]._update_available_quantity(
            self.rare, self.zhao.location_id, 2
        )
        short = self.counter.get_shortage(self.line.id)
        self.assertEqual(
            [(p["id"], p["quantity"]) for p in short["places"]],
            [(self.zhao.location_id.id, 2)],
        )
        self.assertEqual(
            [(s["id"], s["dearer"]) for s in short["substitutes"]],
            [(self.same.id, False), (self.dear.id, True)],
        )
        name = self.counter.fetch_from(self.line.id, self.zhao.location_id.id, 2)
        picking = self.env["stock.picking"].search([("name", "=", name)])
        self.assertEqual(picking.state, "assigned")
        self.assertFalse(picking.move_ids.aftersales_requisition_line_id)

    def test_what_is_no_good_part_is_never_fetched(self):
        """Old parts and what arrived defective lie in places of ours, too."""
        company = self.env.company
        for place in (
            company._aftersales_get_old_part_location(),
            company._aftersales_get_supplier_return_location(),
            company.aftersales_custody_location_id,
        ):
            self.env["stock.quant"]._update_available_quantity(self.rare, place, 2)
            with self.assertRaises(PartRefused):
                self.counter.fetch_from(self.line.id, place.id, 1)
        self.assertFalse(self.counter.get_shortage(self.line.id)["places"])

    def test_substitute_at_the_same_price_is_taken_at_once(self):
        self.counter.substitute(self.line.id, self.same.id, 2)
        new = self.requisition.line_ids - self.line
        self.assertEqual((new.product_id, new.waits), (self.same, False))
        self.assertEqual(self.line._get_open_quantity(), 1)
        self.issue(self.requisition)
        self.assertEqual((self.line.issued_quantity, new.issued_quantity), (1, 2))
        fees = self.order.fee_ids.filtered(
            lambda f: f.product_id in (self.rare, self.same)
        )
        self.assertEqual(sorted(fees.mapped("quantity")), [1, 2])

    def test_substitute_at_another_price_waits_for_approval(self):
        self.counter.substitute(self.line.id, self.dear.id, 2)
        new = self.requisition.line_ids - self.line
        self.assertTrue(new.waits)
        self.assertFalse(new._get_open_quantity())
        approval = self.requisition.sudo().approval_ids
        self.assertEqual(approval.kind, "part_substitute")
        approval.with_user(self.director).action_agree()
        self.assertFalse(new.waits)
        self.assertEqual(
            (self.line._get_open_quantity(), new._get_open_quantity()), (1, 2)
        )

    def test_refused_substitute_leaves_the_line_as_it_was(self):
        self.counter.substitute(self.line.id, self.dear.id, 2)
        self.requisition.sudo().approval_ids.with_user(self.director).action_refuse(
            "贵"
        )
        self.assertEqual(self.requisition.line_ids, self.line)
        self.assertEqual(self.line._get_open_quantity(), 3)

    def test_unlisted_or_too_many_is_refused(self):
        with self.assertRaisesRegex(PartRefused, "not listed as a substitute"):
            self.counter.substitute(self.line.id, self.part.id, 1)
        with self.assertRaises(ProofMissing):
            self.counter.substitute(self.line.id, self.same.id, 4)

    def test_scanned_substitute_is_named(self):
        self.same.barcode = "KZQ-B"
        with self.assertRaisesRegex(WrongPart, "may replace"):
            self.scan("KZQ-B")

    def test_replenishment_follows_cores_rules(self):
        supplier = self.env.ref("stock.stock_location_suppliers")
        route = self.env["stock.route"].create(
            {
                "name": "采购",
                "product_selectable": True,
                "rule_ids": [
                    Command.create(
                        {
                            "name": "补货",
                            "action": "pull",
                            "procure_method": "make_to_stock",
                            "picking_type_id": self.warehouse.in_type_id.id,
                            "location_src_id": supplier.id,
                            "location_dest_id": self.warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        self.rare.route_ids = route
        self.counter.replenish(self.line.id, 4)
        move = self.env["stock.move"].search(
            [("product_id", "=", self.rare.id), ("location_id", "=", supplier.id)]
        )
        self.assertEqual(move.product_uom_qty, 4)
