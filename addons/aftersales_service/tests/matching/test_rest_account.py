from ...exceptions import GroupRefused, MoveRefused
from .common import MatchingCommon


class TestRestAccount(MatchingCommon):
    """What no open item stands for: charges of the bank, interest, what was paid too much."""

    def test_a_charge_of_the_bank(self):
        line = self.make_line(-12, "", "账户管理费")
        found = self.desk.find_accounts(line.id, "手续")
        self.assertEqual([one["id"] for one in found], self.charges.ids)
        self.desk.choose(line.id, account_id=self.charges.id)
        self.desk.propose()  # what a person chose stays
        self.desk.confirm([line.id])
        self.assertEqual(self.sums(line), {self.charges: 12})
        self.assertTrue(line.is_reconciled)
        event = self.env["aftersales.bank.event"].search(
            [("statement_line_id", "=", line.id)]
        )
        self.assertIn(self.charges.name, event.items)
        self.desk.undo([line.id])
        self.assertEqual(self.sums(line), {self.bank.suspense_account_id: 12})

    def test_what_was_paid_too_much_is_the_customers(self):
        invoice = self.bill(500)
        line = self.make_line(520, self.customer.name)
        account = self.due(invoice).account_id
        items = [self.pick(self.due(invoice))]
        with self.assertRaisesRegex(MoveRefused, "kept by partner"):
            self.desk.choose(line.id, items, account_id=account.id)
        self.desk.choose(line.id, items, 0, account.id, self.customer.id)
        (row,) = self.desk.get_page()["lines"]
        self.assertEqual(row["proposals"][0]["rest"], 20)
        self.assertEqual(row["proposals"][0]["account"]["id"], account.id)
        self.desk.confirm([line.id])
        self.assertEqual(invoice.amount_residual, 0)
        self.assertTrue(line.is_reconciled)
        rest = line.move_id.line_ids.filtered(lambda i: i.balance == -20)
        self.assertEqual((rest.account_id, rest.partner_id), (account, self.customer))
        self.assertFalse(rest.reconciled)

    def test_accounts_that_cannot_be_taken(self):
        line = self.make_line(100, "谁")
        other = self.env["account.journal"].create(
            {"name": "二行", "code": "EEHH", "type": "bank"}
        )
        company = self.env["res.company"].create({"name": "乙公司"})
        foreign = (
            self.env["account.account"]
            .with_company(company)
            .create(
                {
                    "name": "乙手续费",
                    "code": "660399",
                    "account_type": "expense",
                    "company_ids": [(6, 0, company.ids)],
                }
            )
        )
        never = (
            self.bank.default_account_id,
            self.bank.suspense_account_id,
            other.default_account_id,
            foreign,
        )
        for account in never:
            with self.assertRaises(MoveRefused):
                self.desk.choose(line.id, account_id=account.id)
            found = self.desk.find_accounts(line.id, account.name)
            self.assertNotIn(account.id, [one["id"] for one in found])

    def test_nothing_chosen_is_nothing_to_confirm(self):
        line = self.make_line(100, "谁")
        self.desk.later([line.id])
        with self.assertRaises(MoveRefused):
            self.desk.confirm([line.id])
        self.desk.choose(line.id, account_id=self.charges.id)
        self.desk.choose(line.id)  # taken back before it was confirmed
        self.assertFalse(self.get_proposal(line))

    def test_who_may_look_for_accounts(self):
        line = self.make_line(100, "谁")
        for user in (self.director, self.inspector, self.technician):
            desk = self.env["aftersales.matching.desk"].with_user(user)
            for step in (
                lambda d=desk: d.find_accounts(line.id),
                lambda d=desk: d.find_partners("a"),
            ):
                with self.assertRaises(GroupRefused):
                    step()


class TestChosenParts(MatchingCommon):
    """Amounts that people type."""

    def test_nothing_of_an_item_is_not_all_of_it(self):
        invoice = self.bill(300)
        line = self.make_line(300, "谁")
        with self.assertRaises(MoveRefused):
            self.desk.choose(line.id, [self.pick(self.due(invoice), 0)])

    def test_what_is_no_charge(self):
        invoice = self.bill(1000)
        line = self.make_line(600, "谁")
        for fee in (400, 50.01, -5):
            with self.assertRaises(MoveRefused):
                self.desk.choose(
                    line.id, [self.pick(self.due(invoice), 600 + fee)], fee
                )
        self.desk.choose(line.id, [self.pick(self.due(invoice), 650)], 50)

    def test_a_charge_that_the_channel_told_is_not_told_again(self):
        self.make_job()
        wechat = self.company._aftersales_get_collection_journal("wechat")
        receipt = self.collect(100, "wechat")
        line = self.make_line(
            99, memo="x", journal=wechat, source="wechat", channel="wechat", fee=0.6
        )
        with self.assertRaisesRegex(MoveRefused, "channel told"):
            self.desk.choose(line.id, [self.pick(receipt, 99.6)], 0.6)

    def test_what_a_person_chose_is_not_proposed_to_others(self):
        invoice = self.bill(700)
        mine = self.make_line(700, "谁")
        self.desk.choose(mine.id, [self.pick(self.due(invoice))])
        other = self.make_line(700, self.customer.name, invoice.name)
        self.desk.propose()
        self.assertFalse(self.get_proposal(other))
        self.desk.confirm([mine.id])
        self.assertEqual(invoice.amount_residual, 0)

    def test_put_off_and_taken_up_is_proposed_for_again(self):
        line = self.make_line(700, self.customer.name)
        self.desk.later([line.id])
        self.desk.undo([line.id])
        invoice = self.bill(700)
        self.desk.propose()
        self.assertEqual(self.get_proposal(line).line_ids.name, invoice.name)

    def test_what_was_proposed_since_is_not_confirmed_unseen(self):
        invoice = self.bill(700)
        line = self.make_line(700, self.customer.name)
        self.desk.propose()
        seen = self.get_proposal(line).ids
        self.bill(700)  # another one of this amount: a doubt
        self.desk.propose()
        with self.assertRaisesRegex(MoveRefused, "meanwhile"):
            self.desk.confirm([line.id], seen)
        self.assertEqual(invoice.amount_residual, 700)
        self.desk.confirm([line.id], self.get_proposal(line).ids)

    def test_written_off_and_taken_back(self):
        invoice = self.bill(100)
        line = self.make_line(99.97, "谁")
        self.desk.choose(line.id, [self.pick(self.due(invoice), 99.97)])
        self.desk.write_off(line.id, "抹零")
        self.desk.undo([line.id])
        self.assertEqual(invoice.amount_residual, 100)
        self.assertFalse(self.get_proposal(line))
        self.assertEqual(self.desk.get_page()["count"], 1)

    def test_all_sure_in_several_calls(self):
        moves = [self.bill(1000 + step) for step in range(3)]
        lines = [
            self.make_line(move.amount_total, self.customer.name, move.name).id
            for move in moves
        ]
        self.desk.propose()
        moves[0].button_draft()
        self.patch(self.desk_module(), "_AT_ONCE", 2)
        first = self.desk.confirm_sure()
        self.assertEqual((first["ids"], first["left"]), (lines[1:2], 1))
        passed = [one["id"] for one in first["refused"]]
        second = self.desk.confirm_sure(False, passed)
        self.assertEqual((second["ids"], second["left"]), (lines[2:], 0))
        self.desk.undo(first["ids"] + second["ids"])
        self.assertEqual([m.amount_residual for m in moves[1:]], [1001, 1002])

    def desk_module(self):
        from ...models.matching import desk_steps

        return desk_steps
