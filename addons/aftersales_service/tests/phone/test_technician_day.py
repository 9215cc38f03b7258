from datetime import timedelta

from odoo import Command, fields

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestTechnicianDay(AfterSalesCommon):
    """What a phone is told, and what it may send back."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device(), service_type="c")
        self.visit = self.make_visit(self.order)

    def day(self, user=None):
        visits = self.env["aftersales.visit"].with_user(user or self.technician)
        return visits.get_technician_day()

    def card(self):
        return next(v for v in self.day()["visits"] if v["id"] == self.visit.id)

    def sync(self, action, **args):
        entry = {
            "uuid": f"u-{action}-{self.env['aftersales.visit.stamp'].search_count([])}",
            "action": action,
            "at": fields.Datetime.to_string(fields.Datetime.now()),
            "args": args,
        }
        return self.visit.action_sync([entry])["results"][0]

    def test_own_visits_of_today_in_order_of_time(self):
        later = self.make_visit(self.make_order(service_type="c"))
        later.sudo()._in_flow().planned_start = self.visit.planned_start + timedelta(
            minutes=1
        )
        self.make_visit(self.make_order(service_type="c"), self.zhao)
        tomorrow = self.make_visit(self.make_order(service_type="c"))
        tomorrow.sudo()._in_flow().planned_start += timedelta(days=2)
        shown = [visit["id"] for visit in self.day()["visits"]]
        self.assertEqual(shown, [self.visit.id, later.id])

    def test_what_was_left_open_yesterday_stays_until_it_is_closed(self):
        self.visit.sudo()._in_flow().planned_start -= timedelta(days=2)
        self.assertTrue(self.card())
        self.go_to_work(self.visit)
        self.finish(self.visit)
        self.sign(self.visit)
        self.assertTrue(self.card())
        self.visit.action_close()
        self.assertFalse(self.day()["visits"])

    def test_helpers_see_the_visit_too(self):
        self.visit.with_user(self.dispatcher).helper_ids = self.zhao
        self.assertEqual(
            [visit["id"] for visit in self.day(self.colleague)["visits"]],
            [self.visit.id],
        )

    def test_only_for_technicians(self):
        for user in (self.dispatcher, self.keeper, self.accountant):
            with self.assertRaises(GroupRefused):
                self.day(user)

    def test_card_tells_customer_place_and_machine(self):
        card = self.card()
        self.assertEqual(card["customer"], "齐鲁泵业有限公司")
        self.assertEqual(card["serial"], "YJ260900001")
        self.assertEqual(card["phone"], "0531-88881234")
        self.assertEqual(card["state"], "planned")
        self.assertFalse(card["needs_consent"])

    def test_fees_name_payer_and_ask_for_consent(self):
        paid = self.make_visit(self.make_order(service_type="a"))
        card = next(v for v in self.day()["visits"] if v["id"] == paid.id)
        self.assertTrue(card["needs_consent"])
        self.assertIn("120", card["customer_amount"])
        self.assertEqual(len(card["fees"]), 1)

    def test_number_of_queries_does_not_grow_with_visits(self):
        self.day()
        counts = []
        for _round in range(2):
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self.day()
            counts.append(self.cr.sql_log_count - start)
            for _new in range(6):
                self.make_visit(self.make_order(self.make_device(f"S{_round}{_new}")))
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_parts_from_the_van_with_the_fate_of_the_old_one(self):
        board = self.make_part("主板", 680, 352, tracking="serial")
        self.make_lots(board, "B-1")
        requisition = self.make_requisition(self.visit, (board, 1))
        self.issue(requisition)
        self.go_to_work(self.visit)
        (part,) = self.card()["parts"]
        self.assertEqual((part["held"], part["lots"]), (1, ["B-1"]))
        answer = self.sync(
            "use_parts",
            lines=[
                {
                    "id": part["id"],
                    "quantity_to_use": 1,
                    "old_serial": "OLD-1",
                    "old_fate": "take_back",
                    "product_id": self.part.id,
                }
            ],
        )
        self.assertEqual(answer["status"], "done", answer)
        line = requisition.line_ids
        self.assertEqual((line.old_serial, line.product_id), ("OLD-1", board))
        self.finish(self.visit)
        self.assertEqual(line.used_quantity, 1)
        self.assertEqual(self.card()["parts"][0]["used"], 1)

    def test_parts_of_others_and_more_than_issued_are_refused(self):
        requisition = self.make_requisition(self.visit)
        self.issue(requisition)
        self.go_to_work(self.visit)
        other = self.make_requisition(self.make_visit(self.make_order()))
        self.issue(other)
        line = requisition.line_ids
        foreign = [{"id": other.line_ids.id, "quantity_to_use": 1}]
        with self.assertRaises(MoveRefused):
            self.visit.action_use_parts(foreign)
        with self.assertRaises(ProofMissing):
            self.visit.action_use_parts([{"id": line.id, "quantity_to_use": 5}])

    def test_part_asked_for_from_the_phone_is_submitted(self):
        self.go_to_work(self.visit)
        wanted = [{"product_id": self.part.id, "quantity": 2}]
        self.assertEqual(self.sync("ask_parts", lines=wanted)["status"], "done")
        requisition = self.visit.requisition_ids
        self.assertEqual(requisition.requested_by_id, self.technician)
        self.assertEqual(requisition.state, "approved")
        self.assertEqual(len(self.card()["asked"]), 1)
        self.assertEqual(self.sync("ask_parts", lines=[])["status"], "refused")

    def test_photo_belongs_to_the_visit(self):
        photo = {
            "name": "a.jpg",
            "datas": "aGVsbG8=",
            "res_model": "aftersales.visit",
            "res_id": self.visit.id,
        }
        values = {"photo_before_ids": [Command.create(photo)]}
        entry = {"uuid": "p-1", "action": None, "values": values}
        for _again in range(2):
            self.visit.action_sync([entry])
        self.assertEqual(len(self.visit.photo_before_ids), 1)
        self.assertEqual(self.card()["photos"], {"before": 1, "after": 0})

    def test_wrong_data_become_the_clerks_task(self):
        answer = self.sync("wrong_data", kind="phone", right_value="0531-1")
        self.assertEqual(answer["status"], "done", answer)
        self.assertEqual(self.order.correction_ids.right_value, "0531-1")
        empty = self.sync("wrong_data", kind="phone", right_value=" ")
        self.assertEqual(empty["status"], "refused")

    def test_queue_of_another_login_is_not_sent(self):
        entry = {"uuid": "x-1", "action": "contact"}
        answer = self.visit.action_sync([entry], user_id=self.colleague.id)
        self.assertEqual((answer["login"], answer["results"]), (True, []))
        self.assertEqual(self.visit.state, "planned")
        answer = self.visit.action_sync([entry], user_id=self.technician.id)
        self.assertEqual(answer["results"][0]["status"], "done")
