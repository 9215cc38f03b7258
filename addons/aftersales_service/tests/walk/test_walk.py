from odoo.exceptions import UserError

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
from .common import WalkCommon


class TestStart(WalkCommon):
    def test_each_requisition_has_its_numbered_box(self):
        others = [self.make_asked() for _each in range(2)]
        self.start(self.requisition, *others)
        self.assertEqual([box["number"] for box in self.shown["boxes"]], [1, 2, 3])
        self.assertEqual(self.walk.user_id, self.keeper)
        self.assertEqual(self.walk.warehouse_id, self.warehouse)
        self.assertRegex(self.walk.name, r"^JH\d{4}-\d{5}$")

    def test_numbers_of_boxes_that_are_empty_are_used_again(self):
        first, second, third = (self.make_asked() for _each in range(3))
        self.start(first, second)
        self.counter.put_back(self.get_box(first).id)
        self.start(third)
        self.assertEqual(self.get_box(third).number, 1)
        self.assertEqual(self.get_box(second).number, 2)

    def test_vehicle_down_comes_into_the_first_box(self):
        urgent = self.make_asked()
        urgent._in_flow().urgent = True
        self.start(self.requisition, urgent)
        self.assertEqual(self.get_box(urgent).number, 1)

    def test_one_requisition_is_on_one_walk_only(self):
        self.start(self.requisition)
        with self.assertRaisesRegex(PartRefused, self.walk.name):
            self.start(self.make_asked(), self.requisition)

    def test_none_or_eleven_are_no_walk(self):
        for count in (0, 11):
            with self.assertRaisesRegex(PartRefused, str(count)):
                self.start(*(self.make_asked() for _each in range(count)))

    def test_through_one_warehouse_only(self):
        other = self.env["stock.warehouse"].create({"name": "分库", "code": "FK"})
        elsewhere = self.env["aftersales.requisition"].create(
            {
                "visit_id": self.visit.id,
                "warehouse_id": other.id,
                "line_ids": [(0, 0, {"product_id": self.part.id})],
            }
        )
        elsewhere.action_submit()
        with self.assertRaisesRegex(PartRefused, "分库"):
            self.start(self.requisition, elsewhere)

    def test_what_does_not_wait_is_not_picked(self):
        self.requisition.action_cancel()
        with self.assertRaises(MoveRefused):
            self.start(self.requisition)

    def test_requester_does_not_pick(self):
        group = "aftersales_service.aftersales_service_group_warehouse"
        self.technician.group_ids |= self.env.ref(group)
        counter = self.counter.with_user(self.technician)
        with self.assertRaises(SamePersonRefused):
            counter.start_walk(self.requisition.ids)

    def test_only_keepers_walk(self):
        self.start(self.requisition)
        box = self.get_box(self.requisition)
        for user in (self.technician, self.inspector, self.accountant):
            counter = self.counter.with_user(user)
            for call in (
                lambda c=counter: c.get_walks(),
                lambda c=counter: c.start_walk(self.requisition.ids),
                lambda c=counter: c.get_walk(self.walk.id),
                lambda c=counter: c.scan_walk(self.walk.id, "B-1"),
                lambda c=counter: c.finish_walk(self.walk.id),
                lambda c=counter: c.put_back(box.id),
                lambda c=counter: c.place_box(box.id, "A"),
            ):
                with self.assertRaises(GroupRefused):
                    call()
        with self.assertRaises(UserError):
            self.walk.with_user(self.keeper).write({"state": "done"})


