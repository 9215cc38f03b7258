"""Fees of jobs and their rows of the reconciliation board."""

from datetime import timedelta

from odoo import Command, fields

from ..fees.test_movements import MovementCommon


class ReconcileCommon(MovementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = cls.env["aftersales.reconcile.line"]
        cls.marks = cls.env["aftersales.reconcile.mark"]
        cls.reason = cls.env.ref("aftersales_service.reconcile_reason_agreed")
        cls.count_all()

    @classmethod
    def count_all(cls):
        while cls.lines._refresh():
            pass

    def line(self, share):
        """The row of a share, as it is after everything was counted."""
        self.count_all()
        return self.lines.search([("share_id", "=", share.id)])

    def make_line(self, days=30, price=100, **payers):
        """A row of a fee whose work was done so many days ago."""
        fee = self.make_fee(price, taxes=self.vat, **payers)
        self.visit = self.make_visit(self.order)
        ended = fields.Datetime.now() - timedelta(days=days)
        self.visit._in_flow().write({"ended_at": ended})
        return self.line(fee.share_ids[:1])

    def rule(self, code, **vals):
        rule = self.env.ref(f"aftersales_service.reconcile_rule_{code}")
        rule.write(vals)
        return rule

    def board(self, user=None):
        board = self.env["aftersales.reconcile.board"]
        return board.with_user(user or self.accountant)

    def pay(self, invoice, amount=None):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        vals = {"amount": amount} if amount else {}
        wizard.create(vals)._create_payments()

    def make_kinds(self, *payers):
        fee = self.make_fee(taxes=self.vat)
        fee.share_ids.unlink()
        fee.share_ids = [
            Command.create({"payer": payer, "percent": percent})
            for payer, percent in payers
        ]
        return fee
