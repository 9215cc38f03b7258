import base64
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, MissingError

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ..common import SIGNATURE, AfterSalesCommon
from ..sla.common import SlaCommon

ALWAYS = {"unit": "hour", "calendar_id": False}
MONDAY = "2026-03-02 01:00:00"  # 9:00 in Shanghai


class DeskCase(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls.env["aftersales.order"].with_user(cls.dispatcher)
        cls.desk = cls.env["aftersales.service.desk"].with_user(cls.dispatcher)
        cls.device = cls.make_device(
            "YJ260900001", coverage={"months": 12, "start_date": "2026-01-05"}
        )
        cls.symptom = cls.env["aftersales.fault"].create(
            {"code": "T01", "name": "电机异响", "search_words": "噪音"}
        )

    def facts(self, **more):
        return {
            "device_id": self.device.id,
            "fault_id": self.symptom.id,
            "channel": "phone",
            "cause": "unknown",
        } | more

    def save(self, token="t-1", photos=(), **more):
        row = self.desk.save(self.facts(**more), token, photos)
        return self.orders.browse(row["id"])

    def count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before


class TestDeskSearch(DeskCase):
    """One field finds serials, telephones, numbers and names; serials first."""

    def first(self, text):
        return self.desk.look_up(text)[0]

    def test_whole_serial_comes_first_however_it_is_spelled(self):
        self.make_device("AYJ260900001")
        hits = self.desk.look_up(" ｙｊ26 0900001")
        self.assertEqual(
            [(hit["kind"], hit["title"], hit["exact"]) for hit in hits],
            [
                ("device", "YJ260900001", True),
                ("device", "AYJ260900001", False),
            ],
        )

    def test_part_of_a_serial_is_enough(self):
        self.assertEqual(self.first("60900001")["id"], self.device.id)

    def test_telephone_is_found_in_any_spelling(self):
        for text in ("053188881234", "0531 8888 1234", "88881234"):
            kinds = {hit["kind"]: hit for hit in self.desk.look_up(text)}
            self.assertEqual(kinds["partner"]["id"], self.customer.id, text)
            self.assertEqual(kinds["device"]["id"], self.device.id, text)

    def test_order_number_and_customer_name(self):
        order = self.make_order(self.device)
        hit = self.first(order.name)
        self.assertEqual((hit["kind"], hit["id"]), ("order", order.id))
        hits = self.desk.look_up("齐鲁泵业")
        self.assertEqual(hits[0]["kind"], "partner")
        self.assertIn("device", [hit["kind"] for hit in hits])

    def test_open_jobs_are_counted_on_the_hit(self):
        self.assertEqual(self.first("YJ260900001")["open"], 0)
        self.make_order(self.device)
        self.make_order(self.device).action_cancel()
        self.assertEqual(self.first("YJ260900001")["open"], 1)

    def test_at_most_eight_hits_and_nothing_for_one_letter(self):
        for index in range(12):
            self.make_device(f"ZZ90000{index:02}")
        self.assertEqual(len(self.desk.look_up("ZZ9")), 8)
        self.assertEqual(self.desk.look_up("Z"), [])
        self.assertEqual(self.desk.look_up("没有这个"), [])

    def test_percent_is_a_letter_like_any_other(self):
        self.assertEqual(self.desk.look_up("%%%"), [])

    def test_costs_the_same_for_one_and_for_eight_hits(self):
        one = self.count(lambda: self.desk.look_up("YJ260900001"))
        for index in range(12):
            user = self.customer.copy({"name": f"用户{index}"})
            device = self.make_device(f"YJ26090000{index + 10}", partner_id=user.id)
            self.make_order(device)
        many = self.count(lambda: self.desk.look_up("YJ2609"))
        self.assertLessEqual(many, one + 1)
        self.assertLessEqual(many, 15)


class TestDeskOpen(DeskCase):
    """A chosen device: who pays and by when, and nothing is stored."""

    def test_card_tells_what_who_and_the_last_three_jobs(self):
        orders = [self.make_order(self.device, fault=f"第{n}次") for n in range(5)]
        for order in orders[:4]:
            order.action_cancel()
        card = self.desk.open("device", self.device.id)
        self.assertEqual(card["device"]["serial"], "YJ260900001")
        self.assertEqual(card["customer"]["id"], self.customer.id)
        self.assertEqual(card["contact"]["phone"], "0531-88881234")
        self.assertEqual(len(card["jobs"]), 3)
        self.assertEqual(
            [job["id"] for job in card["preview"]["open_jobs"]], [orders[4].id]
        )
        self.assertIn(self.symptom.id, [fault["id"] for fault in card["faults"]])

    def test_customer_without_a_chosen_device_shows_his_devices(self):
        self.customer.phone = False
        order = self.make_order(self.make_device("YJ-3", partner_id=False))
        order.device_id.active = False
        card = self.desk.open("partner", self.customer.id)
        self.assertFalse(card["device"])
        same = [(job["id"], job["same"]) for job in card["preview"]["open_jobs"]]
        self.assertEqual(same, [(order.id, "Same Customer")])
        self.assertEqual([hit["id"] for hit in card["devices"]], [self.device.id])

    def test_order_opens_its_device_and_is_marked(self):
        order = self.make_order(self.device)
        card = self.desk.open("order", order.id)
        self.assertEqual(
            (card["device"]["id"], card["chosen"]), (self.device.id, order.id)
        )

    def test_cause_decides_again_without_storing(self):
        orders = self.orders.search_count([])
        decisions = self.env["aftersales.decision"].search_count([])
        with freeze_time(MONDAY):
            payers = {
                cause: self.desk.preview(self.facts(cause=cause))["panel"]["lines"][1][
                    "payers"
                ][0][0]
                for cause in ("unknown", "misuse", "material")
            }
        self.assertEqual(
            payers, {"unknown": "company", "misuse": "customer", "material": "company"}
        )
        self.env.flush_all()
        self.assertEqual(self.orders.search_count([]), orders)
        self.assertEqual(self.env["aftersales.decision"].search_count([]), decisions)

    def test_a_machine_with_many_open_jobs_shows_the_latest_at_the_same_price(self):
        first = self.make_order(self.device, called_at=datetime(2026, 3, 2, 1))
        self.count(lambda: self.desk.preview(self.facts()))  # warms what is cached
        one = self.count(lambda: self.desk.preview(self.facts()))
        for hour in range(25):
            self.make_order(self.device, called_at=datetime(2026, 3, 3, hour % 24))
        rows = []
        cost = self.count(lambda: rows.extend(self._get_open_jobs()))
        self.assertEqual(cost, one)
        self.assertEqual(len(rows), 20)
        called = self.orders.browse([row["id"] for row in rows]).mapped("called_at")
        self.assertEqual(called, sorted(called, reverse=True))
        self.assertNotIn(first.id, [row["id"] for row in rows])

    def _get_open_jobs(self):
        return self.desk.preview(self.facts())["open_jobs"]

    def test_a_record_that_was_deleted_is_named_as_such(self):
        gone = self.make_device("YJ-GONE")
        facts = self.facts(device_id=gone.id)
        gone.unlink()
        for work in (
            lambda: self.desk.preview(facts),
            lambda: self.desk.open("device", facts["device_id"]),
            lambda: self.desk.save(facts, "t-gone"),
        ):
            with self.assertRaisesRegex(MissingError, "Search for it again"):
                work()

    def test_same_telephone_and_address_are_shown_before_saving(self):
        other = self.make_device("YJ-2")
        order = self.make_order(
            other, contact_phone="0531 8888 1234", address="济南市示例路88号"
        )
        same = self.desk.preview(self.facts())["open_jobs"]
        self.assertEqual(
            [(job["id"], job["same"]) for job in same], [(order.id, "Same Telephone")]
        )
        same = self.desk.preview(
            self.facts(contact_phone="13000000000", address="济南市 示例路８８号")
        )["open_jobs"]
        self.assertEqual([job["same"] for job in same], ["Same Address"])

    def test_area_and_way_are_those_of_the_last_job_there(self):
        order = self.make_order(self.device, area="suburb", distance_km=31)
        order.action_cancel()
        site = self.desk.open("device", self.device.id)["site"]
        self.assertEqual((site["area"], site["distance_km"]), ("suburb", 31))

    def test_opening_costs_the_same_for_few_and_many_jobs(self):
        self.make_order(self.device).action_cancel()
        self.make_order(self.device)
        few = self.count(lambda: self.desk.open("device", self.device.id))
        for index in range(8):
            self.make_order(self.device, fault=f"{index}").action_cancel()
            self.make_order(self.device, fault=f"{index}")
        many = self.count(lambda: self.desk.open("device", self.device.id))
        self.assertLessEqual(many, few + 1)

    def test_start_has_script_approvals_and_waiting_calls(self):
        self.company.aftersales_opening_script = "您好,售后服务!"
        order = self.make_order(self.device)
        start = self.desk.start()
        self.assertEqual(start["script"], "您好,售后服务!")
        self.assertEqual(start["approvals"], 0)
        self.assertIn(order.id, [job["id"] for job in start["waiting"]])

    def test_start_shows_questions_until_the_customer_has_the_answer(self):
        questions = self.env["aftersales.question"].with_user(self.dispatcher)
        first, second = questions.create(
            [
                {"name": name, "partner_id": self.customer.id, "date_due": day}
                for name, day in (
                    ("能否变频", "2026-01-01"),
                    ("能否防爆", "2100-01-01"),
                )
            ]
        )
        rows = self.desk.start()["questions"]
        self.assertEqual([row["id"] for row in rows], [first.id, second.id])
        self.assertEqual([row["overdue"] for row in rows], [True, False])
        second.with_user(self.director).action_answer("可以")
        rows = self.desk.start()["questions"]
        self.assertEqual([row["answered"] for row in rows], [True, False])
        self.assertEqual(rows[0]["id"], second.id)
        people = [self.dispatcher.name, first.owner_id.name]
        self.assertEqual([row["owner"] for row in rows], people)
        second.action_tell("phone", "张主任")
        rows = self.desk.start()["questions"]
        self.assertEqual([row["id"] for row in rows], [first.id])


class TestDeskPromise(DeskCase, SlaCommon):
    """The promise that the customer hears is the one that is saved, with its rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_sla(
            [
                cls.make_rule(name="市区到达", amount=hours, area=area, **ALWAYS)
                for area, hours in (("city", 6), ("suburb", 24))
            ]
        )

    def test_rule_of_the_area_is_named_and_saved(self):
        with freeze_time(MONDAY):
            facts = self.facts(area="city", called_at=MONDAY)
            promise = self.desk.preview(facts)["promise"]
            self.assertEqual(promise["at"], "2026-03-02 07:00:00")
            self.assertEqual(promise["text"].split()[0], "today")
            self.assertEqual(promise["rule"], "市区到达")
            far = self.desk.preview(facts | {"area": "suburb"})["promise"]
            self.assertEqual(far["at"], "2026-03-03 01:00:00")
        with freeze_time(datetime(2026, 3, 2, 1, 4)):
            order = self.save(area="city", called_at=MONDAY, told="phone")
        self.assertEqual(str(order.promised_at), promise["at"])
        self.assertEqual(order.clock_ids.due_at, order.promised_at)
        self.assertEqual(order.promise_ids.told_how, "phone")

    def test_without_a_rule_the_company_limit_is_said(self):
        with freeze_time(MONDAY):
            promise = self.desk.preview(self.facts(called_at=MONDAY))["promise"]
        self.assertEqual(promise["rule"], "")
        self.assertEqual(promise["at"], "2026-03-03 01:00:00")


class TestDeskSave(DeskCase):
    """One call is one order, whatever is pressed how often."""

    def test_the_same_call_twice_is_one_order(self):
        one = self.save("call-1")
        self.assertEqual(self.save("call-1"), one)
        self.assertNotEqual(self.save("call-2"), one)

    def test_device_and_fault_are_enough(self):
        order = self.save()
        self.assertRecordValues(
            order,
            [
                {
                    "device_id": self.device.id,
                    "partner_id": self.customer.id,
                    "fault": "电机异响",
                    "state": "registered",
                    "first_contact_user_id": self.dispatcher.id,
                }
            ],
        )
        self.assertEqual(order.decision_ids.mapped("cause"), ["unknown"])

    def test_chosen_cause_is_the_first_and_only_decision(self):
        with freeze_time(MONDAY):
            order = self.save(cause="misuse")
        self.assertEqual(order.decision_ids.mapped("cause"), ["misuse"])
        self.assertEqual(order.service_type, "a")

    def test_without_fault_or_words_nothing_is_saved(self):
        with self.assertRaisesRegex(ProofMissing, "What is the trouble"):
            self.save(fault_id=False)
        order = self.save(fault_id=False, fault=" 转不动 ")
        self.assertEqual(order.fault, "转不动")

    def test_call_time_is_the_call_and_never_later_than_now(self):
        with freeze_time(MONDAY):
            early = self.save("a", called_at="2026-03-02 00:50:00")
            late = self.save("b", called_at="2027-01-01 00:00:00")
        self.assertEqual(early.called_at, datetime(2026, 3, 2, 0, 50))
        self.assertEqual(late.called_at, datetime(2026, 3, 2, 1, 0))

    def test_guarded_fields_cannot_be_slipped_in(self):
        order = self.save(state="filed", urge_count=9, first_contact_user_id=1)
        self.assertEqual((order.state, order.urge_count), ("registered", 0))
        self.assertEqual(order.first_contact_user_id, self.dispatcher)

    def test_photos_are_attached_and_other_files_refused(self):
        order = self.save(photos=[{"name": "铭牌.png", "data": SIGNATURE}])
        photo = self.env["ir.attachment"].search(
            [("res_model", "=", "aftersales.order"), ("res_id", "=", order.id)]
        )
        self.assertEqual((photo.name, photo.mimetype), ("铭牌.png", "image/png"))
        page = base64.b64encode(b"<html><script>1</script></html>").decode()
        for data in (page, "not base64!", ""):
            before = self.orders.search_count([])
            with (
                self.assertRaisesRegex(ProofMissing, "坏.png"),
                self.env.cr.savepoint(),
            ):
                self.save("x", photos=[{"name": "坏.png", "data": data}])
            self.assertEqual(self.orders.search_count([]), before)

    def test_unknown_serial_becomes_a_device_of_its_origin(self):
        foreign = self.env["product.product"].create(
            {"name": "外厂电机", "aftersales_origin": "foreign"}
        )
        agent = self.env["res.partner"].create({"name": "泰安代理商"})
        payers = {}
        for number, (origin, product, seller) in enumerate(
            (
                ("own", self.machine, None),
                ("foreign", foreign, None),
                ("agent", self.machine, agent),
            )
        ):
            facts = {
                "device_id": False,
                "serial": f"NEW-{number}",
                "origin": origin,
                "product_id": product.id,
                "agent_id": seller and seller.id,
                "partner_id": False,
                "customer": {"name": f"新客户{number}"},
                "contact_phone": "13900000000",
            }
            panel = self.desk.preview(self.facts(**facts))["panel"]
            order = self.save(f"new-{number}", **facts)
            self.assertEqual(order.device_id.serial, f"NEW-{number}")
            self.assertEqual(order.partner_id.name, f"新客户{number}")
            self.assertEqual(order.partner_id.phone, "13900000000")
            self.assertEqual(order.origin, origin)
            self.assertEqual(
                [line["payers"] for line in panel["lines"]],
                [line["payers"] for line in order.decision_panel["lines"]],
            )
            payers[origin] = panel["lines"][1]["payers"][0][0]
        self.assertEqual(payers["foreign"], "customer")
        self.assertEqual(order.device_id.agent_id, agent)

    def test_unknown_serial_without_a_product_is_taken_down_in_words(self):
        order = self.save(
            device_id=False,
            serial="NEW-9",
            customer={"name": "王先生"},
            fault="序列号 NEW-9:不转",
        )
        self.assertFalse(order.device_id)
        self.assertIn("NEW-9", order.fault)

    def test_nobody_named_is_asked_for(self):
        with self.assertRaisesRegex(ProofMissing, "Who is calling"):
            self.save(device_id=False, serial="NEW-8")

    def test_joining_urges_the_open_job_and_opens_no_second_one(self):
        order = self.make_order(self.device)
        before = self.orders.search_count([])
        photos = [{"name": "又坏.png", "data": SIGNATURE}]
        row = self.desk.join(order.id, "声音更大了", photos)
        self.assertEqual((row["id"], row["urged"]), (order.id, 1))
        self.assertEqual(self.orders.search_count([]), before)
        self.assertIn("声音更大了", order.message_ids[0].body)
        self.assertTrue(
            self.env["ir.attachment"].search_count(
                [("res_model", "=", "aftersales.order"), ("res_id", "=", order.id)]
            )
        )
        order.action_cancel()
        with self.assertRaises(MoveRefused):
            self.desk.join(order.id)

    def test_dispatch_takes_one_click_and_a_second_changes_nothing(self):
        order = self.save()
        proposal = self.desk.technicians(order.id)
        names = [candidate["name"] for candidate in proposal["candidates"]]
        self.assertIn("李强", names)
        visit = self.desk.dispatch(order.id, self.li.id, "2027-03-02T14:00")
        again = self.desk.dispatch(order.id, self.li.id, "2027-03-02T15:00")
        self.assertEqual(visit["visit_id"], again["visit_id"])
        self.assertEqual(order.state, "dispatched")
        self.assertEqual(order.visit_ids.planned_start, datetime(2027, 3, 2, 6))
        with self.assertRaisesRegex(MoveRefused, "李强"):
            self.desk.dispatch(order.id, self.zhao.id, "2027-03-02T14:00")


class TestDeskAccess(DeskCase):
    """The desk belongs to dispatchers, and to each company its own."""

    def test_other_roles_are_refused(self):
        order = self.make_order(self.device)
        calls = (
            ("start", ()),
            ("look_up", ("YJ26",)),
            ("open", ("device", self.device.id)),
            ("preview", (self.facts(),)),
            ("save", (self.facts(), "t")),
            ("join", (order.id,)),
            ("find", ("partner", "齐鲁")),
            ("technicians", (order.id,)),
            ("dispatch", (order.id, self.li.id, False)),
        )
        for role in ("technician", "warehouse", "finance", "auditor"):
            desk = self.desk.with_user(self.users[role])
            for name, args in calls:
                with self.assertRaises(GroupRefused, msg=f"{role} {name}"):
                    getattr(desk, name)(*args)

    def test_another_company_finds_and_opens_nothing(self):
        order = self.make_order(self.device)
        other = self.env["res.company"].create({"name": "二厂"})
        stranger = self.make_user(
            "manager",
            login="as_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        desk = self.desk.with_user(stranger)
        kinds = {hit["kind"] for hit in desk.look_up("YJ260900001")}
        self.assertFalse(kinds)
        for call in (
            lambda: desk.open("device", self.device.id),
            lambda: desk.open("order", order.id),
            lambda: desk.join(order.id),
            lambda: desk.technicians(order.id),
            lambda: desk.save(self.facts(), "s"),
        ):
            with self.assertRaises(AccessError):
                call()


class TestDeskFind(DeskCase):
    def test_products_are_offered_by_origin(self):
        foreign = self.env["product.product"].create(
            {"name": "外厂电机", "aftersales_origin": "foreign"}
        )
        own = self.desk.find("product", "电", "own")
        self.assertIn(self.machine.id, [item["id"] for item in own])
        self.assertNotIn(foreign.id, [item["id"] for item in own])
        others = self.desk.find("product", "", "foreign")
        self.assertIn(foreign.id, [item["id"] for item in others])

    def test_customers_by_name(self):
        found = self.desk.find("partner", "齐鲁")
        self.assertEqual(found[0]["id"], self.customer.id)
        self.assertEqual(self.desk.find("partner", ""), [])

    def test_waiting_calls_moved_last_evening_come_first(self):
        today = self.company._aftersales_today()
        urgent = self.make_order(self.device, promised_at="2026-01-01 00:00:00")
        moved = self.make_order(self.make_device("YJ-9"))
        moved._put_first(today - timedelta(days=1), datetime.now())
        waiting = self.desk.start()["waiting"]
        self.assertEqual(waiting[0]["id"], moved.id)
        self.assertTrue(waiting[0]["first"])
        self.assertLess(
            [job["id"] for job in waiting].index(moved.id),
            [job["id"] for job in waiting].index(urgent.id),
        )
