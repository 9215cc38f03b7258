import base64
import io

from openpyxl import load_workbook

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ...exceptions import GroupRefused, ProofMissing
from .common import WorkCommon


@tagged("post_install", "-at_install")
class TestOwedOwn(WorkCommon, HttpCase):
    """Piece rates of our own technicians: confirmed by each, seen by nobody else, and a
    workbook for payroll."""

    def setUp(self):
        super().setUp()
        self.zhao.partner_id = self.colleague.partner_id
        self.term = self.make_rates(
            {"basis": "visit", "price": 30},
            {"basis": "hour", "price": 25},
            payer="employee",
            rhythm="monthly",
        )

    def read_sums(self):
        """{name: numbers} of the workbook of last month."""
        wizard = self.env["aftersales.owed.payroll"].with_user(self.accountant)
        wizard = wizard.create({"period": self.last_month(1)})
        wizard.action_excel()
        book = load_workbook(io.BytesIO(base64.b64decode(wizard.workbook)))
        rows = book.worksheets[0].iter_rows(min_row=2, values_only=True)
        return {row[1]: row[2:] for row in rows}

    def make_statements(self):
        """One of each of the two, sent."""
        works = [
            self.get_work(self.make_signed(person, day=self.last_month(day)), person)
            for person, day in ((self.li, 3), (self.li, 4), (self.zhao, 5))
        ]
        found = self.gather_work(*works)
        found.action_send()
        return found.sudo().sorted(lambda s: -len(s.line_ids))

    def post_answer(self, settlement, data):
        token = http.Request.csrf_token(self)
        url = f"/my/statements/{settlement.id}/answer"
        self.url_open(url, data=data | {"csrf_token": token})
        self.env.invalidate_all()

    def test_each_gets_his_statement_of_the_month(self):
        mine, other = self.make_statements()
        self.assertEqual((mine.claimed_net, other.claimed_net), (160, 80))
        self.assertEqual(mine.partner_id, self.technician.partner_id)
        self.assertEqual(set((mine | other).mapped("direction")), {"owed"})

    def test_he_confirms_his_own_and_sees_nobody_elses(self):
        mine, other = self.make_statements()
        self.authenticate("as_technician", "as_technician")
        page = self.url_open("/my/statements").text
        self.assertIn(mine.name, page)
        self.assertNotIn(other.name, page)
        self.assertIn(
            mine.line_ids[0].order_name, self.url_open(f"/my/statements/{mine.id}").text
        )
        self.assertNotIn(other.name, self.url_open(f"/my/statements/{other.id}").text)
        self.post_answer(other, {"all": "1"})
        self.assertEqual(other.state, "sent")
        self.post_answer(mine, {"all": "1"})
        self.assertEqual(mine.state, "answered")
        self.assertEqual(
            set(mine.line_ids.mapped("answered_by")), {self.technician.name}
        )

    def test_a_technician_reads_and_writes_no_rate(self):
        mine, other = self.make_statements()
        me = self.technician
        self.assertEqual(mine.with_user(me).read(["name"])[0]["name"], mine.name)
        rate, work = self.term.rate_ids[0], mine.line_ids[0].work_id
        for attack in (
            lambda: mine.with_user(me).read(["note"]),
            lambda: mine.with_user(me).read(["line_ids", "claimed_net"]),
            lambda: mine.with_user(me).write({"note": "x"}),
            mine.with_user(me).action_accept_all,
            mine.with_user(me).action_settle,
            lambda: mine.line_ids.with_user(me).action_accept(),
            lambda: mine.line_ids.with_user(me).read(["net"]),
            lambda: other.with_user(me).read(["name"]),
            lambda: rate.with_user(me).read(["price"]),
            lambda: rate.with_user(me).write({"price": 900}),
            lambda: self.term.with_user(me).action_approve(),
            lambda: work.with_user(me).read(["amount"]),
            lambda: work.with_user(me).action_gather(),
            lambda: work.visit_id.with_user(me).read(["owed_work_ids"]),
            lambda: (
                self.env["aftersales.owed.extra"]
                .with_user(me)
                .create({"work_id": work.id, "price": 9, "reason": "x"})
            ),
            lambda: self.env["aftersales.owed.payroll"].with_user(me).create({}),
        ):
            with self.assertRaises(AccessError):
                attack()

    def test_not_even_with_the_roles_of_finance_and_director(self):
        """Who writes and approves rates is not who is paid by them."""
        roles = "technician", "finance", "manager"
        group = "aftersales_service.aftersales_service_group_"
        user = new_test_user(
            self.env,
            "two_hats",
            ",".join(["base.group_user", *(group + role for role in roles)]),
        )
        person = self.make_technician("两职", user, partner_id=user.partner_id.id)
        draft = self.term.copy({"valid_from": self.last_month(20)})
        for attack in (
            lambda: draft.rate_ids[0].with_user(user).write({"price": 900}),
            draft.with_user(user).action_approve,
        ):
            with self.assertRaises(GroupRefused), self.env.cr.savepoint():
                attack()
        work = self.get_work(self.make_signed(person), person)
        extra = {"work_id": work.id, "kind": "labour", "price": 99, "reason": "奖金"}
        with self.assertRaises(GroupRefused), self.env.cr.savepoint():
            self.env["aftersales.owed.extra"].with_user(user).create(extra)
        draft.rate_ids[0].with_user(self.accountant).price = 35
        draft.with_user(self.director).action_approve()

    def test_workbook_for_payroll(self):
        mine, other = self.make_statements()
        wizard = self.env["aftersales.owed.payroll"].with_user(self.accountant)
        with Form(wizard) as form:
            form.period = self.last_month(1)
        with self.assertRaises(ProofMissing):
            form.record.action_excel()
        for settlement in mine | other:
            settlement.with_user(self.accountant).action_accept_all()
            settlement.with_user(self.accountant).action_settle()
        self.assertFalse((mine | other).move_ids)
        self.assertEqual({s.is_reversed for s in mine | other}, {False})
        form.record.action_excel()
        book = load_workbook(io.BytesIO(base64.b64decode(form.record.workbook)))
        sums, visits = book.worksheets
        told = {row[1]: row[2:] for row in sums.iter_rows(min_row=2, values_only=True)}
        self.assertEqual(told, {"李强": (2, 160, 0, 160), "赵刚": (1, 80, 0, 80)})
        self.assertEqual(visits.max_row, 4)

    def accrue(self):
        return self.make_rates(
            {"basis": "visit", "price": 160},
            payer="employee",
            partner=self.technician.partner_id,
            costs={"labour": {"becomes": "accrual"}},
            owed_account_id=self.wages.id,
            withheld_account_id=self.levy.id,
            withheld_percent=10,
        )

    def test_what_was_reversed_and_booked_again_is_paid_once(self):
        self.accrue()
        work = self.get_work(self.make_signed(self.li), self.li)
        first = self.book_work(work).sudo()
        vals = {"date": self.env.company._aftersales_today()}
        first.move_ids._reverse_moves([vals], cancel=True)
        self.assertTrue(first.is_reversed)
        self.book_work(work)
        self.assertEqual(self.read_sums(), {"李强": (1, 160, 16, 144)})

    def test_entry_of_wages_where_the_terms_say_so(self):
        """160: 16 withheld, 144 owed."""
        self.term = self.accrue()
        visit = self.make_signed(self.li)
        settlement = self.book_work(self.get_work(visit, self.li)).sudo()
        items = settlement.move_ids.line_ids
        self.assertEqual(settlement.move_ids.state, "posted")
        self.assertEqual(
            {item.account_id: item.balance for item in items},
            {self.expense: 160, self.wages: -144, self.levy: -16},
        )
        self.assertEqual(settlement.line_ids.move_line_id.account_id, self.expense)

    def test_wages_are_no_second_cost_of_the_job(self):
        self.li.sudo().hourly_cost = 45
        visit = self.make_signed(self.li)
        self.assertEqual(
            visit.order_id.sudo().cost_ids.mapped(lambda r: (r.kind, r.amount)),
            [("labour", 90)],
        )
        self.assertEqual(self.get_work(visit, self.li).amount, 80)

    def test_without_an_agreement_nobody_is_paid_by_piece(self):
        self.term.policy_id.active = False
        self.assertFalse(self.make_signed(self.li).owed_work_ids)


