import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form

from ...exceptions import ProofMissing
from .life_case import LifeCase


class TestDeviceLife(LifeCase):
    """Sold, taken back, sold again, resold, exchanged: a list that anybody can read."""

    def step(self, device, step, user=None, **vals):
        wizard = (
            self.env["aftersales.device.step"]
            .with_user(user or self.dispatcher)
            .create({"device_id": device.id, "step": step} | vals)
        )
        return wizard.action_apply()

    def test_sold_taken_back_and_sold_again(self):
        with freeze_time("2025-01-10 02:00:00"):
            picking = self.deliver(self.machine, "A-1")
            device, lot = self.find("A-1"), picking.move_line_ids.lot_id
            first = device.coverage_ids
        with freeze_time("2026-02-20 02:00:00"):
            self.take_back(picking)
        with freeze_time("2026-03-10 02:00:00"):
            again = self.sell(lot)
            self.assertEqual(device.partner_id, self.buyer)
            self.assertEqual(device.sale_order_id, again.sale_id)
            (coverage,) = device._get_coverages()
            self.assertEqual(coverage.end_date, date(2027, 3, 9))
            self.assertEqual(device.coverage_state, "in")
            self.assertEqual(device.coverage_end_date, date(2027, 3, 9))
            self.assertTrue(first.former)
        self.assertFalse(first.voided_on)  # it was over by itself
        self.assertEqual(self.get_kinds(device), ["sold", "sold"])
        self.assertEqual(device.event_ids[0].from_partner_id, self.customer)
        self.assertFalse(device.coverage_ids._verify())

    def test_what_still_ran_ends_with_the_reason(self):
        with freeze_time("2026-01-10 02:00:00"):
            picking = self.deliver(self.machine, "A-2")
            device, lot = self.find("A-2"), picking.move_line_ids.lot_id
            self.take_back(picking)
        with freeze_time("2026-03-10 02:00:00"):
            again = self.sell(lot)
        old = device.coverage_ids - device._get_coverages()
        self.assertEqual(old.voided_on, date(2026, 3, 10))
        last = old.event_ids.sorted("id")[-1]
        self.assertEqual((last.kind, last.reason), ("voided", again.sale_id.name))
        self.assertEqual(last.partner_id, self.buyer)

    def test_the_new_owner_is_not_charged(self):
        picking = self.deliver(self.machine, "A-3")
        lot = picking.move_line_ids.lot_id
        self.take_back(picking)
        self.find("A-3").coverage_ids._add_event(
            "voided", self.company._aftersales_today(), reason="拆过"
        )
        self.sell(lot)
        order = self.make_order(self.find("A-3"), partner_id=self.buyer.id)
        self.assertEqual(order.service_type, "c")

    def test_a_machine_that_goes_back_to_its_owner_keeps_its_dates(self):
        with freeze_time("2026-01-10 02:00:00"):
            picking = self.deliver(self.machine, "A-4")
        device = self.find("A-4")
        back = self.take_back(picking)
        self.take_back(back)  # the return of the return: repaired and sent again
        self.assertEqual(device.delivery_date, date(2026, 1, 10))
        (coverage,) = device.coverage_ids
        self.assertEqual((coverage.former, coverage.voided_on), (False, False))
        self.assertEqual(self.get_kinds(device), ["sold", "sent"])

    def test_what_the_owner_before_left_is_gone(self):
        picking = self.deliver(self.machine, "A-5")
        device, lot = self.find("A-5"), picking.move_line_ids.lot_id
        device.write(
            {
                "installation_date": "2026-01-02",
                "invoice_number": "03700182",
                "user_partner_id": self.customer.id,
            }
        )
        self.take_back(picking)
        self.sell(lot)
        self.assertRecordValues(
            device,
            [
                {
                    "installation_date": False,
                    "invoice_number": False,
                    "user_partner_id": False,
                    "site_id": self.buyer.id,
                }
            ],
        )

    def test_resold_by_a_button(self):
        device = self.make_device(
            "B-1", coverage={"months": 600, "start_date": date(2026, 1, 1)}
        )
        with self.assertRaises(ProofMissing):
            self.step(device, "resell", partner_id=self.buyer.id)
        with self.assertRaises(ProofMissing):
            self.step(device, "resell", reason="随厂房转让")
        self.step(device, "resell", partner_id=self.buyer.id, reason="随厂房转让")
        self.assertEqual((device.partner_id, device.coverage_state), (self.buyer, "in"))
        self.assertEqual(self.get_kinds(device), ["resold"])
        self.assertEqual(device.event_ids.from_partner_id, self.customer)
        with self.assertRaises(AccessError):
            self.step(device, "scrap", self.technician, reason="烧毁")

    def test_an_owner_that_is_typed_is_an_event(self):
        device = self.make_device(
            "B-2", coverage={"months": 600, "start_date": date(2026, 1, 1)}
        )
        with Form(device.with_user(self.dispatcher)) as form:
            form.partner_id = self.buyer
        self.assertEqual(self.get_kinds(device), ["resold"])
        self.assertEqual(
            device.coverage_ids.event_ids.sorted("id")[-1].kind, "transferred"
        )
        device.with_user(self.dispatcher).partner_id = self.buyer  # nothing changes
        self.assertEqual(self.get_kinds(device), ["resold"])

    def test_a_first_owner_and_a_colleague_are_no_resale(self):
        device = self.make_device("B-3", partner_id=False)
        person = self.env["res.partner"].create(
            {"name": "王经理", "parent_id": self.customer.id}
        )
        device.with_user(self.dispatcher).write({"partner_id": self.customer.id})
        device.with_user(self.dispatcher).write({"partner_id": person.id})
        self.assertEqual(self.get_kinds(device), ["owner", "owner"])

    def test_lost_and_found(self):
        device = self.make_device(
            "B-4", coverage={"months": 600, "start_date": date(2026, 1, 1)}
        )
        self.step(device, "lose", reason="工地被盗")
        self.assertFalse(device.active)
        self.step(device, "find", reason="公安追回")
        self.assertEqual((device.active, device.coverage_state), (True, "in"))
        self.assertEqual(self.get_kinds(device), ["lost", "found"])


