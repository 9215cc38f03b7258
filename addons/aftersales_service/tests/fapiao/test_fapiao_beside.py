from odoo.tests import new_test_user

from .common import FapiaoCommon


class TestBeside(FapiaoCommon):
    """Whoever invoices without a role of ours is not stopped."""

    def test_somebody_who_only_invoices(self):
        user = new_test_user(
            self.env,
            "only_invoices",
            groups="base.group_user,account.group_account_invoice",
        )
        invoice = self.make_invoice()
        self.register(invoice)
        mine = invoice.with_user(user)
        mine.read()
        self.assertNotIn("aftersales_fapiao_state", mine.fields_get())
        copy = mine.copy()
        copy.invoice_date = "2026-10-10"
        copy.action_post()
        self.assertEqual(copy.sudo().aftersales_fapiao_state, "none")

    def test_posting_costs_no_query_more(self):
        """Nothing of this room hooks into posting."""
        model = type(self.env["account.move"])
        rooms = [
            cls.__module__
            for cls in model.__mro__
            if "_post" in vars(cls) and ".fapiao." in cls.__module__
        ]
        self.assertFalse(rooms)

    def test_a_list_of_invoices(self):
        invoices = self.env["account.move"].union(
            *(self.make_invoice() for _n in range(6))
        )
        for move in invoices:
            self.register(move)
        counts = []
        for some in (invoices[:2], invoices):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("aftersales_fapiao_state")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
