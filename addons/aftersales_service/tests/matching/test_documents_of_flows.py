from odoo import Command

from ...exceptions import MoveRefused
from ..expense.common import TravelCommon
from ..settlement.common import SettlementCommon
from .common import MatchingCommon


class TestSettlementsOnStatements(MatchingCommon, SettlementCommon):
    """Claims that were sent, answered and booked by their own buttons."""

    def read(self):
        items = self.env["aftersales.open.item"]._read_open(self.company)
        return {item.number: item for item in items}

    def match(self, amount, partner, memo):
        line = self.make_line(amount, partner.name, memo)
        self.desk.propose()
        self.assertTrue(self.get_proposal(line).sure, self.get_proposal(line).reason)
        self.desk.confirm([line.id])
        self.assertTrue(line.is_reconciled)
        return line

    def settle(self, becomes, payer="supplier", **line):
        partner = self.partners[payer]
        self.make_term(payer, partner, {"labour": {"becomes": becomes} | line})
        return self.make_settled(self.make_share(100, payer)).sudo()

    def test_an_invoice_of_a_claim(self):
        claim = self.settle("service", tax_ids=[Command.set(self.vat.ids)])
        item = self.read()[claim.name]
        self.assertEqual((item.kind, item.amount), ("settlement", 11300))
        self.match(113, self.partners["supplier"], f"付 {claim.name}")
        self.assertEqual(claim.move_ids.amount_residual, 0)
        self.assertTrue(claim.is_paid)

    def test_a_compensation(self):
        claim = self.settle("compensation", "carrier")
        item = self.read()[claim.name]
        self.assertEqual((item.kind, item.amount), ("settlement", 10000))
        line = self.match(100, self.partners["carrier"], "赔款")
        self.assertTrue(claim.is_paid)
        self.desk.undo([line.id])
        self.assertFalse(claim.is_paid)

    def test_a_price_cut_comes_back_as_money(self):
        claim = self.settle("price_cut", tax_ids=[Command.set(self.buy_vat.ids)])
        (note,) = claim.move_ids
        item = self.read()[note.name]
        self.assertEqual((item.kind, item.amount), ("debit", 11300))
        line = self.make_line(113, self.partners["supplier"].name, note.name)
        self.desk.propose()
        self.desk.confirm([line.id])
        self.assertEqual(note.amount_residual, 0)

    def test_a_part_of_a_claim(self):
        claim = self.settle("service", tax_ids=[Command.set(self.vat.ids)])
        line = self.make_line(50, self.partners["supplier"].name, f"首付 {claim.name}")
        self.desk.propose()
        self.desk.confirm([line.id])
        self.assertEqual(claim.move_ids.amount_residual, 63)
        self.assertFalse(claim.is_paid)


class TestHandInsOnStatements(MatchingCommon):
    """Cash is with us when it is handed in; what was paid to our accounts comes by a
    statement, before or after."""

    def test_a_transfer_that_was_handed_in(self):
        self.make_job()
        receipt = self.collect(100, "transfer")
        self.collect(76, "cash")
        self.count(self.take_over())
        line = self.make_line(100, self.customer.name, receipt.name)
        self.desk.propose()
        self.assertEqual(self.desk.confirm_sure()["ids"], line.ids)
        self.assertTrue(receipt.payment_id.is_matched)

    def test_cash_that_is_paid_in_at_the_bank(self):
        """It leaves the cash account; no item of the ledger waits for it."""
        self.make_job()
        self.collect(176, "cash")
        self.count(self.take_over())
        journal = self.company._aftersales_get_collection_journal("cash")
        account = journal.default_account_id
        line = self.make_line(176, "", "现金存款")
        self.desk.propose()
        self.assertFalse(self.desk.confirm_sure()["ids"])
        self.desk.choose(line.id, account_id=account.id)
        self.desk.confirm([line.id])
        self.assertEqual(self.sums(line), {account: -176})

    def test_money_on_the_way_between_two_accounts_of_ours(self):
        other = self.env["account.journal"].create(
            {"name": "二行", "code": "EEHZ", "type": "bank"}
        )
        transfer = self.company.transfer_account_id
        out = self.make_line(-300, "示例公司", "内部转账")
        self.desk.choose(out.id, account_id=transfer.id)
        self.desk.confirm([out.id])
        back = self.make_line(300, "示例公司", "内部转账", journal=other)
        items = self.env["aftersales.open.item"]._read_open(self.company)
        (item,) = (one for one in items if one.kind == "handin")
        self.assertEqual(item.amount, 30000)
        (found,) = self.desk.find_items(back.id, "")
        self.assertEqual(found["kind"], "handin")
        self.desk.choose(back.id, [{"model": found["model"], "id": found["id"]}])
        self.desk.confirm([back.id])
        rest = self.env["account.move.line"].search([("account_id", "=", transfer.id)])
        self.assertEqual(
            (sum(rest.mapped("balance")), set(rest.mapped("reconciled"))), (0, {True})
        )


class TestTravelOnStatements(MatchingCommon, TravelCommon):
    """What technicians are owed by entries of other rooms is paid by the bank."""

    def claim(self, reconcile):
        self.staff.reconcile = reconcile
        self.make_job()
        self.approve(self.submit(60))
        partner = self.li._get_travel_partner()
        return partner, self.make_line(-60, partner.name, "报销")

    def test_a_claim_of_a_technician(self):
        partner, line = self.claim(True)
        (found,) = self.desk.find_items(line.id, partner.name)
        self.assertEqual((found["kind"], found["open"]), ("invoice", -60))
        self.desk.choose(line.id, [{"model": found["model"], "id": found["id"]}])
        self.desk.confirm([line.id])
        self.assertEqual(self.li.sudo().travel_balance, 0)

    def test_where_the_account_of_employees_cannot_be_reconciled(self):
        """As in the chart of China: it is booked to his account there."""
        partner, line = self.claim(False)
        self.assertEqual(self.desk.find_items(line.id, partner.name), [])
        with self.assertRaises(MoveRefused):
            self.desk.choose(line.id, account_id=self.staff.id)
        self.desk.choose(line.id, [], 0, self.staff.id, partner.id)
        self.desk.confirm([line.id])
        self.assertEqual(self.li.sudo().travel_balance, 0)
