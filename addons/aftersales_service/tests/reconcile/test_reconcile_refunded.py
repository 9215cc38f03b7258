from ..fapiao.common import FapiaoCommon


class TestRefunded(FapiaoCommon):
    """A 发票 was issued, the invoice is refunded, and the tax office was not told."""

    def lines(self):
        lines = self.env["aftersales.reconcile.line"]
        while lines._refresh():
            pass
        return lines.search([("order_id", "=", self.order.id)])

    def test_a_fapiao_without_its_red_letter_is_red(self):
        rule = self.env.ref("aftersales_service.reconcile_rule_no_fapiao")
        rule.write({"days": 0, "sequence": 0})
        self.make_job()
        self.finish_job()
        invoice = self.invoice()
        self.make_fapiao(invoice).action_register()
        self.assertEqual(sum(self.lines().mapped("fapiao_amount")), 176)
        self.assertNotIn(rule, self.lines().rule_id)
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.action_post()
        lines = self.lines()
        self.assertEqual(sum(lines.mapped("invoiced_amount")), 0)
        self.assertEqual(sum(lines.mapped("fapiao_amount")), 176)
        self.assertEqual(lines.rule_id, rule)
        self.assertEqual(set(lines.mapped("state")), {"red"})

    def test_without_any_fapiao_a_refund_is_not(self):
        self.make_job()
        self.finish_job()
        invoice = self.invoice()
        invoice._reverse_moves([{"invoice_date": invoice.invoice_date}]).action_post()
        self.assertEqual(sum(self.lines().mapped("fapiao_amount")), 0)
        rule = self.env.ref("aftersales_service.reconcile_rule_no_fapiao")
        self.assertNotIn(rule, self.lines().rule_id)
