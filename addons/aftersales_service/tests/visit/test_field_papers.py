import re
from datetime import timedelta
from html import unescape

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...exceptions import ProofMissing
from ..order.test_order_papers import PaperCase, plain

VISIT_PAPERS = (
    "dispatch_order",
    "acknowledgement",
    "repair_record",
    "coach_report",
    "extra_work",
    "service_report",
    "market_support",
    "trip_record",
    "service_feedback",
)
PAPERS = (*VISIT_PAPERS, "part_handover", "part_plan", "training_record")


@tagged("post_install", "-at_install")
class TestFieldPapers(PaperCase):
    """Papers of the field: dispatch, reports, trips, parts, technicians.

    What they say is read from their pages before those become a PDF: the same templates,
    without a browser per paper. One print shows that the PDF comes out.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device = cls.make_device()
        cls.pump = cls.make_device("YJ260900002")

    def html(self, name, records, **data):
        """Text of a paper, without blanks and tags."""
        report = self.env["ir.actions.report"].with_context(lang="zh_CN")
        content, _kind = report._render_qweb_html(
            f"aftersales_service.report_{name}", records.ids, data=data or None
        )
        text = re.sub(r"<style.*?</style>|<[^>]+>", "", content.decode(), flags=re.S)
        return plain(unescape(text))

    def assert_says(self, name, records, *texts):
        found = self.html(name, records)
        self.assertIn(self.title(name), found)
        for text in texts:
            self.assertIn(plain(text), found, name)
        return found

    def make_done_visit(self):
        order = self.make_order(
            self.device, fault="护窗异响", service_type="c", use_conditions="室外潮湿"
        )
        visit = self.make_visit(order)
        requisition = self.make_requisition(visit, (self.part, 2))
        self.issue(requisition)
        visit.write({"time_in_use": "800小时", "mileage": 12345, "dismantled": "no"})
        self.go_to_work(visit)
        visit.action_report_progress("已到现场,正在拆检")
        visit.action_note_lead("想买一台新泵")
        extra = visit.action_propose_extra("更换机械密封", 260)
        visit.action_answer_extra(extra, True, "张主任")
        visit.action_propose_extra("清洗水箱", 80)
        visit.extra_ids[-1].action_answer(False, "张主任")
        self.finish(visit, used={requisition.line_ids: 1})
        self.sign(visit)
        return visit.sudo()

    def test_papers_of_a_visit_say_what_they_are_for(self):
        visit = self.make_done_visit()
        self.check_visit_papers(visit)
        self.check_report_of_several(visit)
        self.check_voucher(visit)
        self.check_ledger(visit)
        self.check_blanks(visit)

    def check_visit_papers(self, visit):
        order = visit.order_id
        head = (order.name, visit.name, "鲁泵业有限公司", "YJ260900001", "护窗异响")
        self.assert_says("dispatch_order", visit, *head, "李强", "轴承6205×1", "☑")
        self.assert_says("acknowledgement", visit, order.name, "张主任", "更换轴承")
        self.assert_says("repair_record", visit, *head, "轴承磨损", "轴承6205")
        coach = ("800小时", "12345", "室外潮湿", "轴承磨损")
        self.assert_says("coach_report", visit, *head, *coach)
        told = self.assert_says(
            "extra_work", visit, "更换机械密封", "清洗水箱", "260.00", "张主任"
        )
        self.assertNotIn("340.00", told)
        self.assert_says("market_support", visit, *head, "李强")
        self.assert_says("trip_record", visit, *head, "已到现场,正在拆检")
        self.assert_says("service_feedback", visit, *head, "想买一台新泵", "轴承磨损")

    def test_record_carries_the_opinions_of_the_chain(self):
        roles = self.env["aftersales.role"].search(
            [("code", "in", ("quality_representative", "general_manager"))]
        )
        visit = self.make_visit(self.make_order(self.device, service_type="c")).sudo()
        visit._request_approval("departure", roles.mapped("code"), "外地客户")
        first = visit.approval_ids.sorted("id")[0]
        first.with_user(self.director).action_agree()
        names = roles.with_context(lang="zh_CN").mapped("name")
        for name in ("repair_record", "market_support"):
            self.assert_says(name, visit, *names, self.director.name)

    def check_report_of_several(self, visit):
        """Devices of one customer and day share a sheet, other days do not."""
        second = self.make_visit(self.make_order(self.pump, fault="漏水")).sudo()
        other_day = self.make_visit(self.make_order(self.pump, fault="停机"))
        other_day.with_user(self.dispatcher).planned_start += timedelta(days=3)
        paper = self.env["report.aftersales_service.report_service_report"]
        values = paper._get_report_values((visit | second).ids)
        self.assertEqual(len(values["docs"]), 1)
        self.assertEqual(*map(set, (values["groups"].values(), [visit | second])))
        text = self.assert_says("service_report", second, "护窗异响", "漏水", "张主任")
        self.assertNotIn("停机", text)

    def test_parts_go_from_hand_to_hand(self):
        visit = self.make_visit(self.make_order(self.device, service_type="c"))
        requisition = self.make_requisition(visit, (self.part, 2))
        self.issue(requisition)
        picking = requisition.sudo().picking_ids
        self.assert_says(
            "part_handover", picking, picking.name, requisition.name, "轴承6205", "李强"
        )
        plan = self.env["aftersales.part.plan"].create(
            {
                "kind": "supplement",
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.part.id,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "quantity_min": 3,
                            "quantity_max": 17,
                        },
                    )
                ],
            }
        )
        text = self.html("part_plan", plan)
        kinds = dict(
            plan._fields["kind"]._description_selection(
                plan.with_context(lang="zh_CN").env
            )
        )
        for part in (kinds["supplement"], plan.name, "轴承6205", "17"):
            self.assertIn(plain(part), text)

    def test_certificate_rests_on_an_assessment(self):
        paper = self.env["report.aftersales_service.report_grade_certificate"]
        with self.assertRaisesRegex(ProofMissing, "李强"):
            paper._get_report_values(self.li.ids)
        self.env["aftersales.technician.training"].create(
            {
                "technician_id": self.li.id,
                "kind": "grade",
                "name": "2026年度评级",
                "result": "passed",
                "certificate": "ZJ-0815",
                "date": "2026-05-04",
            }
        )
        self.env["aftersales.grade.authority"].search([]).unlink()
        self.env["aftersales.grade.authority"].create(
            {"grade": self.li.grade, "fee_limit": 500}
        )
        facts = ("李强", "ZJ-0815", "2026-05-04", "2026年度评级")
        self.assert_says("grade_certificate", self.li, *facts, "500.00")
        self.assert_says("training_record", self.li, *facts)

    def check_ledger(self, visit):
        """Job, person, result, who signed (B-46)."""
        day = self.company._aftersales_today()
        wizard = self.env["aftersales.register.print"].create(
            {"kind": "ledger", "date_from": day, "date_to": day}
        )
        action = wizard.with_user(self.dispatcher).action_print()
        self.assertEqual(
            action["report_name"], "aftersales_service.report_service_ledger"
        )
        told = (visit.order_id.name, "护窗异响", "李强", "更换轴承", "张主任")
        self.assert_says("service_ledger", wizard, *told)
        wizard.action_excel()
        self.assertTrue(wizard.workbook)

    def check_voucher(self, visit):
        """A block per job: day, parts, work (B-01)."""
        text = self.html("service_voucher", self.device)
        for part in (
            visit.order_id.name,
            "轴承6205×1",
            str(self.company._aftersales_day(visit.arrived_at)),
            "更换轴承",
        ):
            self.assertIn(plain(part), text)

    def check_blanks(self, visit):
        for name in (*PAPERS, "grade_certificate"):
            form = self.env.ref(f"aftersales_service.form_{name}")
            action = form.action_print_blank()
            text = self.html(name, self.env["res.users"], **action["data"])
            self.assertIn(self.title(name), text)
            self.assertNotIn(visit.name, text, name)
            self.assertNotIn("李强", text, name)

    def test_one_click_prints_dispatch_orders_then_the_receipt(self):
        first = self.make_visit(self.make_order(self.device, service_type="c"))
        second = self.make_visit(self.make_order(self.pump, service_type="c"))
        action = (first | second).action_print_slip()
        self.assertEqual(
            action["report_name"], "aftersales_service.report_dispatch_order"
        )
        texts, _pages = self.render("dispatch_order", first | second)
        self.assertEqual(len(texts), 2)
        self.assertIn(first.name, texts[0])
        self.assertIn(second.name, texts[1])
        self.go_to_work(first)
        self.finish(first)
        self.assertEqual(first._get_slip(), "action_report_receipt")

    def test_technician_prints_his_own_visit_and_no_other(self):
        visit = self.make_visit(self.make_order(self.device, service_type="c"))
        for name in VISIT_PAPERS:
            report = self.env["ir.actions.report"].with_user(self.technician)
            report._render_qweb_html(f"aftersales_service.report_{name}", visit.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        paper = self.env["report.aftersales_service.report_dispatch_order"]
        with self.assertRaises(AccessError):
            paper.with_user(self.colleague)._get_report_values(visit.ids)

    def test_twelve_visits_cost_as_many_queries_as_three(self):
        orders = self.env["aftersales.order"].create(
            [
                {"device_id": self.device.id, "fault": f"异响{i}", "service_type": "c"}
                for i in range(12)
            ]
        )
        visits = self.env["aftersales.visit"].create(
            [
                {"order_id": order.id, "technician_id": self.li.id}
                | {"planned_start": f"2026-{i % 12 + 1:02}-{i // 12 + 1:02} 02:00:00"}
                for i, order in enumerate(orders)
            ]
        )
        for name in VISIT_PAPERS:
            few = self.count_queries(name, visits[:3])
            self.assertLessEqual(self.count_queries(name, visits), few + 2, name)

    def count_queries(self, name, visits):
        report = self.env["ir.actions.report"]
        report._render_qweb_html(f"aftersales_service.report_{name}", visits[:1].ids)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        report._render_qweb_html(f"aftersales_service.report_{name}", visits.ids)
        return self.env.cr.sql_log_count - before
