from odoo.fields import Domain

from ..common import AfterSalesCommon

WORDS = "电机“嗡嗡”响，转不动；是不是烧了？（3号泵）：急！"


class TestDeskFound(AfterSalesCommon):
    """What the desk finds by a number, and what it keeps of the words (F10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls.env["aftersales.order"].with_user(cls.dispatcher)
        cls.desk = cls.env["aftersales.service.desk"].with_user(cls.dispatcher)
        cls.device = cls.make_device("YJ260900001")

    def kinds(self, text):
        found = {}
        for hit in self.desk.look_up(text):
            found.setdefault(hit["kind"], hit["id"])
        return found

    # --- a telephone number

    def test_many_jobs_of_a_number_do_not_hide_whose_it_is(self):
        for _n in range(12):
            self.make_order(self.device).action_cancel()
        found = self.kinds("0531-88881234")
        self.assertEqual(found["partner"], self.customer.id)
        self.assertEqual(found["device"], self.device.id)
        self.assertIn("order", found)

    def test_a_number_only_jobs_know_finds_customer_and_device(self):
        self.make_order(self.device, contact_phone="138 0531 7788")
        found = self.kinds("13805317788")
        self.assertEqual(found["partner"], self.customer.id)
        self.assertEqual(found["device"], self.device.id)

    def test_the_number_of_a_person_finds_the_firms_machines(self):
        self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id, "phone": "13911112222"}
        )
        found = self.kinds("+86 139-1111-2222")
        self.assertEqual(found["device"], self.device.id)

    def test_a_serial_still_comes_first(self):
        self.make_device("053188881234")
        self.assertEqual(self.desk.look_up("053188881234")[0]["kind"], "device")

    # --- words

    def test_what_the_customer_says_is_kept_sign_for_sign(self):
        facts = {"device_id": self.device.id, "fault": f" {WORDS} "}
        row = self.desk.save(facts, "f-1")
        self.assertEqual(self.orders.browse(row["id"]).fault, WORDS)

    def test_a_further_call_and_a_new_name_too(self):
        order = self.make_order(self.device)
        self.desk.join(order.id, WORDS)
        self.assertIn(WORDS, order.message_ids[0].body)
        facts = {"customer": {"name": "鲁能（济南）水务"}, "fault": "漏水，快来"}
        row = self.desk.save(facts, "f-2")
        made = self.orders.browse(row["id"])
        self.assertEqual(
            (made.partner_id.name, made.fault), ("鲁能（济南）水务", "漏水，快来")
        )

    # --- names

    def test_two_of_one_name_are_told_apart(self):
        partners = self.env["res.partner"].create(
            [
                {"name": "王伟", "city": "济南", "phone": "13800000001"},
                {"name": "王伟", "street": "解放路8号"},
            ]
        )
        subs = [hit["sub"] for hit in self.desk.find("partner", "王伟")]
        self.assertEqual(sorted(subs), ["13800000001 · 济南", "解放路8号"])
        devices = [
            self.make_device(f"WW-{n}", partner_id=partner.id)
            for n, partner in enumerate(partners)
        ]
        hits = [h for h in self.desk.look_up("WW-") if h["kind"] == "device"]
        self.assertEqual(len({hit["sub"] for hit in hits}), len(devices))
        orders = [
            self.make_order(device, partner_id=device.partner_id.id)
            for device in devices
        ]
        subs = {
            self.desk.look_up(order.name)[0]["sub"].split(" · ")[0] for order in orders
        }
        self.assertEqual(len(subs), 2)

    # --- evidence

    def test_card_and_invoice_are_noted_at_the_desk(self):
        card = self.desk.open("device", self.device.id)
        self.assertFalse(card["device"]["has_warranty_card"])
        facts = {"device_id": self.device.id, "fault": "异响"}
        seen = {"has_warranty_card": True, "invoice_number": "FP-7"}
        before = self.desk.preview(facts)["panel"]["warnings"]
        after = self.desk.preview(facts | seen)["panel"]["warnings"]
        self.assertEqual(len(before) - len(after), 2)
        self.assertFalse(self.device.has_warranty_card)
        row = self.desk.save(facts | seen, "f-3")
        self.assertTrue(self.device.has_warranty_card)
        self.assertEqual(self.device.invoice_number, "FP-7")
        order = self.orders.browse(row["id"])
        self.assertNotIn("no_card", order.decision_id.warning_codes)

    def test_nothing_shown_leaves_the_file_alone(self):
        self.device.write({"has_warranty_card": True, "invoice_number": "FP-8"})
        self.desk.save({"device_id": self.device.id, "fault": "异响"}, "f-4")
        self.assertTrue(self.device.has_warranty_card)
        self.assertEqual(self.device.invoice_number, "FP-8")


class TestFaultsOfTheTrade(AfterSalesCommon):
    """Causes of other trades are not offered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.env["product.category"]
        cls.motors = category.create({"name": "电机"})
        cls.small = category.create({"name": "微电机", "parent_id": cls.motors.id})
        cls.doors = category.create({"name": "防盗门"})
        cls.machine.categ_id = cls.small
        cls.hum = cls.fault("M1", "电机异响", "symptom", categ_id=cls.motors.id)
        cls.bearing = cls.fault("M11", "轴承磨损", "cause", parent_id=cls.hum.id)
        cls.creak = cls.fault("D1", "门响", "symptom", categ_id=cls.doors.id)
        cls.hinge = cls.fault("D11", "铰链松动", "cause", parent_id=cls.creak.id)
        cls.any = cls.fault("X1", "异味", "symptom")
        cls.dirt = cls.fault("X11", "脏污", "cause", parent_id=cls.any.id)

    @classmethod
    def fault(cls, code, name, kind, **vals):
        return cls.env["aftersales.fault"].create(
            {"code": code, "name": name, "kind": kind} | vals
        )

    def offered(self, product, kind="cause"):
        domain = Domain("kind", "=", kind) & Domain("for_product_id", "=", product.id)
        mine = self.hum | self.bearing | self.creak | self.hinge | self.any | self.dirt
        return self.env["aftersales.fault"].search(domain) & mine

    def test_a_cause_fits_where_its_symptom_fits(self):
        self.assertEqual(self.offered(self.machine), self.bearing | self.dirt)
        self.assertEqual(self.offered(self.machine, "symptom"), self.hum | self.any)

    def test_without_a_product_everything_is_offered(self):
        everything = self.bearing | self.hinge | self.dirt
        self.assertEqual(self.offered(self.env["product.product"]), everything)

    def test_only_for_a_product_is_only_for_it(self):
        other = self.make_part("门", 1, 1, categ_id=self.small.id)
        self.hum.product_tmpl_id = self.machine.product_tmpl_id
        self.assertEqual(self.offered(other), self.dirt)
        self.assertEqual(self.offered(self.machine), self.bearing | self.dirt)

    def test_form_and_desk_offer_the_same(self):
        names = ("fault_id", "found_fault_id")
        for model in ("aftersales.order", "aftersales.visit"):
            for name in names:
                field = self.env[model]._fields.get(name)
                if field and not field.related:
                    self.assertIn("for_product_id", str(field.domain))
        device = self.make_device()
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        faults = desk.open("device", device.id)["faults"]
        ids = {fault["id"] for fault in faults}
        self.assertIn(self.hum.id, ids)
        self.assertNotIn(self.creak.id, ids)

    def test_the_phone_knows_which_cause_fits_which_machine(self):
        self.make_visit(self.make_order(self.make_device(), service_type="c"))
        visits = self.env["aftersales.visit"].with_user(self.technician)
        day = visits.get_technician_day()
        card = day["visits"][0]
        rows = {row["id"]: row for row in day["faults"]}
        self.assertEqual(card["categories"][-2:], (self.motors | self.small).ids)
        self.assertEqual(card["template"], self.machine.product_tmpl_id.id)
        self.assertEqual(rows[self.bearing.id]["categories"], self.motors.ids)
        self.assertEqual(rows[self.hinge.id]["categories"], self.doors.ids)
        self.assertEqual(rows[self.dirt.id]["categories"], [])
