from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from .common import MatchingCommon


class TestConfirm(MatchingCommon):
    """What is proposed is booked on the entry of the line, by an accountant of invoices."""

    def test_a_named_invoice_is_paid(self):
        invoice = self.bill(1130)
        line = self.make_line(1130, self.customer.name, invoice.name)
        self.desk.propose()
        page = self.desk.get_page()
        self.assertEqual((page["count"], page["sure_count"]), (1, 1))
        (row,) = page["lines"]
        (proposal,) = row["proposals"]
        self.assertEqual(proposal["items"][0]["amount"], 1130)
        self.assertIn(invoice.name, proposal["reason"])
        self.desk.confirm([line.id])
        self.assertEqual(invoice.payment_state, "paid")
        self.assertTrue(line.is_reconciled)
        self.assertEqual(self.desk.get_page()["count"], 0)
        self.assertEqual(self.desk.get_page(state="confirmed")["count"], 1)

    def test_the_reason_is_said_in_the_language_of_the_reader(self):
        invoice = self.bill(1130)
        self.make_line(1130, self.customer.name, invoice.name)
        self.desk.propose()
        proposal = self.env["aftersales.bank.proposal"].search([])
        codes = self.env["aftersales.bank.proposal"]._get_sentences()
        self.assertIn(proposal.reason_code, codes)

    def test_every_reason_of_the_kernel_has_its_sentence(self):
        from ...kernel.match_reasons import REASONS

        said = self.env["aftersales.bank.proposal"]._get_sentences()
        self.assertEqual(said, REASONS)

    def test_several_invoices_in_one_transfer(self):
        moves = [self.bill(amount) for amount in (310, 420.5, 99.99)]
        names = " ".join(move.name for move in moves)
        line = self.make_line(830.49, self.customer.name, names)
        self.desk.propose()
        self.desk.confirm([line.id])
        self.assertEqual({move.payment_state for move in moves}, {"paid"})

    def test_parts_of_one_invoice(self):
        invoice = self.bill(1000)
        for amount, left in ((400, 600), (600, 0)):
            line = self.make_line(amount, self.customer.name, invoice.name)
            self.desk.propose()
            self.desk.confirm([line.id])
            self.assertEqual(invoice.amount_residual, left)

    def test_parts_of_one_invoice_in_one_press(self):
        invoice = self.bill(1000)
        lines = [
            self.make_line(amount, self.customer.name, invoice.name)
            for amount in (400, 600)
        ]
        self.desk.propose()
        self.desk.confirm([line.id for line in lines])
        self.assertEqual(invoice.amount_residual, 0)

    def test_somebody_pays_for_another(self):
        invoice = self.bill(523)
        line = self.make_line(523, "山东泉城物业有限公司", f"代付 {invoice.name}")
        self.desk.propose()
        self.desk.confirm([line.id])
        self.assertEqual(invoice.payment_state, "paid")

    def test_what_was_paid_too_much_stays_in_suspense(self):
        invoice = self.bill(500)
        line = self.make_line(520, self.customer.name, invoice.name)
        self.desk.propose()
        self.desk.confirm([line.id])
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self.sums(line)[self.bank.suspense_account_id], -20)
        self.assertEqual(self.desk.get_page()["count"], 0)

    def test_a_charge_goes_to_its_account(self):
        invoice = self.bill(500)
        line = self.make_line(495, self.customer.name, f"{invoice.name} 扣手续费5")
        self.desk.choose(line.id, [self.pick(self.due(invoice))], fee=5)
        self.desk.confirm([line.id])
        self.assertEqual(self.sums(line)[self.charges], 5)
        self.assertEqual(invoice.amount_residual, 0)

    def test_without_an_account_for_charges_nothing_is_booked(self):
        self.company.aftersales_charge_account_id = False
        invoice = self.bill(500)
        line = self.make_line(495, self.customer.name)
        self.desk.choose(line.id, [self.pick(self.due(invoice))], fee=5)
        with self.assertRaises(ProofMissing), self.env.cr.savepoint():
            self.desk.confirm([line.id])
        self.assertEqual(invoice.amount_residual, 500)

    def test_a_second_press_books_nothing(self):
        invoice = self.bill(700)
        line = self.make_line(700, self.customer.name, invoice.name)
        self.desk.propose()
        self.desk.confirm([line.id])
        with self.assertRaises(MoveRefused):
            self.desk.confirm([line.id])
        self.assertEqual(len(line.move_id.line_ids), 2)

    def test_an_invoice_that_was_paid_meanwhile(self):
        invoice = self.bill(700)
        lines = [self.make_line(700, self.customer.name, invoice.name) for _ in "ab"]
        self.desk.propose()
        for line in lines:
            self.desk.choose(line.id, [self.pick(self.due(invoice))])
        proposals = [self.get_proposal(line) for line in lines]
        self.desk.confirm([lines[0].id])
        self.assertFalse(proposals[1].exists(), "nothing is open of it any more")
        self.assertEqual(invoice.amount_residual, 0)

    def test_all_that_is_sure_in_one_press(self):
        moves = [self.bill(1000 + step) for step in range(4)]
        lines = [
            self.make_line(move.amount_total, self.customer.name, move.name)
            for move in moves
        ]
        self.desk.propose()
        moves[2].button_draft()  # what does not fit stops nothing
        result = self.desk.confirm_sure()
        self.assertEqual(result["confirmed"], 3)
        self.assertEqual([one["id"] for one in result["refused"]], [lines[2].id])
        self.assertEqual(self.desk.confirm_sure()["confirmed"], 0)

    def test_supplier_is_paid_and_gives_back(self):
        supplier = self.env["res.partner"].create({"name": "示例轴承有限公司"})
        owed = self.bill(300, supplier, "in_invoice")
        back = self.bill(80, supplier, "in_refund")
        out = self.make_line(-300, supplier.name, "货款")
        come = self.make_line(80, supplier.name, "退款")
        self.desk.choose(out.id, [self.pick(self.due(owed))])
        self.desk.choose(come.id, [self.pick(self.due(back))])
        self.desk.confirm([out.id, come.id])
        self.assertEqual((owed.amount_residual, back.amount_residual), (0, 0))

    def test_strangers(self):
        line = self.make_line(700, self.customer.name)
        for user in (self.technician, self.dispatcher, self.keeper):
            with self.assertRaises(GroupRefused):
                self.env["aftersales.matching.desk"].with_user(user).get_page()
        for user in (self.director, self.inspector):
            desk = self.env["aftersales.matching.desk"].with_user(user)
            self.assertEqual(desk.get_page()["count"], 1)
            for step in (desk.propose, desk.confirm_sure):
                with self.assertRaises(GroupRefused):
                    step()
            with self.assertRaises(GroupRefused):
                desk.later([line.id])

    def test_lines_of_another_company(self):
        line = self.make_line(700, self.customer.name)
        other = self.env["res.company"].create({"name": "乙公司"})
        self.accountant.company_ids |= other
        desk = self.desk.with_company(other).with_context(
            allowed_company_ids=[other.id]
        )
        self.assertEqual(desk.get_page()["count"], 0)
        for step in (desk.confirm, desk.later, desk.undo):
            with self.assertRaises(GroupRefused):
                step([line.id])