class TestPick(WalkCommon):
    def setUp(self):
        super().setUp()
        self.belt = self.make_part("皮带", 9, 3, barcode="PD-9")
        self.put_on(self.shelves[0], self.belt, 5)  # B-02
        self.seal = self.make_part("油封", 4, 1, barcode="YF-1")
        self.put_on(self.shelves[1], self.seal, 9)
        self.first = self.make_asked((self.belt, 2), (self.seal, 1))
        self.second = self.make_asked((self.belt, 3))
        self.start(self.first, self.second)

    def test_one_list_by_shelf_says_what_goes_into_which_box(self):
        self.assertEqual(
            self.get_stops(),
            [("A-03", "油封", {1: 1}), ("B-02", "皮带", {1: 2, 2: 3})],
        )

    def test_a_scan_names_the_box_and_takes_all_of_the_line(self):
        answer = self.pick("PD-9")
        self.assertEqual((answer["kind"], answer["box"]), ("put", 1))
        self.assertEqual(answer["detail"], "皮带 × 2")
        self.assertEqual(self.pick("PD-9")["box"], 2)
        self.assertEqual(self.get_stops(), [("A-03", "油封", {1: 1})])
        with self.assertRaisesRegex(TooMany, "皮带"):
            self.pick("PD-9")

    def test_a_box_is_ready_when_all_is_in_it(self):
        self.pick("PD-9")
        box = self.get_box(self.first)
        answer = self.pick(box._get_code(), told=1)
        self.assertEqual((answer["kind"], box.state), ("confirmed", "open"))
        self.pick("YF-1")
        answer = self.pick(box._get_code(), told=1)
        self.assertEqual((answer["kind"], box.state), ("ready", "ready"))
        self.assertTrue(box.ready_at)
        self.check_reserved()

    def test_the_wrong_box_is_said(self):
        self.pick("PD-9")
        wrong = self.get_box(self.second)._get_code()
        with self.assertRaisesRegex(WrongPart, "box 1"):
            self.pick(wrong, told=1)

    def test_a_shelf_that_is_scanned_is_where_the_box_stands(self):
        self.shelves[1].barcode = "SHELF-A3"
        with self.assertRaisesRegex(UnknownCode, "A-03"):
            self.pick("SHELF-A3")
        for code in ("PD-9", "YF-1", self.get_box(self.first)._get_code()):
            self.pick(code)
        answer = self.pick("SHELF-A3")
        self.assertEqual((answer["kind"], answer["box"]), ("place", 1))
        self.assertEqual(self.first.bin, "A-03")
        rows = {row["id"]: row for row in self.counter.get_queue()}
        row = rows[self.first.id]
        self.assertEqual((row["ready"], row["box"], row["bin"]), (True, 1, "A-03"))
        self.assertIn("A-03", self.first.with_user(self.technician).box_text)

    def test_what_is_not_picked_stays_asked_for(self):
        self.pick("PD-9")
        shown = self.finish_walk()
        self.assertEqual(shown["state"], "done")
        states = [box["state"] for box in shown["boxes"]]
        self.assertEqual(states, ["ready", "emptied"])
        self.counter.scan(self.get_box(self.first)._get_code())
        self.assertEqual(self.first.line_ids.mapped("issued_quantity"), [2, 0])
        self.assertEqual(self.second.state, "approved")
        self.check_reserved()

    def test_less_on_the_shelf_than_the_books_say(self):
        scan = self.pick("PD-9")["scan_id"]
        self.shown = self.counter.unpick_walk(self.walk.id, scan, 1)
        done = [(row["box"], row["quantity"]) for row in self.shown["done"]]
        self.assertEqual(done, [(1, 1)])
        self.counter.unpick_walk(self.walk.id, scan)
        self.assertFalse(self.first._get_open_scans("issue"))

    def test_what_has_no_code_is_tapped(self):
        line = self.second.line_ids
        answer = self.counter.pick_walk(self.walk.id, line.id)
        self.assertEqual((answer["box"], answer["detail"]), (2, "皮带 × 3"))

    def test_a_tap_is_for_this_walk_and_this_part(self):
        foreign = self.make_asked((self.belt, 1)).line_ids
        with self.assertRaisesRegex(WrongPart, "皮带"):
            self.counter.pick_walk(self.walk.id, foreign.id)
        with self.assertRaises(WrongSerial):
            line = self.second.line_ids.id
            self.counter.pick_walk(self.walk.id, line, self.lots[0].id)

    def test_foreign_and_unknown_codes(self):
        self.make_part("滤芯", 9, 3, stock=5, barcode="LX-1")
        for code, error, words in (
            ("XXX", UnknownCode, "XXX"),
            ("LX-1", WrongPart, "滤芯"),
            ("BOX-ZZ-77", WrongPart, "not in use"),
        ):
            with self.assertRaisesRegex(error, words):
                self.pick(code)

    def test_a_scan_that_is_sent_twice_is_booked_once(self):
        first = self.pick("PD-9", key="k-1")
        again = self.pick("PD-9", key="k-1")
        self.assertEqual(first["scan_id"], again["scan_id"])
        self.assertEqual(len(self.first._get_open_scans("issue")), 1)

    def test_a_finished_walk_is_over(self):
        self.pick("PD-9")
        self.finish_walk()
        for call in (
            lambda: self.pick("YF-1"),
            lambda: self.counter.finish_walk(self.walk.id),
        ):
            with self.assertRaisesRegex(MoveRefused, self.walk.name):
                call()

    def test_nothing_picked_breaks_the_walk_off(self):
        self.assertEqual(self.finish_walk()["state"], "cancelled")


