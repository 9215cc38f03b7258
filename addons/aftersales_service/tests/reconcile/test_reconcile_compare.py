from .common import ReconcileCommon


class TestReconcileCompare(ReconcileCommon):
    """Every night the rows are compared with the documents."""

    def tamper(self, line, column, value):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE aftersales_reconcile_line SET {column} = %s WHERE id = %s",
            [value, line.id],
        )
        self.env.invalidate_all()

    def test_rows_are_what_the_documents_say(self):
        self.make_line(customer=60, company=40)
        self.bill()
        self.assertEqual(self.lines._cron_compare(), [])

    def test_a_tampered_row_is_told_and_mended(self):
        line = self.make_line()
        for column, value, right in (
            ("paid_amount", 113, 0),
            ("fee_amount", 112.99, 113),
            ("requested", 3, 0),
            ("month", "2020-01-01", line.month),
            ("payer", "agent", "customer"),
        ):
            self.tamper(line, column, value)
            [(company, share, news)] = self.lines._cron_compare()
            self.assertEqual((company, share), (line.company_id.id, line.share_id.id))
            self.assertEqual(list(news), [column])
            self.assertEqual(line[column], right)
        text = line.order_id.message_ids[:1].body
        self.assertIn("agent", text)

    def test_names_of_fees_are_no_markup(self):
        line = self.make_line()
        line.share_id.sudo().fee_id.name = "<b>检测</b>费"
        self.tamper(line, "paid_amount", 113)
        self.lines._cron_compare()
        for text in (
            line.order_id.message_ids[:1].body,
            line.order_id.activity_ids[-1:].note,
        ):
            self.assertIn("&lt;b&gt;检测", text)

    def test_a_row_that_is_missing_is_counted(self):
        line = self.make_line()
        share = line.share_id
        line._in_flow().unlink()
        self.lines._cron_compare()
        self.assertEqual(self.line(share).fee_amount, 113)

    def test_a_wrong_colour_is_mended(self):
        line = self.make_line()
        self.tamper(line, "state", "green")
        self.lines._cron_compare()
        self.assertEqual(line.state, "red")
