import datetime

from ...exceptions import ProofMissing, ProtectedRefused
from .test_policy import PolicyCase

DAY = datetime.date(2026, 3, 1)


class TestOwner(PolicyCase):
    """Resale, exchange, scrap and return are events; cover survives them (★20)."""

    def setUp(self):
        super().setUp()
        self.buyer = self.env["res.partner"].create(
            {"name": "新客户", "is_company": True}
        )

    def test_warranty_follows_a_resold_device(self):
        device = self.make_device("E-1", coverage={"months": 120, "start_date": DAY})
        end = device.coverage_ids.end_date
        device.with_user(self.dispatcher).action_resell(self.buyer, "客户转让")
        self.assertEqual(device.partner_id, self.buyer)
        self.assertEqual(device.coverage_ids.end_date, end)
        self.assertEqual(
            device.coverage_ids.event_ids.sorted("id")[-1].kind, "transferred"
        )
        self.assertEqual(device.event_ids.mapped("kind"), ["resold"])

    def test_or_ends_when_the_policy_says_so(self):
        version = self.make_policy([{"amount": 120}], approve=False)
        version.transferable = False
        version.with_user(self.director).action_approve()
        device = self.make_device("E-2", delivery_date=DAY)
        device.action_resell(self.buyer, "客户转让")
        self.assertEqual(device.coverage_state, "out")

    def test_exchange_hands_over_the_rest(self):
        device = self.make_device("E-3", coverage={"months": 120, "start_date": DAY})
        end = device.coverage_ids.end_date
        new = device.with_user(self.dispatcher).action_replace("E-3N", "两次修理未修复")
        self.assertEqual(new.coverage_end_date, end)
        self.assertEqual((device.active, device.coverage_state), (False, "out"))
        self.assertEqual(new.event_ids.other_device_id, device)
        self.assertFalse((device | new).coverage_ids._verify())

    def test_or_starts_again_when_the_policy_says_so(self):
        version = self.make_policy([{"amount": 120}], approve=False)
        version.after_exchange = "restart"
        version.with_user(self.director).action_approve()
        device = self.make_device("E-4", delivery_date=DAY)
        new = device.action_replace("E-4N", "换机")
        self.assertEqual(new.coverage_ids.start_date, self.company._aftersales_today())
        self.assertGreater(new.coverage_end_date, device.coverage_ids.end_date)

    def test_scrap_ends_device_and_warranty(self):
        device = self.make_device("E-5", coverage={"months": 120, "start_date": DAY})
        with self.assertRaises(ProofMissing):
            device.action_scrap("")
        device.action_scrap("烧毁")
        self.assertEqual((device.active, device.coverage_state), (False, "out"))

    def test_a_repair_return_changes_no_date(self):
        device = self.make_device("E-6", coverage={"months": 120, "start_date": DAY})
        end = device.coverage_ids.end_date
        device.action_take_back("返修")
        self.assertEqual(
            (device.coverage_ids.end_date, device.coverage_state), (end, "in")
        )

    def test_events_stand(self):
        device = self.make_device("E-7")
        device.action_take_back("返修")
        with self.assertRaises(ProtectedRefused):
            device.event_ids.reason = "x"

    def test_serials_of_parts_go_in_and_out_together(self):
        board = self.make_part("主板", 680, 352, tracking="serial")
        self.make_lots(board, "B-1", "B-2")
        device = self.make_device("E-8")
        for old in (None, "B-1"):
            visit = self.make_visit(self.make_order(device, service_type="c"))
            requisition = self.make_requisition(visit, (board, 1))
            self.issue(requisition)
            self.go_to_work(visit)
            requisition.line_ids.with_user(self.technician).old_serial = old
            self.finish(visit, used={requisition.line_ids: 1})
        inside = device.part_ids.filtered(lambda p: not p.removed_on)
        self.assertEqual(inside.mapped("serial"), ["B-2"])
        gone = device.part_ids - inside
        self.assertEqual((gone.serial, gone.replaced_by_id), ("B-1", inside))