@tagged("post_install", "-at_install")
class TestOwedPortal(WorkCommon, HttpCase):
    """A contractor sees and confirms his statement, another one does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.logins = {
            name: new_test_user(
                cls.env, name, "base.group_portal", password=name, lang="en_US"
            )
            for name in ("firm_one", "firm_two")
        }
        cls.logins["firm_one"].partner_id.parent_id = cls.firm
        cls.logins["firm_two"].partner_id.parent_id = cls.other_firm

    def setUp(self):
        super().setUp()
        self.make_rates(partner=self.firm)
        self.settlement = self.send_work(self.get_work(self.make_signed())).sudo()
        self.url = f"/my/statements/{self.settlement.id}"

    def post_answer(self, data):
        token = http.Request.csrf_token(self)
        self.url_open(f"{self.url}/answer", data=data | {"csrf_token": token})
        self.env.invalidate_all()

    def test_the_statement_of_another_contractor(self):
        self.authenticate("firm_two", "firm_two")
        self.assertNotIn(self.settlement.name, self.url_open("/my/statements").text)
        self.assertNotIn(self.settlement.name, self.url_open(self.url).text)
        self.post_answer({"all": "1"})
        self.assertEqual(self.settlement.state, "sent")
        theirs = self.logins["firm_two"]
        for attack in (
            lambda: self.settlement.with_user(theirs).read(["name"]),
            lambda: self.settlement.line_ids.work_id.with_user(theirs).read(["amount"]),
            lambda: self.settlement.term_id.rate_ids.with_user(theirs).read(["price"]),
        ):
            with self.assertRaises(AccessError):
                attack()

    def test_he_confirms_one_line_and_disputes_the_other(self):
        self.authenticate("firm_one", "firm_one")
        page = self.url_open(self.url).text
        self.assertIn("2 h × 80.00", page)
        labour, travel = self.settlement.line_ids
        self.post_answer(
            {
                f"answer_{labour.id}": "yes",
                f"answer_{travel.id}": "no",
                f"net_{travel.id}": "45",
                f"reason_{travel.id}": "30 km",
            }
        )
        self.assertEqual((labour.state, travel.state), ("accepted", "rejected"))
        self.assertIn("45", travel.answer_reason)
        self.assertEqual(self.settlement.state, "answered")
        self.assertEqual(self.settlement.accepted_net, 220)
