import base64
import io
import unicodedata

from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..sla.common import SlaCommon

JOB_PAPERS = ("complaint_application", "quality_feedback", "service_request")
PAPERS = (*JOB_PAPERS, "extension_request")


class PaperCase(SlaCommon, HttpCase):
    """Prints in Chinese and reads what was printed."""

    def render(self, name, records, **data):
        """Texts of the pages without blanks, and the pages themselves."""
        report = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        content, kind = report._render_qweb_pdf(
            f"aftersales_service.report_{name}", records.ids, data=data or None
        )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return [plain(page.extract_text()) for page in pages], pages

    def title(self, name):
        form = self.env.ref(f"aftersales_service.form_{name}")
        return plain(form.with_context(lang="zh_CN").name)


@tagged("post_install", "-at_install")
class TestOrderPapers(PaperCase):
    """投诉申请单, 质量反馈信息单, 客户服务需求表"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.env["res.partner"].create(
            {"name": "鲁中经销商", "phone": "0533-7654321", "is_company": True}
        )
        cls.device = cls.make_device(
            agent_id=cls.agent.id,
            ship_date="2026-03-01",
            production_date="2026-02-11",
        )

    def make_done_order(self):
        order = self.make_order(
            self.device,
            fault="护窗焊接处生锈",
            service_type="c",
            channel="dealer",
            time_in_use="800小时",
            use_conditions="室外潮湿",
        )
        order.action_notify_agent()
        visit = self.make_visit(order)
        self.go_to_work(visit)
        self.finish(visit)
        visit.opinion = "请改进防锈"
        self.sign(visit)
        return order

    def add_photos(self, order, count):
        for index in range(count):
            stream = io.BytesIO()
            Image.new("RGB", (900, 600), (200, 40 * index, 30)).save(stream, "JPEG")
            self.env["ir.attachment"].create(
                {
                    "name": f"{index}.jpg",
                    "res_model": order._name,
                    "res_id": order.id,
                    "datas": base64.b64encode(stream.getvalue()),
                }
            )

    def test_complaint_is_printed_for_dealer_and_department(self):
        order = self.make_done_order()
        self.add_photos(order, 3)
        texts, pages = self.render("complaint_application", order)
        self.assertEqual(len(texts), 2)
        for text in texts:
            for part in (
                self.title("complaint_application"),
                order.name,
                "鲁中经销商",
                "0533-7654321",
                "鲁泵业有限公司",
                "YJ260900001",
                "2026-03-01",
                "护窗焊接处生锈",
                "(3)",
            ):
                self.assertIn(plain(part), text)
        self.assertEqual(widths(pages[0]).count(360), 3)

    def test_quality_sheet_has_what_the_plant_wants_to_know(self):
        order = self.make_done_order()
        texts, _pages = self.render("quality_feedback", order)
        self.assertEqual(len(texts), 1)
        for part in (
            self.title("quality_feedback"),
            order.name,
            "YJ-90L-T",
            "2026-02-11",
            "YJ260900001",
            "800小时",
            "室外潮湿",
            "护窗焊接处生锈",
            "轴承磨损",
            "请改进防锈",
        ):
            self.assertIn(plain(part), texts[0])

    def test_damaged_parts_are_those_that_were_replaced(self):
        order = self.make_order(self.device, service_type="c")
        order.action_notify_agent()
        visit = self.make_visit(order)
        requisition = self.make_requisition(visit)
        self.issue(requisition)
        self.go_to_work(visit)
        self.finish(visit, used={requisition.line_ids: 1})
        texts, _pages = self.render("quality_feedback", order)
        self.assertIn("轴承6205", texts[0])

    def test_request_has_person_result_and_signature_on_a5(self):
        order = self.make_done_order()
        texts, pages = self.render("service_request", order)
        self.assertEqual(len(texts), 1)
        for part in (
            self.title("service_request"),
            order.name,
            "护窗焊接处生锈",
            "李强",
            "更换轴承",
            "张主任",
        ):
            self.assertIn(plain(part), texts[0])
        box = pages[0].mediabox
        self.assertEqual((round(box.width), round(box.height)), (595, 420))

    def test_extension_is_asked_for_on_paper(self):
        self.make_sla([self.make_rule()])
        order = self.make_order(self.device, fault="等待配件")
        clock = order.clock_ids
        extension = self.env["aftersales.sla.extension"].create(
            {"clock_id": clock.id, "reason": "缺件", "due_at": "2030-01-02 03:04:00"}
        )
        extension.with_user(self.dispatcher).action_request()
        texts, _pages = self.render("extension_request", extension)
        self.assertEqual(len(texts), 2)
        for text in texts:
            for part in (
                self.title("extension_request"),
                order.name,
                "等待配件",
                "缺件",
                "2030-01-02",
                self.dispatcher.name,
            ):
                self.assertIn(plain(part), text)

    def test_complaints_are_printed_on_the_sheet_of_complaints(self):
        order = self.make_order(self.device, order_kind="complaint")
        self.assertEqual(order._get_slip(), "action_report_complaint_application")

    def test_before_a_technician_goes_the_unit_answers(self):
        unit = self.env["aftersales.unit"].create(
            {"name": "济南中心", "code": "JN-T", "manager_id": self.director.id}
        )
        order = self.make_order(self.device, unit_id=unit.id)
        texts, _pages = self.render("service_request", order)
        self.assertIn(plain(self.director.name), texts[0])

    def test_list_prints_every_job_once_per_addressee(self):
        first, second = self.make_done_order(), self.make_order(self.device)
        texts, _pages = self.render("complaint_application", first | second)
        self.assertEqual(len(texts), 4)
        self.assertIn(first.name, texts[0] + texts[1])
        self.assertIn(second.name, texts[2] + texts[3])

    def test_blanks_print_and_tell_nothing(self):
        order = self.make_done_order()
        for name in PAPERS:
            form = self.env.ref(f"aftersales_service.form_{name}")
            action = form.action_print_blank()
            texts, _pages = self.render(name, order.browse(), **action["data"])
            self.assertIn(self.title(name), texts[0])
            self.assertNotIn(order.name, "".join(texts))
            self.assertNotIn("齐鲁", "".join(texts))

    def test_papers_hang_on_the_print_menu(self):
        bound = self.env["ir.actions.report"].search(
            [("binding_model_id.model", "=", "aftersales.order")]
        )
        for name in JOB_PAPERS:
            self.assertIn(
                self.env.ref(f"aftersales_service.action_report_{name}"), bound
            )

    def test_one_click_prints_the_paper_of_the_job(self):
        order = self.make_order(self.device)
        action = order.action_print_slip()
        self.assertEqual(
            action["report_name"], "aftersales_service.report_service_request"
        )
        self.assertEqual(action["context"]["active_ids"], order.ids)

    def test_technician_prints_his_own_job_and_no_other(self):
        order = self.make_done_order()
        for name in JOB_PAPERS:
            paper = self.env[f"report.aftersales_service.report_{name}"]
            mine = paper.with_user(self.technician)._get_report_values(order.ids)
            self.assertEqual(mine["docs"].mapped("fault"), ["护窗焊接处生锈"])
        self.env.flush_all()
        self.env.invalidate_all()
        paper = self.env["report.aftersales_service.report_service_request"]
        docs = paper.with_user(self.colleague)._get_report_values
        with self.assertRaises(AccessError):
            docs(order.ids)["docs"].mapped("fault")

    def test_sixty_jobs_cost_as_many_queries_as_ten(self):
        orders = self.env["aftersales.order"].create(
            [
                {"device_id": self.device.id, "fault": f"异响{i}", "service_type": "c"}
                for i in range(60)
            ]
        )
        for name in JOB_PAPERS:
            small = self.count_queries(name, orders[:10])
            self.assertLessEqual(self.count_queries(name, orders), small + 2, name)

    def count_queries(self, name, orders):
        """Queries of the pages as HTML; QR codes and wkhtmltopdf ask for nothing."""
        report = self.env["ir.actions.report"]
        report._render_qweb_html(f"aftersales_service.report_{name}", orders[:1].ids)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        report._render_qweb_html(f"aftersales_service.report_{name}", orders.ids)
        return self.env.cr.sql_log_count - before


def plain(text):
    """Text of a page without the blanks that setting it adds."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return text.replace("戶", "户")


def widths(page):
    """Widths in pixels of the pictures on a page."""
    found = page["/Resources"].get("/XObject", {}).values()
    objects = [picture.get_object() for picture in found]
    return [each["/Width"] for each in objects if each["/Subtype"] == "/Image"]
