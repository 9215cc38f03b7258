from ...exceptions import MoveRefused
from .common import FapiaoCommon


class TestFapiaoStands(FapiaoCommon):
    """An invoice is taken back, and its 发票 is still counted by the tax office."""

    def test_an_invoice_with_its_fapiao_becomes_no_draft(self):
        invoice = self.make_invoice()
        draft = self.make_fapiao(invoice)
        invoice.button_draft()  # a draft of a fapiao holds nothing
        invoice.action_post()
        draft.action_register()
        for step in (invoice.button_draft, invoice.button_cancel):
            with self.assertRaisesRegex(MoveRefused, draft.number):
                step()
        self.assertEqual(invoice.state, "posted")

    def test_without_the_assignment_it_may(self):
        invoice = self.make_invoice()
        self.register(invoice).link_ids.unlink()
        invoice.button_draft()
        self.assertEqual(invoice.state, "draft")

    def test_a_credit_note_is_the_way(self):
        invoice = self.make_invoice()
        self.register(invoice)
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.action_post()
        self.assertEqual(
            note.aftersales_fapiao_state, "none", "its red letter is missing"
        )
        note.button_draft()
        self.assertEqual(note.state, "draft")
