"""Lists of the tax office that come twice, late, or with other people's rows."""

from .test_fapiao_import import OURS, ImportCommon

GENERAL = "增值税普通发票"
CONFIRMATION = "37000000000000000001"


class TestList(ImportCommon):
    def paper(self, number, **more):
        return self.row(
            "",
            eight=number,
            code=more.pop("code", "037002600111"),
            kind=GENERAL,
            **more,
        )

    def test_made_void_since_the_last_list(self):
        invoice = self.make_invoice(100)
        self.read(self.paper("00000001"))
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")
        again = self.read(self.paper("00000001", state="作废"))
        self.assertEqual((again.present_count, self.found().state), (1, "void"))
        self.assertEqual(invoice.aftersales_fapiao_state, "none")

    def test_a_draft_is_registered_by_the_list(self):
        invoice = self.make_invoice(100)
        draft = self.make_fapiao(invoice)
        self.read(self.row(draft.number))
        self.assertEqual(draft.state, "registered")
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")

    def test_another_amount_than_registered_is_told(self):
        fapiao = self.register(net=100)
        record = self.read(self.row(fapiao.number, net=90), self.row())
        self.assertEqual((record.created_count, record.error_count), (1, 1))
        [line] = record.line_ids.filtered(lambda ln: ln.outcome == "error")
        self.assertIn("another amount", line.fault)
        self.assertEqual(fapiao.total, 100)

    def test_the_red_letter_came_before_its_original(self):
        invoice = self.make_invoice(100)
        row = self.row()
        self.read(self.row(net=-100, remark=f"被红冲蓝字数电票号码：{row[3]}"))
        self.assertFalse(self.found().original_id)
        self.read(row)
        blue = self.found().filtered(lambda f: f.total > 0)
        self.assertEqual((blue.left_total, blue.red_ids.total), (0, -100))
        self.assertEqual(invoice.aftersales_fapiao_state, "none")

    def test_a_red_letter_frees_its_invoice_and_uses_its_confirmation(self):
        invoice = self.make_invoice(100)
        row = self.row()
        self.read(row)
        asked = self.env["aftersales.fapiao.red"].create(
            {"name": CONFIRMATION, "fapiao_id": self.found().id, "total": 100}
        )
        remark = (
            f"被红冲蓝字数电票号码：{row[3]} 红字发票信息确认单编号：{CONFIRMATION}"
        )
        self.read(self.row(net=-100, remark=remark))
        red = self.found().filtered(lambda f: f.total < 0)
        self.assertEqual((asked.state, asked.red_id), ("issued", red))
        self.assertEqual(red.confirmation_number, CONFIRMATION)
        self.assertEqual(invoice.aftersales_fapiao_state, "none")

    def test_a_paper_is_found_by_its_code_too(self):
        self.read(self.paper("00000001"), self.paper("00000001", code="037002600222"))
        remark = "对应正数发票代码:037002600222号码:00000001"
        self.read(self.paper("00000009", net=-100, remark=remark))
        red = self.found().filtered(lambda f: f.total < 0)
        self.assertEqual(red.original_id.code, "037002600222")

    def test_whose_it_is(self):
        other = "91110108551385082Q"
        record = self.read(
            self.row(seller=other, buyer_tax=OURS),
            self.row(seller=other, buyer_tax="91370100MA3C5P8X1R"),
        )
        self.assertEqual((record.created_count, record.error_count), (1, 1))
        self.assertEqual(self.found().side, "received")
        self.company.vat = False
        record = self.read(self.row(seller=other))
        self.assertEqual((record.created_count, record.error_count), (0, 1))

    def test_a_received_one_is_never_for_an_invoice_of_ours(self):
        self.make_invoice(100)
        bill = self.make_invoice(100, kind="in_invoice", ref="B1")
        row = self.row(seller="91110108551385082Q")
        row[5] = self.customer.name
        self.read(row)
        self.assertEqual(self.found().link_ids.move_id, bill)

    def test_amounts_that_are_none(self):
        record = self.read(
            self.row(net="nan"),
            self.row(net=""),
            self.row(net="1e5"),
            self.row(net=100, tax=-1),
            self.row(net="1,000.50", tax="***"),
        )
        self.assertEqual((record.created_count, record.error_count), (1, 4))
        self.assertEqual(self.found().total, 1000.5)

    def test_remarks_name_whole_numbers(self):
        invoice = self.make_invoice(100)
        self.make_invoice(100)
        longer = f"{invoice.name}9"
        self.read(self.row(net=77, remark=f"维修费{longer}"))
        self.assertFalse(self.found().link_ids)

    def test_several_for_one_invoice_and_never_more(self):
        invoice = self.make_invoice(150)
        remark = f"维修费{invoice.name}，谢谢"
        record = self.read(self.row(remark=remark), self.row(remark=remark))
        self.assertEqual((record.created_count, record.error_count), (2, 0))
        first, second = self.found()
        self.assertEqual((first.open_total, second.open_total), (0, 50))
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")

    def test_the_rest_comes_in_a_later_list(self):
        invoice = self.make_invoice(150)
        self.read(self.row(remark=invoice.name))
        self.assertEqual(invoice.aftersales_fapiao_state, "part")
        self.read(self.row(net=50, remark=invoice.name))
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")

    def test_an_invoice_that_was_posted_later(self):
        self.read(self.row())
        invoice = self.make_invoice(100)
        self.found().with_user(self.accountant).action_assign()
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")

    def test_one_that_waits_may_be_for_it_too(self):
        self.read(self.row())
        self.make_invoice(100)
        self.read(self.row())
        self.assertFalse(self.found().link_ids)

    def test_a_name_with_another_tax_number_is_somebody_else(self):
        self.customer.vat = "91370100MA3C5P8X1R"
        self.read(self.row(buyer_tax="91110108551385082Q"))
        self.assertFalse(self.found().partner_id)

    def test_brackets_of_a_name_may_be_wide_or_narrow(self):
        self.customer.name = "示例(济南)泵业有限公司"
        self.read(self.row(buyer="示例（济南）泵业有限公司"))
        self.assertEqual(self.found().partner_id, self.customer)
