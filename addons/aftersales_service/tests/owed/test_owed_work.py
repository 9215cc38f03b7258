import base64

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from .common import RATES, WorkCommon


class TestOwedWork(WorkCommon):
    """What a visit is worth to whoever worked for us, and why it has to wait."""

    def test_a_visit_by_its_stamps_and_its_way(self):
        self.make_rates(partner=self.firm)
        work = self.get_work(self.make_signed(hours=2.5, km=30))
        self.assertEqual((work.amount, work.open_amount), (305, 305))
        self.assertEqual((work.payer, work.partner_id), ("contractor", self.firm))
        self.assertEqual(
            {kind: pay["net"] for kind, pay in work.details.items()},
            {"labour": 260, "travel": 45},
        )
        self.assertIn("2.5 h × 80.00", work.explanation)
        self.assertIn("30 km × 1.50", work.explanation)

    def test_the_most_particular_rate_counts(self):
        categ = self.env["product.category"].create({"name": "电机"})
        self.machine.categ_id = categ
        self.make_rates(
            *RATES,
            {"basis": "hour", "price": 100, "categ_id": categ.id},
            {"basis": "hour", "price": 999, "visit_kind": "installation"},
            partner=self.firm,
        )
        self.assertEqual(self.get_work(self.make_signed()).amount, 60 + 200 + 30)

    def test_an_agreement_with_him_goes_before_one_with_all(self):
        self.make_rates({"basis": "visit", "price": 10})
        self.make_rates({"basis": "visit", "price": 70}, partner=self.firm)
        other = self.make_outsider("周外协", self.other_firm)
        self.assertEqual(self.get_work(self.make_signed()).amount, 70)
        visit = self.make_signed(other, day=self.last_month(11))
        self.assertEqual(self.get_work(visit, other).amount, 10)

    def test_rates_of_the_day_of_the_work(self):
        term = self.make_rates({"basis": "visit", "price": 70}, partner=self.firm)
        later = term.copy({"valid_from": self.last_month(20)})
        later.rate_ids.price = 90
        later.with_user(self.director).action_approve()
        for day, amount in ((10, 70), (19, 70), (20, 90)):
            visit = self.make_signed(day=self.last_month(day))
            self.assertEqual(self.get_work(visit).amount, amount, day)

    def test_two_of_his_people_are_paid_hours_twice_and_the_way_once(self):
        self.make_rates(partner=self.firm)
        mate = self.make_outsider("张外协", self.firm)
        visit = self.make_signed(
            helper_ids=[Command.set(mate.ids)], leader_id=self.outside.id
        )
        works = visit.owed_work_ids.sorted("technician_id")
        self.assertEqual(
            {w.technician_id: w.amount for w in works},
            {self.outside: 60 + 160 + 30, mate: 160},
        )

    def test_a_missed_deadline_is_taken_off_and_never_makes_a_debt(self):
        event = self.env["aftersales.sla.event"].search([], limit=1)
        missed = {"basis": "missed", "deadline_event_id": event.id}
        self.make_rates(
            {"basis": "visit", "price": 100}, missed | {"price": 30}, partner=self.firm
        )
        visit = self.make_signed()
        work = self.get_work(visit)
        self.assertEqual(work.amount, 100)
        for count, amount, lost in ((1, 70, 0), (3, 10, 0), (4, 0, 20)):
            told = work._count(visit._get_days(), {(visit, event): count})["labour"]
            self.assertEqual((told["net"], told["lost"]), (amount, lost), count)

    def test_deadlines_that_were_missed_are_found(self):
        """Of the visit, and of the job where it was the first to end after them."""
        rule = self.env["aftersales.sla.rule"].search([], limit=1)
        event = rule.stop_event_id
        self.make_rates(
            {"basis": "visit", "price": 100},
            {"basis": "missed", "deadline_event_id": event.id, "price": 15},
            partner=self.firm,
        )
        visit = self.make_signed()
        common = {
            "company_id": self.company.id,
            "rule_id": rule.id,
            "code": rule.code or "T",
            "start_event_id": rule.start_event_id.id,
            "stop_event_id": event.id,
            "unit": "hour",
            "started_at": visit.started_at,
            "stopped_at": visit.started_at,
            "late": True,
        }
        clocks = self.env["aftersales.sla.clock"].sudo()
        if hasattr(clocks, "_in_flow"):
            clocks = clocks._in_flow()
        owners = (visit, visit.order_id, visit.order_id, visit.order_id)
        changes = (
            {},
            {},
            {"late": False},
            {"cancelled_at": visit.started_at},
        )
        for number, (owner, change) in enumerate(zip(owners, changes, strict=True)):
            moment = fields.Datetime.add(visit.started_at, minutes=number)
            clocks.create(
                common
                | {
                    "res_model": owner._name,
                    "res_id": owner.id,
                    "event_at": moment,
                }
                | change
            )
        visit._reckon_work()
        self.assertEqual(self.get_work(visit).amount, 70)

    def test_own_parts_and_deductions_are_entered_with_a_reason(self):
        self.make_rates(partner=self.firm)
        work = self.get_work(self.make_signed())
        self.assertEqual(work.amount, 250)
        extras = self.env["aftersales.owed.extra"].with_user(self.accountant)
        vals = {"work_id": work.id, "kind": "part", "price": 28}
        extras.create(
            vals | {"product_id": self.part.id, "quantity": 2, "reason": "自带轴承"}
        )
        extra = extras.create(
            {"work_id": work.id, "kind": "labour", "price": -20, "reason": "迟到"}
        )
        self.assertEqual(work.amount, 250 + 56 - 20)
        self.assertEqual(self.cost_of(work.visit_id), 286)
        for broken in (
            vals | {"reason": " "},
            vals | {"kind": "freight", "reason": "x"},
        ):
            with self.assertRaises(ProofMissing):
                extras.create(broken)
        with self.assertRaises(ProtectedRefused):
            extra.price = 0
        with self.assertRaises(AccessError):
            extras.with_user(self.director).create(vals | {"reason": "x"})

    def test_who_has_to_wait_says_why(self):
        visit = self.make_signed()
        work = self.get_work(visit)
        told = work.with_user(self.accountant)
        self.assertIn("agreed", told.obstacle)
        with self.assertRaisesRegex(MoveRefused, "agreed"):
            told.action_gather()
        self.make_rates(partner=self.firm, rhythm="monthly")
        visit._reckon_work()
        told.invalidate_recordset()
        self.assertFalse(told.obstacle)
        now = self.get_work(self.make_signed(day=self.env.company._aftersales_today()))
        self.assertIn("month", now.with_user(self.accountant).obstacle)
        with freeze_time(self.next_month()):
            now.invalidate_recordset()
            self.assertFalse(now.with_user(self.accountant).obstacle)

    def test_an_agreement_that_comes_later_counts_what_waited(self):
        early = self.get_work(self.make_signed())
        mine = self.make_signed(self.li, day=self.env.company._aftersales_today())
        before = self.make_signed(self.li)
        self.assertEqual((early.amount, len(mine.owed_work_ids)), (0, 0))
        self.make_rates(partner=self.firm)
        self.make_rates({"basis": "visit", "price": 30}, payer="employee")
        self.assertEqual(early.amount, 250)
        self.assertEqual(self.get_work(mine, self.li).amount, 30)
        self.assertFalse(before.owed_work_ids)

    def test_not_before_the_customer_signed(self):
        self.make_rates(partner=self.firm)
        day = self.last_month(10)
        order = self.make_order(self.make_device(), service_type="a")
        visit = self.make_visit_at(
            f"{day} 09:00", order=order, technician_id=self.outside.id
        ).with_user(self.outside.user_id)
        self.assertFalse(self.get_work(visit))
        self.work(visit, f"{day} 09:00", f"{day} 10:00")
        work = self.get_work(visit)
        self.assertEqual((work.amount, self.cost_of(visit)), (140, 140))
        with self.assertRaisesRegex(MoveRefused, "signed"):
            self.gather_work(work)

    def test_old_parts_first_where_the_terms_say_so(self):
        self.make_rates(partner=self.firm, waits_for_parts=True)
        visit = self.make_signed()
        part = (
            self.env["aftersales.old.part"]
            .sudo()
            ._in_flow()
            .create(
                {
                    "order_id": visit.order_id.id,
                    "visit_id": visit.id,
                    "product_id": self.part.id,
                    "technician_id": self.outside.id,
                    "company_id": self.company.id,
                    "opened_on": self.last_month(10),
                }
            )
        )
        with self.assertRaisesRegex(MoveRefused, part.name):
            self.gather_work(self.get_work(visit))
        part._in_flow().state = "received"
        self.assertTrue(self.gather_work(self.get_work(visit)))

    def find(self, visit, code):
        """Something was found on this visit."""
        findings = self.env["aftersales.fee.finding"].sudo()._in_flow()
        vals = {"visit_id": visit.id, "code": code, "subject": "1", "severity": "3"}
        return findings.create(vals | {"numbers": {"amount": 9}})

    def test_a_finding_stops_what_it_is_about(self):
        """A false receipt is no matter of what the visit is worth; a way is none of
        somebody who is paid by the visit."""
        self.make_rates({"basis": "visit", "price": 60}, partner=self.firm)
        visit = self.make_signed()
        work = self.get_work(visit)
        for code, stops in (("receipt", False), ("kilometres", False), ("hours", True)):
            found = self.find(visit, code)
            told = work.with_user(self.accountant)
            told.invalidate_recordset(["obstacle"])
            self.assertEqual(bool(told.obstacle), stops, code)
        found.with_user(self.accountant).action_answer("explained", "等待停机")
        self.assertTrue(self.gather_work(work))

    def test_an_agent_who_serves_himself_is_owed_what_the_customer_does_not_pay(self):
        """V-16: he collects from the customer himself, or bears it under his warranty."""
        self.make_policy(agent_mode="serves")
        agents = self.make_technician(
            "代理员", self.make_user("technician", "agent_man"), kind="agent",
            employer_id=self.firm.id,
        )  # fmt: skip
        covered = {"months": 24, "start_date": self.env.company._aftersales_today()}
        told = []
        for number, (agreed, coverage, vals) in enumerate(
            (
                (False, {}, {"service_type": "c"}),  # we bear it, nothing was agreed
                (True, {}, {"service_type": "a"}),  # the customer pays him
                (True, covered, {}),  # he bears it
                (True, {}, {"service_type": "c"}),
            )
        ):
            if agreed and number == 1:
                self.make_rates(partner=self.firm)
            device = self.make_device(
                f"SERVES-{number}", agent_id=self.firm.id, coverage=coverage
            )
            visit = self.make_visit(self.make_order(device, **vals), agents).sudo()
            visit._reckon_work()
            told.append(len(visit.owed_work_ids))
        self.assertEqual(told, [0, 0, 0, 1])

    def test_whoever_did_not_go_is_not_paid(self):
        self.make_rates(partner=self.firm)
        visit = self.make_visit(
            self.make_order(self.make_device(), service_type="a"), self.outside
        )
        visit.sudo()._reckon_work()
        self.assertTrue(self.get_work(visit))
        visit.with_user(self.dispatcher).technician_id = self.li
        visit.sudo()._reckon_work()
        self.assertFalse(visit.sudo().owed_work_ids)
        visit.with_user(self.dispatcher).action_cancel()
        self.assertFalse(visit.sudo().owed_work_ids)

    def test_his_hours_and_kilometres_cost_what_we_owe_him(self):
        self.company.aftersales_km_cost = 5
        self.outside.sudo().hourly_cost = 1000
        self.make_rates(partner=self.firm)
        visit = self.make_signed()
        rows = visit.order_id.sudo().cost_ids
        self.assertEqual(rows.mapped("kind"), ["contractor"])
        self.assertEqual((rows.amount, rows.partner_id), (250, self.firm))

    def test_what_a_contractors_man_spent_is_no_travel_claim(self):
        """His firm is paid by agreement; without one he is paid back what he spent."""
        receipt = base64.b64encode(b"ticket").decode()
        visit = self.make_signed()
        spent = {"place": "x", "note": "x", "number": "T-1", "receipt": receipt}
        mine = visit.with_user(self.outside.user_id)
        line = self.env["aftersales.travel.line"].browse(
            mine.action_spend("incidental", 12, day=visit.planned_start.date(), **spent)
        )
        self.make_rates(partner=self.firm)
        visit._reckon_work()
        claim = line.claim_id.with_user(self.outside.user_id)
        with self.assertRaisesRegex(ProofMissing, self.firm.name):
            claim.action_submit()
        self.get_work(visit).term_id.sudo().policy_id.active = False
        visit._reckon_work()
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")

    def test_gathered_by_partner_and_month(self):
        self.make_rates(rhythm="monthly")
        other = self.make_outsider("周外协", self.other_firm)
        visits = [
            self.make_signed(day=self.last_month(3)),
            self.make_signed(day=self.last_month(9)),
            self.make_signed(other, day=self.last_month(9)),
        ]
        works = [visit.owed_work_ids for visit in visits]
        found = self.gather_work(*works)
        self.assertEqual(
            {s.partner_id: len(s.line_ids.visit_id) for s in found.sudo()},
            {self.firm: 2, self.other_firm: 1},
        )
        self.assertEqual(set(found.mapped("direction")), {"owed"})
        self.assertEqual(found.sudo().line_ids.mapped("sequence"), [1, 2, 1, 2, 3, 4])

    def test_the_night_gathers_by_itself(self):
        self.make_rates(partner=self.firm, rhythm="monthly")
        work = self.get_work(self.make_signed())
        self.env["aftersales.owed.work"]._cron_gather()
        self.assertEqual(work.line_ids.settlement_id.state, "draft")
        self.assertEqual(work.open_amount, 0)
        self.env["aftersales.owed.work"]._cron_gather()
        self.assertEqual(len(work.line_ids), 2)

    def test_terms_that_cannot_be_paid_are_not_approved(self):
        rate = {"basis": "visit", "price": 60}
        for broken in (
            {"costs": {"travel": None}},
            {"costs": {"labour": {"becomes": "compensation"}}},
            {"withheld_percent": 20},
        ):
            with self.assertRaises(ProofMissing), self.env.cr.savepoint():
                self.make_rates(rate, partner=self.firm, **broken)
        with self.assertRaises(ProofMissing), self.env.cr.savepoint():
            self.make_rates(rate, rate, partner=self.firm)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.make_rates({"basis": "missed", "price": 5}, partner=self.firm)
        with self.assertRaises(ProofMissing), self.env.cr.savepoint():
            self.make_term("supplier", lines={"labour": {"becomes": "bill"}})
