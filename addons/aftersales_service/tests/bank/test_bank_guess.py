import base64

from odoo.tests import Form

from .common import BankCommon, bank, wechat


class TestBankGuess(BankCommon):
    """The account comes with the file, where it can only be one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        banks = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)]
        )
        (banks - cls.journal - cls.wechat).active = False

    def choose(self, data, journal=None):
        form = Form(self.env["aftersales.bank.file"].with_user(self.accountant))
        if journal:
            form.journal_id = journal
        form.data = base64.b64encode(data)
        return form.journal_id

    def test_the_only_account_of_its_kind(self):
        self.assertEqual(self.choose(bank()), self.journal)
        self.assertEqual(self.choose(wechat([("S1", 10, 0, 0.06)])), self.wechat)

    def test_of_two_banks_the_one_with_its_number(self):
        other = self.make_journal("建设银行", "JSYH")
        self.assertFalse(self.choose(bank(account="37009999888877776")))
        other.bank_acc_number = "37009999888877776"
        self.assertEqual(self.choose(bank(account="37009999888877776")), other)

    def test_what_a_person_chose_stays_and_no_file_no_guess(self):
        self.assertEqual(self.choose(bank(), self.wechat), self.wechat)
        self.assertFalse(self.choose(b"\xd0\xcf\x11\xe0 no statement"))

    def test_a_channel_without_an_account_says_who_makes_one(self):
        self.company.aftersales_wechat_journal_id = False
        self.assertFalse(self.choose(wechat([("S1", 10, 0, 0.06)])))
        file = self.upload(wechat([("S1", 10, 0, 0.06)]))
        file.action_check()
        self.assertEqual(file.state, "refused")
        self.assertIn(self.company.name, file.fault)