class TestStartDays(LifeCase):
    """The days that a warranty begins with, on a screen, with their evidence."""

    def make_policy(self, *terms):
        policy = self.env["aftersales.warranty.policy"].create({"name": "保修政策"})
        version = self.env["aftersales.warranty.version"].create(
            {
                "policy_id": policy.id,
                "valid_from": "2020-01-01",
                "term_ids": [
                    (0, 0, {"name": "整机", "start_event": term, "amount": 12})
                    for term in terms
                ],
            }
        )
        version.with_user(self.director).action_approve()

    def test_each_day_begins_the_warranty_that_waits_for_it(self):
        kinds = ("purchase", "invoice", "installation", "acceptance", "registration")
        self.make_policy(*(f"{kind}_date" for kind in kinds))
        device = self.make_device("C-1")
        self.assertFalse(device.coverage_ids)
        for index, kind in enumerate(kinds, 1):
            self.env["aftersales.device.step"].with_user(self.dispatcher).create(
                {
                    "device_id": device.id,
                    "step": "date",
                    "date_kind": kind,
                    "day": f"2026-03-0{index}",
                    "reference": f"单据 {index}",
                    "evidence": base64.b64encode(b"%PDF"),
                    "filename": "单据.pdf",
                }
            ).action_apply()
            self.assertEqual(len(device.coverage_ids), index)
            self.assertEqual(
                max(device.coverage_ids.mapped("start_date")), date(2026, 3, index)
            )
        self.assertEqual(set(device.event_ids.mapped("kind")), {"dated"})
        self.assertEqual(len(device.event_ids.file_id), 5)
        self.assertIn("单据 5", device.event_ids[0].reason)

    def test_evidence_is_asked_for(self):
        device = self.make_device("C-2")
        for vals in ({}, {"date_kind": "purchase"}):
            step = self.env["aftersales.device.step"].create(
                {"device_id": device.id, "step": "date"} | vals
            )
            with self.assertRaises(ProofMissing):
                step.action_apply()
        self.assertFalse(device.event_ids)

    def test_a_day_that_is_typed_is_an_event_and_begins_it_once(self):
        self.make_policy("installation_date")
        device = self.make_device("C-3").with_user(self.dispatcher)
        with Form(device) as form:
            form.installation_date = "2026-03-05"
        self.assertEqual(device.coverage_ids.start_date, date(2026, 3, 5))
        device.installation_date = "2026-03-06"
        self.assertEqual(len(device.coverage_ids), 1)
        self.assertEqual(self.get_kinds(device), ["dated", "dated"])

    def test_a_newer_policy_adds_nothing_to_what_was_granted(self):
        self.make_policy("delivery_date", "installation_date")
        device = self.make_device("C-4", delivery_date="2026-01-01")
        self.env["aftersales.warranty.version"].search([]).copy(
            {"valid_from": "2026-01-02"}
        ).with_user(self.director).action_approve()
        device.installation_date = "2026-03-01"
        self.assertEqual(
            sorted(device.coverage_ids.mapped("start_date")),
            [date(2026, 1, 1), date(2026, 3, 1)],
        )

    def test_a_device_that_is_typed_gets_what_its_facts_give(self):
        form = Form(self.env["aftersales.device"].with_user(self.dispatcher))
        form.serial, form.product_id = "C-5", self.machine
        form.delivery_date = "2026-03-01"
        device = form.save()
        self.assertEqual(str(device.coverage_end_date), "2027-02-28")
        for name in ("purchase_date", "invoice_date", "ship_date"):
            device = self.env["aftersales.device"].create(
                {"serial": name, "product_id": self.machine.id, name: "2026-03-01"}
            )
            self.assertEqual(str(device.coverage_end_date), "2027-02-28")

    def test_without_a_day_there_is_no_warranty_and_it_says_why(self):
        typed = self.env["aftersales.device"].create(
            {"serial": "C-6", "product_id": self.machine.id}
        )
        register = self.make_device(
            "C-7", coverage={"months": 24}, production_date="2012-05-01"
        )
        desk = (
            self.env["aftersales.service.desk"]
            .with_user(self.dispatcher)
            ._get_device(
                {"serial": "C-8", "product_id": self.machine.id}, self.customer
            )
        )
        for device in (typed, register, desk):
            self.assertFalse(device.coverage_ids)
            words = device._get_warranty_words()
            self.assertIn("sold or delivered is missing", words["text"])
        desk.purchase_date = "2026-03-01"
        self.assertEqual(str(desk.coverage_end_date), "2027-02-28")

    def test_card_and_invoice_are_seen_or_missed(self):
        device = self.make_device("C-9").with_user(self.dispatcher)
        order = self.make_order(device)
        self.assertEqual(
            set(order.decision_id.warning_codes.split()) & {"no_card", "no_invoice"},
            {"no_card", "no_invoice"},
        )
        with Form(device) as form:
            form.has_warranty_card = True
            form.invoice_number = "03700182"
        codes = (self.make_order(device).decision_id.warning_codes or "").split()
        self.assertFalse({"no_card", "no_invoice"} & set(codes))
        self.deliver(self.machine, "C-10")
        codes = self.make_order(self.find("C-10")).decision_id.warning_codes or ""
        self.assertNotIn("no_card", codes)
