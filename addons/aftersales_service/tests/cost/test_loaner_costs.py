from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from ..common import SIGNATURE, AfterSalesCommon


class TestLoanerCosts(AfterSalesCommon):
    """The days that a loaner was away are a cost of the job."""

    def test_a_share_of_what_it_cost_for_each_day(self):
        self.company.aftersales_loaner_percent = 0.5
        self.machine.standard_price = 1000
        lots = self.make_lots(self.machine, "BY-1")
        loaner = self.make_device(
            "BY-1", partner_id=self.company.partner_id.id, lot_id=lots.id
        )
        loaner.is_loaner = True
        job = self.make_order(None, service_type="c")
        now = fields.Datetime.now()
        loans = self.env["aftersales.loan"].with_user(self.dispatcher)
        loan = loans.create(
            {
                "device_id": loaner.id,
                "partner_id": self.customer.id,
                "order_id": job.id,
                "start": now,
                "stop": now + timedelta(days=7),
            }
        )
        self.photograph(loan, "photo_out_ids")
        loan.action_hand_out()
        self.photograph(loan, "photo_back_ids")
        with freeze_time(now + timedelta(days=3, hours=2)):
            loan.action_bring_back()
        rows = job.sudo().cost_ids
        self.assertEqual((rows.kind, rows.quantity, rows.amount), ("loaner", 4, 20.0))

    def photograph(self, loan, name):
        photo = (
            self.env["ir.attachment"]
            .with_user(self.dispatcher)
            .create({"name": "p.png", "datas": SIGNATURE})
        )
        loan[name] = [(4, photo.id)]
