from odoo import Command, models

from ...exceptions import ProofMissing


class HandIn(models.Model):
    """What was handed in becomes core payments, one for each receipt, matched with the
    invoices of its job (F-38: no own cash book)."""

    _inherit = "aftersales.handin"

    def _post(self):
        """One payment per receipt, but for those that have theirs already because the
        money was seen on a statement; the entry of what is missing or too much."""
        rows = self.collection_ids
        # sudo: receipts are written by actions only
        unpaid = rows.sudo().filtered(lambda row: not row.payment_id).with_env(self.env)
        payments = self.env["account.payment"].create(
            [row._prepare_payment() for row in unpaid]
        )
        payments.action_post()
        made = dict(zip(unpaid, payments, strict=True))
        for row in rows:
            payment = made.get(row) or row.sudo().payment_id
            row.sudo()._move_to("posted", payment_id=payment.id)
        rows._match_invoices()
        if not self.currency_id.is_zero(self.difference):
            self._post_difference()

    def _post_difference(self):
        move = self.env["account.move"].create(self._prepare_difference())
        # sudo: the hand-in's own number, written by actions only
        self.sudo()._in_flow().write({"difference_move_id": move.id})
        move.action_post()

    def _prepare_difference(self):
        """Missing money is a loss, too much an income, until somebody answers for it."""
        journal = self.company_id._aftersales_get_collection_journal("cash")
        account = self._get_difference_account(journal)
        partner = self.technician_id.partner_id or self.technician_id.user_id.partner_id
        name = self.env._(
            "%(handin)s, %(technician)s: %(reason)s",
            handin=self.name,
            technician=self.technician_id.name,
            reason=self.difference_reason,
        )
        common = {"name": name, "partner_id": partner.id}
        over, short = max(self.difference, 0.0), max(-self.difference, 0.0)
        lines = (
            {
                "account_id": journal.default_account_id.id,
                "debit": over,
                "credit": short,
            },
            {"account_id": account.id, "debit": short, "credit": over},
        )
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "journal_id": journal.id,
            "ref": name,
            "line_ids": [Command.create(common | line) for line in lines],
        }

    def _get_difference_account(self, journal):
        """Core's accounts for cash differences: those of the journal, of the company."""
        company = self.company_id
        if self.difference > 0:
            account = (
                journal.profit_account_id
                or company.default_cash_difference_income_account_id
            )
        else:
            account = (
                journal.loss_account_id
                or company.default_cash_difference_expense_account_id
            )
        if not account:
            raise ProofMissing(
                self.env._(
                    "The journal %s has no account for cash differences. Set its profit and loss accounts under Accounting / Configuration / Journals.",
                    journal.name,
                )
            )
        return account


class Collection(models.Model):
    _inherit = "aftersales.collection"

    def _prepare_payment(self):
        """Cash goes straight into the cash account; the rest waits for the statement.

        It was paid on the day on which the customer gave it, whenever it is handed in.
        """
        self.ensure_one()
        line = self.company_id._aftersales_get_payment_line(self.method)
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.commercial_partner_id.id,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "journal_id": line.journal_id.id,
            "payment_method_line_id": line.id,
            "date": self._get_open_day(line.journal_id),
            "company_id": self.company_id.id,
            "memo": f"{self.name} {self.order_id.name}",
        }

    def _get_open_day(self, journal):
        """The day on which it was taken; the first open one where that month is closed."""
        day = self.company_id._aftersales_day(self.taken_at)
        return self.company_id._aftersales_get_open_day(day, journal)

    def _match_invoices(self):
        """Match what lies open on both sides of each job; invoices may come later."""
        # sudo: quotations of the job, for accountants of any right on sales
        for order, rows in self.filtered("payment_id").grouped("order_id").items():
            invoices = order.sudo()._get_invoices()
            for payment in rows.payment_id:
                payment._aftersales_match_with(invoices)


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _aftersales_match_with(self, invoices):
        """Reconcile this payment with the open receivables of ``invoices``."""
        lines = (self.move_id | invoices).line_ids.filtered(
            lambda line: line.account_id == self.destination_account_id
            and line.parent_state == "posted"
            and not line.reconciled
            and line.partner_id.commercial_partner_id == self.partner_id
        )
        if len(lines.move_id) > 1 and self.move_id in lines.move_id:
            lines.reconcile()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """An invoice that comes after the money is paid by it (F-33: the accountant mails
        the invoice afterwards; extends core)."""
        posted = super()._post(soft)
        invoices = posted.filtered(lambda move: move.move_type == "out_invoice")
        # sudo: whoever invoices need not know the after-sales department
        orders = invoices.sudo().line_ids.sale_line_ids.order_id.aftersales_order_id
        if orders:
            orders.collection_ids._match_invoices()
        return posted
