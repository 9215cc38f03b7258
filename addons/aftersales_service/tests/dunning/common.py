"""An invoice of a job that nobody paid."""

from datetime import timedelta

from odoo.tests import HttpCase

from ..fees.test_movements import MovementCommon


class DunningCommon(MovementCommon, HttpCase):
    # Letters are printed, and printing fetches its styles from the server.

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.customer.write({"email": "kehu@example.com", "lang": "zh_CN"})
        cls.levels = cls.env["aftersales.dunning.level"].search([])
        cls.dunnings = cls.env["aftersales.dunning"]

    def make_overdue(self, price=100, late=10, **vals):
        """The posted invoice of a new job, due ``late`` days ago."""
        self.make_fee(price, taxes=self.vat)
        if vals:
            self.order.write(vals)
        day = self.company._aftersales_today() - timedelta(days=late)
        invoice = self.quote().with_user(self.accountant)._create_invoices()
        invoice.write(
            {
                "invoice_date": day,
                "invoice_payment_term_id": False,
                "invoice_date_due": day,
            }
        )
        invoice.action_post()
        return invoice.sudo()

    def propose(self):
        """What the job of the morning proposes anew."""
        before = self.dunnings.search([])
        self.dunnings._cron_propose()
        found = self.dunnings.search([]) - before
        return found.with_user(self.accountant)

    def send(self, dunning):
        dunning = dunning.with_context(
            force_report_rendering=True, mail_notify_force_send=False
        )
        dunning.action_send()
        return dunning
