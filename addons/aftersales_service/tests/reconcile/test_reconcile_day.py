from .common import ReconcileCommon


class TestReconcileDay(ReconcileCommon):
    """Register, voucher, cash and invoice of a day beside each other (F-39)."""

    def day(self):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["aftersales.reconcile.day"].with_user(self.accountant)
        return rows.search(
            [("unit_id", "=", self.order.unit_id.id), ("day", "=", self.today())]
        )

    def today(self):
        return self.company._aftersales_day(self.visit.ended_at)

    def test_money_in_hand_is_told(self):
        self.make_job()
        self.finish_job()
        self.collect(self.order.fee_total)
        self.count_all()
        row = self.day()
        self.assertEqual((row.done, row.signed, row.unsigned), (1, 1, 0))
        self.assertEqual((row.taken, row.handed), (self.order.fee_total, 0))
        self.assertEqual((row.in_hand, row.differs), (self.order.fee_total, True))
        handin = self.take_over()
        self.count(handin)
        self.count_all()
        self.assertEqual(self.day().in_hand, 0)

    def test_a_visit_without_voucher_is_told(self):
        self.make_job()
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        self.count_all()
        row = self.day()
        self.assertEqual((row.done, row.unsigned, row.differs), (1, 1, True))
        self.assertEqual(row.action_open_visits()["res_model"], "aftersales.visit")