class TestSerials(WalkCommon):
    def test_a_serial_is_one_line_and_any_of_them_may_be_taken(self):
        other = self.make_asked((self.board, 1))
        self.start(self.requisition, other)
        boards = [stop for stop in self.shown["stops"] if stop["lot"]]
        self.assertEqual([stop["lot"] for stop in boards], ["B-1", "B-2", "B-3"])
        self.assertEqual(self.pick("B-3")["box"], 2)
        self.assertEqual(self.pick("B-1")["box"], 1)
        with self.assertRaisesRegex(AlreadyIssued, "box 1"):
            self.pick("B-1")
        with self.assertRaisesRegex(WrongSerial, "serial number"):
            self.pick("6901234567892")

    def test_reservation_stands_with_what_was_picked_and_the_other_gets_another(self):
        other = self.make_asked((self.board, 1))  # core reserved B-3 for it
        self.start(self.requisition)
        self.pick("B-3")
        self.pick("B-1")
        self.pick("P6205")
        self.finish_walk()
        move = self.requisition.sudo().line_ids[0].move_ids
        self.assertEqual(set(move.move_line_ids.lot_id.mapped("name")), {"B-1", "B-3"})
        rest = other.sudo().line_ids.move_ids.move_line_ids.lot_id
        self.assertEqual(rest.name, "B-2")
        self.check_reserved()
        self.counter.scan(self.get_box(self.requisition)._get_code())
        self.assertEqual(self.requisition.line_ids[0].issued_quantity, 2)
        self.check_reserved()

    def test_what_another_keeper_picked_is_not_taken(self):
        other = self.make_asked((self.board, 1))
        self.start(other)
        self.pick("B-2")
        self.start(self.requisition)
        with self.assertRaisesRegex(AlreadyIssued, other.name):
            self.pick("B-2")

    def test_a_machine_that_stands_still_takes_nothing_out_of_a_box(self):
        self.start(self.requisition)
        for code in ("B-1", "B-2", "P6205"):
            self.pick(code)
        self.finish_walk()
        urgent = self.make_asked((self.board, 3))
        urgent._in_flow().urgent = True
        urgent.sudo()._jump_queue(urgent.sudo().picking_ids)
        move = self.requisition.sudo().line_ids[0].move_ids
        self.assertEqual(set(move.move_line_ids.lot_id.mapped("name")), {"B-1", "B-2"})
        self.check_reserved()

    def test_a_serial_that_came_in_later_fills_what_is_short(self):
        asked = self.make_asked((self.board, 2))  # one of them is short
        self.start(asked)
        self.assertEqual([row["quantity"] for row in self.shown["short"]], [1])
        self.pick("B-3")
        self.make_lots(self.board, "B-9")
        self.assertEqual(self.pick("B-9")["box"], 1)
        self.finish_walk()
        lots = asked.sudo().line_ids.move_ids.move_line_ids.lot_id
        self.assertEqual(set(lots.mapped("name")), {"B-3", "B-9"})
        self.check_reserved()

    def test_of_what_is_reserved_for_others_nothing_is_picked(self):
        rare = self.make_part("控制器", 9, 3, stock=1, barcode="KZQ")
        self.make_asked((rare, 1))
        late = self.make_asked((rare, 1))
        self.start(late)
        with self.assertRaisesRegex(PartRefused, "reserved for other jobs"):
            self.pick("KZQ")


class TestLots(WalkCommon):
    def test_another_lot_than_the_reserved_one_as_far_as_it_goes(self):
        oil = self.make_part("油", 9, 3, tracking="lot")
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": oil.id} for name in ("L-1", "L-2")]
        )
        self.put_on(self.shelves[1], oil, 5, lots[0])
        self.put_on(self.shelves[0], oil, 2, lots[1])
        asked = self.make_asked((oil, 4))
        self.start(asked)
        self.assertEqual(self.pick("L-2")["detail"], "L-2 · 油 × 2")
        self.assertEqual(self.pick("L-1")["detail"], "L-1 · 油 × 2")
        self.finish_walk()
        self.check_reserved()
        self.counter.scan(self.get_box(asked)._get_code())
        self.assertEqual(asked.line_ids.issued_quantity, 4)
        self.check_reserved()


