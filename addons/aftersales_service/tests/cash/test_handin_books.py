from datetime import date

from freezegun import freeze_time

from ...exceptions import GroupRefused
from ..fees.common import CashCommon


class TestHandInBooks(CashCommon):
    """Where the money of a hand-in stands in the books: day, journal and account."""

    def hand_in(self, *methods, amount=50):
        self.make_job()
        rows = self.env["aftersales.collection"]
        for method in methods:
            rows |= self.collect(amount, method)
        self.count(self.take_over())
        return rows

    # --- day

    def test_a_payment_has_the_day_on_which_the_money_was_taken(self):
        self.make_job()
        with freeze_time("2026-03-02 17:30:00"):  # the 3rd where the company works
            row = self.collect(50)
        with freeze_time("2026-03-09 02:00:00"):
            self.count(self.take_over())
        self.assertEqual(row.payment_id.date, date(2026, 3, 3))
        self.assertEqual(row.payment_id.move_id.date, date(2026, 3, 3))

    def test_in_a_closed_month_it_has_the_first_open_day(self):
        self.make_job()
        with freeze_time("2026-03-30 02:00:00"):
            row = self.collect(50)
        self.company.fiscalyear_lock_date = "2026-03-31"
        with freeze_time("2026-04-02 02:00:00"):
            self.count(self.take_over())
        self.assertEqual(row.payment_id.date, date(2026, 4, 1))

    # --- account

    def test_cash_reaches_the_cash_account(self):
        row = self.hand_in("cash")
        journal = row.payment_id.journal_id
        line = row.payment_id.payment_method_line_id
        self.assertEqual(line.payment_account_id, journal.default_account_id)
        cash = row.payment_id.move_id.line_ids.filtered("debit")
        self.assertEqual(cash.account_id, journal.default_account_id)
        self.assertEqual(row.payment_id.state, "paid")

    def test_method_lines_of_others_stay_as_they_are(self):
        journal = self.company._aftersales_get_collection_journal("cash")
        before = journal.inbound_payment_method_line_ids
        accounts = before.mapped("payment_account_id")
        self.hand_in("cash")
        made = journal.inbound_payment_method_line_ids - before
        self.assertEqual(len(made), 1)
        self.assertEqual(before.mapped("payment_account_id"), accounts)
        self.collect(20)
        self.count(self.take_over())
        self.assertEqual(journal.inbound_payment_method_line_ids, before | made)

    # --- journal

    def test_each_means_has_a_journal_and_an_account_of_its_own(self):
        rows = self.hand_in("cash", "wechat", "alipay", "transfer", amount=20)
        self.assertEqual(len(rows.payment_id.journal_id), 4)
        lines = rows.payment_id.move_id.line_ids.filtered("debit")
        self.assertEqual(len(lines.account_id), 4)
        channels = self.company.aftersales_wechat_journal_id
        channels |= self.company.aftersales_alipay_journal_id
        wechat = rows.filtered(lambda r: r.method == "wechat")
        self.assertEqual(wechat.payment_id.journal_id, channels[0])
        account = channels[0].inbound_payment_method_line_ids.payment_account_id
        self.assertTrue(account.reconcile)
        self.assertEqual(wechat.payment_id.outstanding_account_id, account)

    def test_the_second_time_nothing_is_made(self):
        self.hand_in("wechat")
        journals = self.env["account.journal"].search_count([])
        self.collect(20, "wechat")
        self.count(self.take_over())
        self.assertEqual(self.env["account.journal"].search_count([]), journals)

    def test_core_still_proposes_the_bank_that_was_there(self):
        bank = self.company._aftersales_get_collection_journal("transfer")
        self.hand_in("alipay")
        first = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        self.assertEqual(first, bank)
        self.assertEqual(
            self.company._aftersales_get_collection_journal("transfer"), bank
        )

    def test_one_that_the_company_chose_for_all_of_them_stays(self):
        bank = self.company._aftersales_get_collection_journal("transfer")
        self.company.aftersales_online_journal_id = bank
        rows = self.hand_in("wechat", "alipay")
        self.assertEqual(rows.payment_id.journal_id, bank)
        self.assertFalse(self.company.aftersales_wechat_journal_id)

    def test_who_configures_the_books_makes_them_beforehand(self):
        with self.assertRaises(GroupRefused):
            self.company.with_user(self.accountant)._aftersales_create_channels()
        settings = self.env["res.config.settings"].create({})
        settings.action_aftersales_create_journals()
        made = self.company.aftersales_wechat_journal_id
        self.assertTrue(made and self.company.aftersales_alipay_journal_id)
        settings.action_aftersales_create_journals()
        self.assertEqual(self.company.aftersales_wechat_journal_id, made)
