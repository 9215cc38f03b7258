from odoo.exceptions import AccessError

from odoo.addons.aftersales_service.exceptions import (
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
)

from .common import ReturnsCommon


class TestTalks(ReturnsCommon):
    """The first and the last of the five steps leave a record (R-01, R-06)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_goods("none", "standard")

    def talk(self, record, user=None, **vals):
        contacts = self.env["aftersales.return.contact"].with_user(
            user or self.dispatcher
        )
        return contacts.create({"return_id": record.id, "note": "同意寄回检测"} | vals)

    def send_back(self, **vals):
        record = self.receive(
            self.make_return(lines=[{"product_id": self.pump.id}], **vals)
        )
        self.decide(record.line_ids, "back")
        self.give_back(record.custody_ids)
        return record

    def test_prior_talk_names_who_spoke_with_whom(self):
        record = self.make_return(lines=[{"product_id": self.pump.id}])
        talk = self.talk(record, channel="wechat")
        self.assertEqual(
            (talk.kind, talk.user_id, talk.contact_name, talk.channel),
            ("prior", self.dispatcher, self.customer.name, "wechat"),
        )

    def test_what_was_said_stays(self):
        talk = self.talk(self.make_return(lines=[{"product_id": self.pump.id}]))
        with self.assertRaises(ProtectedRefused):
            talk.note = "别的"
        with self.assertRaises(ProtectedRefused):
            talk.sudo().note = "别的"
        with self.assertRaises(AccessError):
            talk.unlink()
        with self.assertRaises(ProtectedRefused):
            talk.sudo().unlink()

    def test_call_back_follows_the_goods(self):
        record = self.make_return(lines=[{"product_id": self.pump.id}])
        with self.assertRaises(MoveRefused):
            self.talk(record, kind="follow_up", result="fine")

    def test_call_back_has_a_result(self):
        record = self.send_back()
        with self.assertRaises(ProofMissing):
            self.talk(record)
        self.assertEqual(self.talk(record, result="fine").kind, "follow_up")

    def test_a_problem_is_a_task(self):
        record = self.send_back()
        self.talk(record, result="problem", note="仍漏水")
        task = record.sudo().activity_ids
        self.assertIn("仍漏水", task.note)
        self.assertEqual(task.user_id, self.dispatcher)

    def test_call_back_ends_its_deadline(self):
        job = self.make_order(self.make_device("SN8"))
        version = self.env.ref("aftersales_service.sla_policy_ps_08").version_ids[:1]
        job.sudo()._in_flow().sla_version_id = version
        version.inspection_role_ids = False
        record = self.send_back(order_id=job.id)
        clock = job.sudo().clock_ids.filtered(lambda c: "T-37" in c.rule_id.code)
        self.assertEqual(clock.state, "running")
        self.talk(record, result="unreachable")
        self.assertEqual(clock.state, "running")
        self.talk(record, result="fine")
        self.assertNotEqual(clock.state, "running")

    def test_cause_told_in_a_talk_ends_its_deadline(self):
        """Without a joint inspection, too (R-04, T-38); of a job and of a return alone."""
        job = self.make_order(self.make_device("SN9"))
        version = self.env.ref("aftersales_service.sla_policy_ps_08").version_ids[:1]
        job.sudo()._in_flow().sla_version_id = version
        record = self.receive(
            self.make_return(lines=[{"product_id": self.pump.id}], order_id=job.id)
        )
        clock = job.sudo().clock_ids.filtered(lambda c: c.code == "T-38")
        self.assertFalse(clock.stopped_at)
        self.talk(record, note="请寄照片", kind="prior")
        self.assertFalse(clock.stopped_at)
        self.talk(record, note="电源板损坏", kind="cause")
        self.assertEqual(clock.state, "met")

    def test_nobody_knows_the_cause_of_what_has_not_come(self):
        record = self.make_return(lines=[{"product_id": self.pump.id}])
        with self.assertRaisesRegex(MoveRefused, "Count the goods first"):
            self.talk(record, kind="cause")

    def test_a_technician_only_reads(self):
        with self.assertRaises(AccessError):
            self.talk(
                self.make_return(lines=[{"product_id": self.pump.id}]), self.technician
            )


class TestNotice(ReturnsCommon):
    """Sales back office and shipping clerk expect the goods; sales learns of the decision
    (R-20, R-23)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_goods("none", "standard")
        roles = cls.env["aftersales.role"]
        cls.env["aftersales.role.holder"].create(
            [
                {"role_id": roles._get_by_code(code).id, "user_id": user.id}
                for code, user in (
                    ("sales_back_office", cls.accountant),
                    ("shipping_clerk", cls.keeper),
                )
            ]
        )

    def announce(self, **vals):
        line = {"product_id": self.pump.id, "quantity": 3}
        return self.make_return(lines=[line], **vals)

    def test_both_are_told_what_comes(self):
        record = self.announce(source="parcel", carrier="德邦", tracking_ref="DP1")
        tasks = record.sudo().activity_ids
        self.assertEqual(tasks.user_id, self.accountant | self.keeper)
        for words in (self.pump.name, "× 3", "DP1"):
            self.assertIn(words, tasks[0].note)
        self.assertTrue(record.announced_to_store_at)
        self.receive(record)
        self.assertFalse(record.sudo().activity_ids)

    def test_counter_goods_are_told_by_hand(self):
        record = self.announce()
        self.assertFalse(record.sudo().activity_ids)
        record.action_tell_store()
        self.assertEqual(len(record.sudo().activity_ids), 2)
        self.receive(record)
        with self.assertRaises(MoveRefused):
            record.action_tell_store()

    def test_told_once_and_taken_back_when_cancelled(self):
        record = self.announce()
        record.source = "parcel"
        record.source = "dealer"
        self.assertEqual(len(record.sudo().activity_ids), 2)
        record.action_cancel()
        self.assertFalse(record.sudo().activity_ids)

    def test_nobody_to_tell_is_no_hindrance(self):
        self.env["aftersales.role.holder"].search([]).unlink()
        record = self.announce(source="parcel")
        self.assertFalse(record.announced_to_store_at)

    def test_the_salesperson_learns_of_the_decision(self):
        self.deliver(self.machine, "SN1")
        device = self.env["aftersales.device"].search([("serial", "=", "SN1")])
        sale = device.sale_line_id.order_id
        sale.user_id = self.director
        line = {"device_id": device.id, "serial": "SN1"}
        record = self.receive(self.make_return(lines=[line]))
        self.decide(record.line_ids, "rework")
        self.assertEqual(record.sudo().activity_ids.user_id, self.director)

    def test_without_salesperson_the_back_office_learns_it(self):
        record = self.receive(self.announce())
        self.decide(record.line_ids, "back")
        self.assertFalse(record.sudo().activity_ids)
        record = self.receive(self.announce())
        self.decide(record.line_ids, "restock")
        self.assertEqual(record.sudo().activity_ids.user_id, self.accountant)
