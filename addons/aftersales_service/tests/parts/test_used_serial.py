from ...exceptions import PartRefused, ProofMissing
from ..common import AfterSalesCommon


class TestUsedSerial(AfterSalesCommon):
    """What was scanned is what is recorded."""

    def setUp(self):
        super().setUp()
        self.board = self.make_part("主板", 680, 352, tracking="serial")
        self.lots = self.make_lots(self.board, "S-1", "S-2", "S-3")
        self.device = self.make_device("D-1")
        self.visit = self.make_visit(self.make_order(self.device, service_type="c"))
        self.requisition = self.make_requisition(self.visit, (self.board, 3))
        self.issue(self.requisition)
        self.go_to_work(self.visit)
        self.line = self.requisition.line_ids.with_user(self.technician)

    def use(self, serials, quantity=1):
        self.visit.action_use_parts(
            [
                {
                    "id": self.line.id,
                    "quantity_to_use": quantity,
                    "used_serials": serials,
                }
            ]
        )

    def card(self):
        day = self.visit.env["aftersales.technician.day"]
        return day._prepare_card(self.visit)

    def get_used(self):
        moves = self.line.sudo().move_ids.filtered(lambda m: m.aftersales_step == "use")
        return sorted(moves.move_line_ids.lot_id.mapped("name"))

    def test_the_second_of_three_is_recorded(self):
        self.use("S-2")
        self.finish(self.visit)
        self.assertEqual(self.get_used(), ["S-2"])
        self.assertEqual(self.device.part_ids.serial, "S-2")
        self.assertEqual(
            [lot.name for lot, _quantity in self.line._get_held_lots()],
            ["S-1", "S-3"],
        )

    def test_however_it_was_spelled(self):
        self.use("ｓ-3， s-1", 2)
        self.finish(self.visit)
        self.assertEqual(self.get_used(), ["S-1", "S-3"])

    def test_nobody_guesses_the_rest(self):
        self.use("S-3", 2)
        with self.assertRaisesRegex(ProofMissing, "S-1, S-2, S-3"):
            self.finish(self.visit)

    def test_one_that_nobody_named_is_the_first_that_was_issued(self):
        self.use(False)
        self.finish(self.visit)
        self.assertEqual(self.get_used(), ["S-1"])

    def test_when_all_were_used_nothing_is_asked(self):
        self.use(False, 3)
        self.finish(self.visit)
        self.assertEqual(self.get_used(), ["S-1", "S-2", "S-3"])

    def test_one_that_was_not_issued_is_refused(self):
        with self.assertRaisesRegex(PartRefused, "S-9"):
            self.use("S-9")
        with self.assertRaises(PartRefused):
            self.use("S-1, S-2", 1)

    def test_the_office_writes_the_same(self):
        self.line.write({"quantity_to_use": 1, "used_serials": "S-3"})
        self.finish(self.visit)
        self.assertEqual(self.get_used(), ["S-3"])

    def test_the_phone_knows_which_parts_have_serial_numbers(self):
        (part,) = self.card()["parts"]
        self.assertEqual(
            (part["single"], part["lots"], part["used_serials"]),
            (True, ["S-1", "S-2", "S-3"], False),
        )
        self.use("S-2")
        (part,) = self.card()["parts"]
        self.assertEqual(part["used_serials"], "S-2")
