"""Duties come from dated rules, cite an article, speak up once, and end by a proof."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.aftersales_icp.exceptions import (
    IcpEvidenceMissing,
    IcpKept,
    IcpMoveForbidden,
)

from .common import IcpCommon


class TestObligation(IcpCommon):
    def test_public_security_is_due_thirty_days_after_opening(self):
        with freeze_time("2026-03-01 17:00:00"):  # 2 March in China
            service = self.make_filed_service()
            duty = self.duties(service, "D07")
            self.assertEqual(service.opened_on, date(2026, 3, 2))
        self.assertEqual(duty.due_on, date(2026, 4, 1))
        self.assertEqual(duty.law_id, self.env.ref("aftersales_icp.law_mps_12"))
        self.assertEqual(duty.next_reminder, date(2026, 3, 12))

    def test_number_of_public_security_proves_the_duty(self):
        service = self.make_filed_service()
        service.psb_ids.number_raw = "京公网安备11010502030143号"
        service.psb_ids.action_file()
        duty = self.duties(service, "D07")
        self.assertEqual(duty.state, "done")
        self.assertIn("11010502030143", duty.evidence_id.text)
        self.assertTrue(self.duties(service.psb_ids, "D08"))

    def test_rules_outside_of_their_time_plan_nothing(self):
        self.env.ref("aftersales_icp.rule_d07").valid_to = "2020-12-31"
        self.assertFalse(self.duties(self.make_filed_service(), "D07"))

    def test_rule_of_one_province_or_kind(self):
        rule = self.env.ref("aftersales_icp.rule_d07")
        rule.province_id = self.env.ref("aftersales_icp.province_11")
        self.assertFalse(self.duties(self.make_filed_service(), "D07"))
        rule.province_id = self.env.ref("aftersales_icp.province_33")
        subject = self.make_filed("浙ICP备2021004519号")
        app = self.make_filed_service(subject, "-1A", kind="app", domain_name=False)
        self.assertTrue(self.duties(app, "D07"))
        self.assertFalse(self.duties(app, "D05"))

    def test_moved_date_moves_the_duty_and_a_taken_one_ends_it(self):
        domain = self.make_filed_service().domain_ids
        domain.expires_on = "2027-06-30"
        duty = self.duties(domain, "D23")
        self.assertEqual(duty.due_on, date(2027, 6, 30))
        domain.expires_on = "2028-06-30"
        self.assertEqual(duty.due_on, date(2028, 6, 30))
        domain.expires_on = False
        self.assertEqual(duty.state, "waived")
        self.assertEqual(len(self.duties(domain)), 1)

    def test_done_by_a_proof_and_not_by_a_tick(self):
        duty = self.duties(self.make_filed_service(), "D05")
        with self.assertRaises(IcpEvidenceMissing):
            duty.write({"state": "done"})
        with self.assertRaises(IcpEvidenceMissing):
            duty._move_to("done")
        wizard = self.as_user(self.env["aftersales.icp.prove"], "clerk").create(
            {"obligation_id": duty.id, "text": "页面底部已显示备案号"}
        )
        wizard.action_prove()
        self.assertEqual(duty.state, "done")
        self.assertEqual(len(duty.evidence_id.sha256), 64)
        self.assertFalse(duty.next_reminder)

    def test_waived_by_an_officer_with_a_reason(self):
        duty = self.duties(self.make_filed_service(), "D06")
        with self.assertRaises(IcpMoveForbidden):
            self.as_user(duty, "clerk").action_waive("无")
        with self.assertRaises(IcpEvidenceMissing):
            duty.action_waive(" ")
        self.as_user(duty, "compliance").action_waive("接入商没有阻断页")
        self.assertEqual(duty.state, "waived")
        with self.assertRaises(IcpKept):
            duty.unlink()

    def test_evidence_is_never_changed(self):
        proof = self.make_evidence()
        with self.assertRaises(IcpKept):
            proof.name = "x"
        with self.assertRaises(IcpKept):
            proof.unlink()
        with self.assertRaises(IcpEvidenceMissing):
            self.make_evidence(text=" ")
        filed = self.make_evidence(file="aGVsbG8=", filename="a.png")
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", filed._name),
                ("res_id", "=", filed.id),
                ("res_field", "=", "file"),
            ]
        )
        with self.assertRaises(IcpKept):
            attachment.unlink()

    def test_empty_answers_need_two_sources(self):
        service = self.make_filed_service()
        values = {"service_id": service.id, "result": "nothing"}
        self.make_evidence(**values, taken_at="2026-11-01")
        self.make_evidence(**values, taken_at="2026-11-02")
        self.assertFalse(service.evidence_doubt)
        self.make_evidence(**values, source="api", taken_at="2026-11-03")
        self.assertTrue(service.evidence_doubt)
        self.make_evidence(service_id=service.id, taken_at="2026-11-04")
        self.assertFalse(service.evidence_doubt)
        self.assertEqual(service.state, "filed")

    # === THE NIGHTLY RUN === #

    def overdue(self, count, subject=None):
        subject = subject or self.make_filed()
        services = self.env["aftersales.icp.service"].create(
            [
                {
                    "name": f"站点{index}",
                    "subject_id": subject.id,
                    "number_raw": f"{subject.number}-{index + 1}",
                }
                for index in range(count)
            ]
        )
        services.action_file()
        self.env.ref("aftersales_icp.rule_d07").tells_customer = False
        return self.duties(services, "D07")

    def test_run_touches_only_what_is_due(self):
        duties = self.overdue(3)
        others = self.env["aftersales.icp.obligation"].search(
            [("id", "not in", duties.ids)]
        )
        others._in_flow().next_reminder = False
        today = duties._today()
        duties._in_flow()[0].next_reminder = today
        duties._in_flow()[1].next_reminder = today + timedelta(days=1)
        with self.no_commit():
            self.env["aftersales.icp.obligation"]._cron_remind()
        spoken = duties.filtered("activity_ids")
        self.assertEqual(spoken, duties[0])
        self.assertGreater(duties[0].next_reminder, today)
        with self.no_commit():
            self.env["aftersales.icp.obligation"]._cron_remind()
        self.assertEqual(len(duties[0].activity_ids), 1)

    def test_queries_per_batch_stay_flat(self):
        duties = self.overdue(30)
        today = duties._today()
        self.env.flush_all()

        def queries(batch):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch.with_context(mail_activity_quick_update=True)._remind(today)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        few, many = queries(duties[:2]), queries(duties[2:])
        self.assertLessEqual(many - few, 30)

    def test_customers_are_told_once(self):
        service = self.make_filed_service()
        service.subject_id.partner_id.email = "kunde@example.cn"
        duties = self.duties(service)
        duties._remind(duties._today())
        mails = self.env["mail.mail"].search(
            [
                ("model", "=", "aftersales.icp.subject"),
                ("res_id", "=", service.subject_id.id),
            ]
        )
        self.assertEqual(len(mails), 1)

    def test_late_is_computed_and_searched(self):
        duty = self.duties(self.make_filed_service(), "D07")
        model = self.env["aftersales.icp.obligation"]
        self.assertNotIn(duty, model.search([("is_late", "=", True)]))
        duty._in_flow().due_on = fields.Date.subtract(duty._today(), days=1)
        self.assertTrue(duty.is_late)
        self.assertIn(duty, model.search([("is_late", "=", True)]))
