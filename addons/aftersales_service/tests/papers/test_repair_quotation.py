from odoo.tests import HttpCase, tagged

from ...exceptions import GroupRefused, ProofMissing
from ..base import test_papers
from .common import PapersCommon

_VIEW = "aftersales_service.report_saleorder_document_job"


@tagged("post_install", "-at_install")
class TestRepairQuotation(PapersCommon, HttpCase):
    """维修报价单: labour and parts apart (F-29); core's quotation names job and device."""

    render = test_papers.TestPapers.render

    def quote_job(self, **vals):
        order = self.make_order(
            self.make_device("YJ-QUOTE"), service_type="a", fault="轴承异响", **vals
        )
        fees = [("检修工时", "labour", self.labour, 2, 120)]
        fees.append(("轴承6205", "part", self.part, 2, 28))
        self.env["aftersales.fee"].create(
            [
                {
                    "name": name,
                    "order_id": order.id,
                    "kind": kind,
                    "product_id": product.id,
                    "quantity": quantity,
                    "price_unit": price,
                }
                for name, kind, product, quantity, price in fees
            ]
        )
        order.action_create_quotation()
        return order.sudo().sale_order_ids

    def test_labour_and_parts_have_their_sums(self):
        sale = self.quote_job(solution="更换轴承")
        sections = sale._get_aftersales_sections()
        self.assertEqual(
            [(s.kind, s.net) for s in sections], [("labour", 240), ("part", 56)]
        )
        text = "".join(self.render("report_repair_quotation", sale))
        for word in (
            "维修报价单",
            "工时费",
            "备品费",
            "240.00",
            "56.00",
            "296.00",
            "YJ-QUOTE",
            "更换轴承",
            sale.aftersales_order_id.name,
            *self.company.name.split(),
        ):
            self.assertIn(word, text)

    def test_what_is_not_known_yet_is_said(self):
        sale = self.quote_job()
        self.assertIn("故障", "".join(self.render("report_repair_quotation", sale)))
        paper = self.env["report.aftersales_service.report_repair_quotation"]
        self.assertTrue(paper._is_unclear(sale))
        fault = self.env["aftersales.fault"].create(
            {"name": "轴承磨损", "code": "Q1", "kind": "symptom"}
        )
        sale.aftersales_order_id.fault_id = fault
        self.assertFalse(paper._is_unclear(sale))

    def test_lines_added_by_hand_find_their_part(self):
        sale = self.quote_job()
        for product in (self.labour, self.part):
            sale.order_line = [(0, 0, {"product_id": product.id, "price_unit": 10})]
        told = {s.kind: s.net for s in sale._get_aftersales_sections()}
        self.assertEqual(told, {"labour": 250, "part": 66})
        self.assertEqual(sum(told.values()), sale.amount_untaxed)

    def test_blank(self):
        action = self.form("repair_quotation").action_print_blank()
        page = self.render(
            "report_repair_quotation", self.env["sale.order"], **action["data"]
        )[0]
        for word in ("维修报价单", "工时费", "备品费"):
            self.assertIn(word, page)
        self.assertNotIn("0.00", page)

    def test_the_desk_sends_it_from_the_job(self):
        sale = self.quote_job()
        order = sale.aftersales_order_id
        window = self.open_window(order)
        self.assertEqual(window.form_id, self.form("repair_quotation"))
        window.action_mail()
        letter = self.letters(sale)
        self.assertIn("296.00", letter.words)
        self.assertEqual(sale.state, "sent")
        self.assertIn(f"/my/orders/{sale.id}", letter._get_answer_link())

    def test_not_before_the_discount_was_agreed(self):
        self.make_policy(discount_tolerance=10)
        sale = self.quote_job()
        sale.order_line.discount = 50
        with self.assertRaises(ProofMissing):
            self.open_window(sale.aftersales_order_id).action_show()
        self.assertFalse(self.letters(sale))

    def test_who_may_print_it(self):
        sale = self.quote_job()
        with self.assertRaises(GroupRefused):
            sale.with_user(self.keeper).action_aftersales_print_quotation()

    # --- core's own quotation

    def make_ordinary(self):
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [(0, 0, {"product_id": self.part.id})],
            }
        )

    def html(self, sale):
        report = self.env["ir.actions.report"].with_context(lang="zh_CN")
        return report._render_qweb_html("sale.report_saleorder", sale.ids)[0]

    def test_an_ordinary_quotation_is_the_same_to_the_byte(self):
        sale = self.make_ordinary()
        with_us = self.html(sale)
        self.env.ref(_VIEW).active = False
        self.assertEqual(with_us, self.html(sale))

    def test_that_of_a_job_names_company_job_and_device(self):
        sale = self.quote_job()
        text = self.html(sale).decode()
        for word in (
            self.company.name,
            sale.aftersales_order_id.name,
            "YJ-QUOTE",
            "轴承异响",
        ):
            self.assertIn(word, text)

    def test_its_page_names_them_too(self):
        sale, ordinary = self.quote_job(), self.make_ordinary()
        for each in sale | ordinary:
            each.action_quotation_sent()
        page = self.url_open(sale._get_share_url()).text
        for word in (sale.aftersales_order_id.name, "YJ-QUOTE", "轴承异响"):
            self.assertIn(word, page)
        self.assertNotIn("YJ-QUOTE", self.url_open(ordinary._get_share_url()).text)

    def test_an_ordinary_one_has_no_paper_of_ours(self):
        sale = self.make_ordinary()
        self.assertFalse(sale._get_aftersales_papers())