class TestLeave(WalkCommon):
    def setUp(self):
        super().setUp()
        self.asked = self.make_asked((self.part, 2))
        self.start(self.asked)
        self.pick("P6205")
        self.box = self.get_box(self.asked)

    def test_one_scan_of_the_box_hands_it_over(self):
        self.finish_walk()
        answer = self.counter.scan(self.box._get_code())
        self.assertEqual((answer["kind"], answer["words"]), ("handed", "李强"))
        self.assertEqual(self.box.state, "handed")
        self.assertFalse(self.asked.bin)
        picking = self.env["stock.picking"].browse(answer["picking_ids"])
        self.assertEqual(picking.aftersales_requisition_id, self.asked)
        self.assertEqual(picking.state, "done")
        with self.assertRaisesRegex(AlreadyIssued, "handed over already"):
            self.counter.scan(self.box._get_code())
        self.assertEqual(self.asked.line_ids.issued_quantity, 2)

    def test_a_box_that_is_being_picked_opens_its_requisition(self):
        answer = self.counter.scan(self.box._get_code())
        self.assertEqual(answer["kind"], "requisition")
        self.assertEqual(answer["board"]["box"]["number"], 1)
        self.assertFalse(self.asked.line_ids.issued_quantity)

    def test_handed_over_at_the_counter_it_leaves_the_walk(self):
        self.counter.hand_over(self.asked.id)
        self.assertEqual((self.box.state, self.walk.state), ("handed", "done"))

    def test_cancelled_while_it_is_picked(self):
        self.asked.action_cancel()
        shown = self.finish_walk()
        self.assertEqual(shown["state"], "open")
        self.assertIn("was cancelled", shown["boxes"][0]["problem"])
        with self.assertRaisesRegex(PartRefused, "was cancelled"):
            self.pick(self.box._get_code())
        with self.assertRaisesRegex(PartRefused, "called off"):
            self.counter.hand_over(self.asked.id)
        rows = {row["id"] for row in self.counter.get_queue()}
        self.assertIn(self.asked.id, rows)
        self.counter.put_back(self.box.id)
        self.assertEqual((self.box.state, self.walk.state), ("emptied", "cancelled"))
        self.assertFalse(self.asked._get_open_scans("issue"))
        rows = {row["id"] for row in self.counter.get_queue()}
        self.assertNotIn(self.asked.id, rows)
        self.check_reserved()

    def test_cancelled_when_it_is_ready(self):
        self.finish_walk()
        self.asked.action_cancel()
        with self.assertRaisesRegex(PartRefused, "called off"):
            self.counter.scan(self.box._get_code())
        self.assertEqual(self.counter.get_walks()["boxes"][0]["id"], self.box.id)

    def test_cancelled_before_anything_is_in_the_box(self):
        late = self.make_asked()
        self.start(late)
        box = self.get_box(late)
        late.action_cancel()
        self.assertEqual((box.state, self.walk.state), ("emptied", "cancelled"))

    def test_less_is_asked_for_while_it_is_picked(self):
        self.asked.line_ids.sudo()._withdraw(1)
        shown = self.finish_walk()
        self.assertIn("no longer asked for", shown["boxes"][0]["problem"])
        scan = self.asked._get_open_scans("issue")
        self.counter.unpick_walk(self.walk.id, scan.id, 1)
        self.assertEqual(self.finish_walk()["boxes"][0]["state"], "ready")
        self.counter.scan(self.box._get_code())
        self.assertEqual(self.asked.line_ids.issued_quantity, 1)

    def test_sent_by_courier_it_leaves_its_box(self):
        self.finish_walk()
        packed = self.counter.pack_parcel(self.asked.id)
        parcel = self.env["aftersales.parcel"].browse(packed["res_id"])
        carrier = self.env["res.partner"].create({"name": "顺达快递"})
        parcel.write({"courier_id": carrier.id, "tracking_ref": "SF-1"})
        parcel.with_user(self.keeper).action_send()
        self.assertEqual(self.box.state, "handed")

    def test_nothing_scanned_is_not_handed_over(self):
        self.finish_walk()
        self.counter.unscan(self.asked.line_ids.id, "issue")
        with self.assertRaises(ProofMissing):
            self.counter.scan(self.box._get_code())

    def test_issued_from_another_screen_it_lies_in_no_box(self):
        self.finish_walk()
        self.issue(self.asked)
        self.assertEqual(self.box.state, "handed")
        self.assertFalse(self.asked._get_open_scans("issue"))

    def test_another_piece_than_the_picked_one_was_issued(self):
        """What lies in the box then is told, and put back."""
        asked = self.make_asked((self.board, 1))
        self.start(asked)
        self.pick("B-2")
        box = self.get_box(asked)
        move = asked.sudo().line_ids.move_ids
        self.assertNotEqual(move.move_line_ids.lot_id.name, "B-2")
        self.issue(asked)
        self.assertIn("no longer asked for", self.finish_walk()["boxes"][0]["problem"])
        self.counter.put_back(box.id)
        self.assertEqual(box.state, "emptied")
