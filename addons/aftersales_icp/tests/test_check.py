"""Page checks against a real server on loopback."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import BaseCase

from odoo.addons.aftersales_icp.exceptions import IcpCheckTooSoon, IcpKept
from odoo.addons.aftersales_icp.kernel.fetch import Limits, fetch
from odoo.addons.aftersales_icp.kernel.page import judge

from .common import IcpCommon
from .pages import PAGES
from .server import serving

QUICK = Limits(connect=1, read=0.5, total=1)


class TestFetch(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        opened = serving()
        cls.base, cls.guard, cls.asked = opened.__enter__()
        cls.addClassCleanup(opened.__exit__, None, None, None)

    def fetch(self, path, limits=QUICK, guard=None):
        return fetch(f"{self.base}/{path}", guard or self.guard, limits)

    def test_every_page_over_http(self):
        for index, name in enumerate(PAGES):
            _html, _kind, expected, result, codes = PAGES[name]
            with self.subTest(name):
                page = self.fetch(f"page-{index}")
                self.assertEqual((page.error, page.status), ("", 200))
                verdict = judge(page.body, page.content_type, expected)
                self.assertEqual(verdict.result, result)
                self.assertEqual({one.code for one in verdict.findings}, set(codes))

    def test_ways_to_the_right_page(self):
        for path in ("right", "gzip", "chunked", "hop", "refresh", "nested"):
            page = self.fetch(path)
            self.assertEqual(page.error, "", path)
            self.assertIn("京ICP备12345678号-1".encode(), page.body)

    def test_what_is_not_read(self):
        for path, error in (
            ("bomb", "too_large"),
            ("large", "too_large"),
            ("endless", "too_large"),
            ("slow", "timeout"),
            ("loop", "redirects"),
            ("metadata", "guard_number"),
            ("inside", "guard_private"),
            ("file", "guard_scheme"),
            ("pdf", "content_type"),
            ("brotli", "encoding"),
            ("garbage", "protocol"),
        ):
            begun = perf_counter()
            page = self.fetch(path)
            with self.subTest(path):
                self.assertEqual((page.error, page.body), (error, b""))
                self.assertLess(perf_counter() - begun, 3)

    def test_nobody_there(self):
        guard = replace(self.guard, ports=frozenset({1}))
        page = fetch("http://www.example.cn:1/", guard, QUICK)
        self.assertEqual(page.error, "connection")

    def test_without_the_opening_loopback_is_refused(self):
        shut = replace(self.guard, permitted=frozenset())
        self.assertEqual(self.fetch("right", guard=shut).error, "guard_private")

    def test_answer_that_changes_between_look_ups_changes_nothing(self):
        """Rebinding: the name is asked once per hop, and that answer is connected to."""
        answers = iter([["127.0.0.1"], ["169.254.169.254"]])
        guard = replace(self.guard, resolver=lambda _h, _p: next(answers))
        page = self.fetch("right", guard=guard)
        self.assertEqual((page.error, page.address), ("", "127.0.0.1"))
        page = self.fetch("right", guard=guard)
        self.assertEqual(page.error, "guard_private")

    def test_name_is_asked_once_per_hop(self):
        self.asked.clear()
        self.fetch("hop")
        self.assertEqual(len(self.asked), 2)


class TestCheck(IcpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        opened = serving()
        cls.base, cls.guard, _asked = opened.__enter__()
        cls.addClassCleanup(opened.__exit__, None, None, None)
        subject = cls.make_filed("京ICP备12345678号")
        cls.service = cls.make_filed_service(subject, domain_name="www.example.cn")

    @contextmanager
    def page(self, path, at=None):
        self.service.homepage_url = f"{self.base}/{path}"
        guard = patch.object(type(self.service), "_icp_guard", lambda _self: self.guard)
        with guard, freeze_time(at or fields.Datetime.now(), tick=True):
            yield

    def look(self, path, hours=0):
        with self.page(path, fields.Datetime.now() + timedelta(hours=hours)):
            self.service._check_pages()

    def open_codes(self):
        findings = self.service.finding_ids.filtered(lambda one: not one.fixed_on)
        return set(findings.mapped("code"))

    def test_passed_check_proves_the_display_duty(self):
        self.look("right")
        check = self.service.check_ids
        self.assertEqual((check.result, check.status), ("pass", 200))
        self.assertEqual(len(check.sha256), 64)
        duty = self.duties(self.service, "D05")
        self.assertEqual(duty.state, "done")
        self.assertIn(check.sha256, duty.evidence_id.text)

    def test_alarm_after_two_fails_six_hours_apart(self):
        self.look("missing")
        self.assertEqual(self.service.last_result, "fail")
        finding = self.service.finding_ids
        self.look("missing", 1)
        self.assertFalse(finding.confirmed_at)
        self.look("missing", 7)
        self.assertTrue(finding.confirmed_at)
        self.assertEqual(finding.law_id, self.env.ref("aftersales_icp.law_292_22"))
        self.assertEqual(len(self.service.subject_id.activity_ids), 1)
        self.look("missing", 14)
        self.assertEqual(len(self.service.subject_id.activity_ids), 1)
        self.look("right", 15)
        self.assertTrue(finding.fixed_on)

    def test_unreadable_is_inconclusive_and_alarms_at_the_third_time(self):
        for turn in range(3):
            self.look("error", turn * 7)
            self.assertEqual(self.service.last_result, "inconclusive")
        finding = self.service.finding_ids
        self.assertEqual((finding.code, finding.hits), ("C14", 3))
        self.assertTrue(finding.confirmed_at)
        self.assertEqual(self.service.state, "filed")

    def test_nothing_is_known_of_addresses_that_must_not_be_visited(self):
        self.look("metadata")
        self.assertEqual(self.service.last_result, "inconclusive")
        self.assertFalse(self.service.finding_ids)
        self.assertEqual(self.service.check_ids.error, "guard_number")

    def test_addresses_outside_of_the_declared_ranges(self):
        self.make_access(self.service, ip_ranges="203.0.113.1-203.0.113.9")
        self.look("right")
        self.assertEqual(self.open_codes(), {"C19"})
        self.assertEqual(self.service.last_result, "pass")

    def test_shop_on_a_filed_site_raises_the_alarm(self):
        self.look(f"page-{list(PAGES).index('shop')}")
        self.assertTrue(self.service.sells_paid and self.service.has_alarm)

    def test_once_a_minute(self):
        with self.page("right"):
            clerk = self.as_user(self.service, "clerk")
            clerk.action_check_now()
            with self.assertRaises(IcpCheckTooSoon):
                clerk.action_check_now()

    def test_cron_visits_what_is_due(self):
        self.service.is_watched = True
        with self.page("right"), self.no_commit():
            self.env["aftersales.icp.service"]._cron_check_pages()
            self.assertEqual(len(self.service.check_ids), 1)
            self.env["aftersales.icp.service"]._cron_check_pages()
        self.assertEqual(len(self.service.check_ids), 1)

    def test_visits_are_kept_four_hundred_days(self):
        self.look("right")
        check = self.service.check_ids
        with self.assertRaises(IcpKept):
            check.unlink()
        check.checked_at = fields.Datetime.now() - timedelta(days=401)
        self.env["aftersales.icp.check"]._gc_old()
        self.assertFalse(check.exists())
