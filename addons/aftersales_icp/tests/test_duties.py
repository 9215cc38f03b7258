"""Duties of notices, plans, years and APPs: each has something that raises and ends it."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.aftersales_icp.exceptions import IcpGateClosed
from odoo.addons.aftersales_icp.models.aftersales_icp_rule import EVENTS

from .common import IcpCommon

# Not opened as obligations: they say how long logs are kept.
RETENTION = {"log_written"}


class TestDuties(IcpCommon):
    def test_every_event_has_a_rule(self):
        rules = self.env["aftersales.icp.rule"].with_context(active_test=False)
        self.assertEqual(
            set(rules.search([]).mapped("event")), {event for event, _label in EVENTS}
        )

    def test_rules_of_the_table_are_all_shipped(self):
        rules = self.env["aftersales.icp.rule"].with_context(active_test=False)
        codes = set(rules.search([]).mapped("code"))
        self.assertLessEqual({f"D{index:02}" for index in range(1, 29)}, codes)

    def test_unverified_articles_stay_marked(self):
        for name in ("law_app_2023", "law_33_12", "law_33_20", "law_42_validity"):
            self.assertFalse(self.env.ref(f"aftersales_icp.{name}").is_verified)

    # === D04: REAL NAME === #

    def test_real_name_reaches_the_authority_in_three_working_days(self):
        service = self.make_service(self.make_subject(), domain_name="neu.example.cn")
        domain = service.domain_ids
        self.assertFalse(self.duties(domain, "D04"))
        domain.write({"real_name_state": "verified", "real_name_on": "2026-04-03"})
        duty = self.duties(domain, "D04")
        # Friday; Monday 6 April is the holiday of the tombs
        self.assertEqual(duty.due_on, date(2026, 4, 9))
        domain.real_name_state = "failed"
        self.assertEqual(duty.state, "waived")

    def test_real_name_is_done_when_the_order_goes_out(self):
        subject = self.make_subject()
        service = self.make_service(subject, domain_name="neu.example.cn")
        order = self.complete(self.make_order("first", subject, service))
        duty = self.duties(service.domain_ids, "D04")
        self.assertEqual(duty.state, "open")
        order.action_submit()
        self.assertEqual(duty.state, "done")
        self.assertIn(order.name, duty.evidence_id.text)

    def test_real_name_of_what_is_on_file_is_no_duty(self):
        domain = self.make_filed_service().domain_ids
        domain.write({"real_name_state": "verified", "real_name_on": "2026-04-03"})
        self.assertFalse(self.duties(domain, "D04"))

    # === D10, D12: WRONG DATA, RE-CHECK === #

    def test_wrong_data_are_corrected_in_ten_working_days(self):
        service = self.make_filed_service()
        subject = service.subject_id
        with freeze_time("2026-04-13 02:00:00"):
            subject._note_wrong_data("电话已停用")
            subject._note_wrong_data("地址已搬迁")
        duty = self.duties(subject, "D10")
        self.assertEqual(duty.due_on, date(2026, 4, 27))
        self.assertEqual(subject.data_wrong_note, "电话已停用\n地址已搬迁")
        order = self.complete(self.make_order("change_subject", subject, service))
        order.action_submit()
        order.action_pass()
        order.action_sms_verified()
        order.action_done()
        self.assertEqual(duty.state, "done")
        self.assertFalse(subject.data_wrong_on or subject.data_wrong_note)

    def test_notice_names_its_own_day(self):
        subject = self.make_filed_service().subject_id
        subject.recheck_on = "2026-04-13"
        duty = self.duties(subject, "D12")
        self.assertEqual(duty.due_on, date(2026, 4, 27))
        subject.recheck_until = "2026-04-20"
        self.assertEqual(duty.due_on, date(2026, 4, 20))
        subject.write({"recheck_on": False, "recheck_until": False})
        self.assertEqual(duty.state, "waived")

    # === D18: STOP OF BUSINESS === #

    def test_stop_of_business_is_announced_ninety_days_ahead(self):
        subject = self.make_filed("粤B2-20090059", kind="licence")
        licence = self.env["aftersales.icp.licence"].create(
            {
                "partner_id": self.partner.id,
                "subject_id": subject.id,
                "number_raw": "粤B2-20090059",
            }
        )
        licence.action_grant()
        licence.stop_planned_on = "2027-06-30"
        duty = self.duties(licence, "D18")
        self.assertEqual(duty.due_on, date(2027, 4, 1))
        order = self.complete(
            self.make_order("licence_cancel", subject, licence_id=licence.id)
        )
        order.action_submit()
        order.action_pass()
        order.action_done()
        self.assertEqual((duty.state, licence.state), ("done", "cancelled"))

    # === D20, D28: EVERY YEAR === #

    def yearly(self, day):
        with freeze_time(f"{day} 02:00:00"), self.no_commit():
            self.env["aftersales.icp.subject"]._cron_yearly()

    def test_duties_of_the_year(self):
        self.env.ref("aftersales_icp.rule_d28").active = True
        with freeze_time("2026-03-01 02:00:00"):
            subject = self.make_filed(filed_date="2024-02-29")
        self.assertEqual(subject.next_yearly_on, date(2027, 2, 28))
        self.yearly("2026-12-01")
        self.assertFalse(self.duties(subject, "D20"))
        self.yearly("2027-01-15")
        declared, reviewed = self.duties(subject, "D20"), self.duties(subject, "D28")
        self.assertEqual(declared.due_on, date(2027, 2, 28))
        self.assertEqual(reviewed.due_on, date(2027, 2, 28))
        self.assertEqual(subject.next_yearly_on, date(2028, 2, 29))
        self.yearly("2027-01-16")
        self.assertEqual(len(self.duties(subject, "D20")), 1)
        return subject, declared

    def test_late_duty_of_last_year_stays_late(self):
        subject, declared = self.test_duties_of_the_year()
        self.yearly("2028-02-01")
        self.assertEqual(declared.due_on, date(2027, 2, 28))
        declared._prove(self.make_evidence())
        self.yearly("2029-02-01")
        due = self.duties(subject, "D20").filtered(lambda one: one.state == "open")
        self.assertEqual(due.due_on, date(2029, 2, 28))

    def test_changing_a_filing_does_not_bring_the_year_back(self):
        subject, _declared = self.test_duties_of_the_year()
        with freeze_time("2027-01-20 02:00:00"):
            subject.action_change()
            subject.action_file()
            self.assertEqual(subject.next_yearly_on, date(2028, 2, 29))
            subject.action_cancel()
        self.assertFalse(subject.next_yearly_on)

    def test_self_review_is_shipped_inactive(self):
        self.assertFalse(self.env.ref("aftersales_icp.rule_d28").active)

    def test_year_reads_only_whose_day_comes(self):
        subjects = self.make_filed()
        for index in range(20):
            subjects |= self.make_filed(f"浙ICP备2022{index:06}号")
        subjects._in_flow().next_yearly_on = "2090-01-01"
        self.env["aftersales.icp.subject"]._in_flow().search(
            [("id", "not in", subjects.ids)]
        ).next_yearly_on = False
        self.env.flush_all()

        def queries():
            before = self.cr.sql_log_count
            with self.no_commit():
                self.env["aftersales.icp.subject"]._cron_yearly()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        self.assertLessEqual(queries(), 3)
        self.assertFalse(self.duties(subjects, "D20"))

    # === D19: LOGS === #

    def test_rules_about_logs_lengthen_and_never_shorten(self):
        service = self.make_filed_service()
        post = self.env["aftersales.icp.publication"].create(
            {
                "service_id": service.id,
                "author": "a",
                "content": "b",
                "address": "https://www.yunfan.example.cn/1",
                "submitted_at": "2026-01-31 04:00:00",
            }
        )
        self.assertEqual(post.keep_until, date(2026, 7, 31))
        self.env.ref("aftersales_icp.rule_d19").offset = 400
        post.invalidate_recordset()
        self.assertEqual(post.keep_until, date(2027, 3, 7))
        rules = self.env["aftersales.icp.rule"].search([("event", "=", "log_written")])
        self.assertEqual(set(rules.mapped("code")), {"D19", "D20B"})
        rules.active = False
        post.invalidate_recordset()
        self.assertEqual(post.keep_until, date(2026, 7, 31))

    # === D27: APPS === #

    def app(self, **values):
        return self.make_service(self.make_subject(), name="巡检", kind="app", **values)

    def platform(self, app, **values):
        return self.env["aftersales.icp.app.platform"].create(
            {"service_id": app.id, "package": "cn.example.app", **values}
        )

    def test_app_that_runs_without_filing_owes_it_at_once(self):
        app = self.app(opened_on="2026-04-13")
        duty = self.duties(app, "D27")
        self.assertEqual(duty.due_on, date(2026, 4, 13))
        self.assertTrue(duty.is_late)
        app.subject_id.number_raw = "浙ICP备2021004518号"
        app.number_raw = "浙ICP备2021004518号-1A"
        app.subject_id.action_file()
        self.assertEqual((app.state, duty.state), ("filed", "done"))
        site = self.make_service(self.make_subject(), opened_on="2026-04-13")
        self.assertFalse(self.duties(site, "D27"))

    def test_app_is_filed_before_it_is_published(self):
        app = self.app()
        platform = self.platform(app)
        with self.assertRaisesRegex(IcpGateClosed, "not on file"):
            platform.action_publish()
        with self.assertRaises(IcpGateClosed):
            self.platform(app, package="b", published_on="2026-04-13")
        app.subject_id.number_raw = "浙ICP备2021004518号"
        app.number_raw = "浙ICP备2021004518号-1A"
        app.subject_id.action_file()
        platform.action_publish()
        self.assertEqual(platform.published_on, app._today())
        app.action_suspend()
        platform.published_on = fields.Date.subtract(app._today(), days=1)
        with self.assertRaises(IcpGateClosed):
            self.platform(app, package="b", published_on="2026-04-13")

    def test_exception_opens_the_store_and_abroad_needs_none(self):
        app = self.app()
        self.as_user(self.env["aftersales.icp.override"], "compliance").create(
            {
                "service_id": app.id,
                "reason": "管局书面同意",
                "attachment_ids": [(6, 0, self.make_attachment("compliance").ids)],
                "expires_on": app._today() + timedelta(days=10),
            }
        )
        self.platform(app).action_publish()
        abroad = self.app(in_china=False)
        self.platform(abroad).action_publish()
