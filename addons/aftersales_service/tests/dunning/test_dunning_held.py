"""Nobody is reminded of money that is on its way, and nobody twice."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ...exceptions import MoveRefused
from .common import DunningCommon


@tagged("post_install", "-at_install")
class TestHeld(DunningCommon):
    def find_due(self, invoice):
        return invoice.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def propose_bank_line(self, invoice, state="open"):
        """A line of a statement of which somebody must say whether it pays this."""
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "date": self.env.company._aftersales_today(),
                "amount": invoice.amount_total,
                "payment_ref": invoice.name,
            }
        )
        proposal = (
            self.env["aftersales.bank.proposal"]
            ._in_flow()
            .create(
                {
                    "statement_line_id": line.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                }
            )
        )
        due = self.find_due(invoice)
        proposal.line_ids._in_flow().create(
            {
                "proposal_id": proposal.id,
                "res_model": due._name,
                "res_id": due.id,
                "amount": invoice.amount_total,
            }
        )
        if state != "open":
            proposal._move_to(state)
        return proposal

    def test_money_that_arrived_and_nobody_confirmed_yet(self):
        invoice = self.make_overdue()
        proposal = self.propose_bank_line(invoice)
        self.assertFalse(self.propose())
        proposal._move_to("later")
        self.assertFalse(self.propose())
        proposal._in_flow().unlink()
        self.assertEqual(self.propose().line_ids.sudo().move_id, invoice)

    def test_it_arrives_while_the_letter_waits(self):
        invoice = self.make_overdue()
        dunning = self.propose()
        self.propose_bank_line(invoice)
        dunning.action_send()
        self.assertEqual(dunning.state, "lapsed")
        self.assertFalse(dunning.sent_letter_id)

    def test_blocked_by_hand(self):
        invoice = self.make_overdue()
        invoice.action_toggle_block_payment()
        self.assertFalse(self.propose())
        invoice.action_toggle_block_payment()
        self.assertTrue(self.propose())

    def test_a_payment_of_one_of_their_people_counts(self):
        self.make_overdue(100)
        person = self.env["res.partner"].create(
            {"name": "王会计", "parent_id": self.customer.id}
        )
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": person.id,
                "amount": 113,
            }
        )
        payment.action_post()
        self.assertFalse(self.propose())

    def test_days_are_those_of_the_company(self):
        """Sent at 23:30 UTC is the next day in China."""
        self.make_overdue(late=100)
        first = self.send(self.propose())
        today = self.company._aftersales_today()
        apart = self.levels[1].days - self.levels[0].days
        midnight = datetime.combine(today, datetime.min.time())
        for days, reached in ((apart, False), (apart + 1, True)):
            night = midnight - timedelta(days=days) + timedelta(hours=23, minutes=30)
            self.assertEqual(
                self.company._aftersales_day(night), today - timedelta(days=days - 1)
            )
            first.sudo()._in_flow().sent_at = night
            self.assertEqual(bool(self.propose()), reached, days)

    def test_the_job_day_by_day(self):
        """Each day of six weeks: one letter at a level, none twice."""
        invoice = self.make_overdue(late=0)
        start = datetime.combine(self.company._aftersales_today(), datetime.min.time())
        start += timedelta(hours=4)
        born = {}
        for day in range(41):
            with freeze_time(start + timedelta(days=day)):
                for dunning in self.propose():
                    born[day] = dunning.level_id
                    self.send(dunning)
        self.assertEqual(
            list(born.items()), [(7, self.levels[0]), (30, self.levels[1])]
        )
        lines = self.env["aftersales.dunning.line"].search(
            [("move_id", "=", invoice.id)]
        )
        self.assertEqual(len(lines), 2)

    def test_refusals_are_in_the_language_of_who_sends(self):
        self.make_overdue()
        dunning = self.propose()
        self.customer.active = False
        action = dunning.action_aftersales_send_paper()
        window = self.env[action["res_model"]].with_user(self.accountant)
        told = {key[8:]: value for key, value in action["context"].items()}
        window = window.create(told)
        with self.assertRaisesRegex(Exception, "is archived"):
            window.action_show()
        with self.assertRaises(MoveRefused):
            dunning._move_to("draft")

    def test_queries_do_not_grow_with_partners(self):
        counts = []
        customer, home = self.customer, type(self)
        for size in (2, 6):
            for number in range(size):
                self.customer = home.customer = customer.copy(
                    {"name": f"客户 {size} {number}", "email": "k@example.com"}
                )
                self.make_overdue()
            self.propose()
            drafts = self.dunnings.search([("state", "=", "draft")])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            drafts._refresh()
            counts.append(self.env.cr.sql_log_count - before)
        home.customer = customer
        self.assertLessEqual(counts[1], counts[0] + 8)
