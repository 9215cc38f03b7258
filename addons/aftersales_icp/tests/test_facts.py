"""What is found beside the page: domains, registry, official proofs, scripts, browser."""

import shutil
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import BaseCase

from odoo.addons.aftersales_icp.exceptions import IcpRegistryUnknown
from odoo.addons.aftersales_icp.kernel.fetch import fetch
from odoo.addons.aftersales_icp.kernel.render import render
from odoo.addons.aftersales_icp.models.aftersales_icp_service_script import BROWSER

from .common import IcpCommon
from .server import SEEN, serving


class FactsCommon(IcpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        opened = serving()
        cls.base, cls.guard, _asked = opened.__enter__()
        cls.addClassCleanup(opened.__exit__, None, None, None)
        cls.subject = cls.make_filed("京ICP备12345678号")
        cls.service = cls.make_filed_service(cls.subject, domain_name="www.example.cn")
        cls.domain = cls.service.domain_ids

    @contextmanager
    def page(self, path, hours=0):
        self.service.homepage_url = f"{self.base}/{path}"
        moment = fields.Datetime.now() + timedelta(hours=hours)
        guard = patch.object(type(self.service), "_icp_guard", lambda _self: self.guard)
        with guard, freeze_time(moment, tick=True):
            yield

    def look(self, path="right", hours=0):
        with self.page(path, hours):
            self.service._check_pages()
        self.env.flush_all()

    def open_findings(self):
        return self.service.finding_ids.filtered(lambda one: not one.fixed_on)

    def codes(self):
        return set(self.open_findings().mapped("code"))

    def in_days(self, days):
        return fields.Date.add(self.service._today(), days=days)


class TestFacts(FactsCommon):
    # === C20, C21: DOMAINS === #

    def test_domain_that_ends_soon_warns_and_then_alarms(self):
        self.domain.expires_on = self.in_days(91)
        self.look()
        self.assertEqual(self.codes(), set())
        self.domain.expires_on = self.in_days(80)
        self.look(hours=1)
        finding = self.open_findings()
        self.assertEqual((finding.code, finding.severity), ("C20", "warning"))
        self.assertLess(self.service.next_check, self.in_hours(12))
        self.look(hours=8)
        self.assertTrue(finding.confirmed_at)
        self.assertEqual(self.service.last_result, "pass")
        self.domain.expires_on = self.in_days(10)
        self.look(hours=16)
        self.assertEqual(finding.severity, "error")
        self.assertEqual(len(self.subject.activity_ids), 2)
        self.assertEqual(self.subject.light, "red")
        self.domain.expires_on = self.in_days(400)
        self.look(hours=24)
        self.assertTrue(finding.fixed_on)

    def in_hours(self, hours):
        return fields.Datetime.now() + timedelta(hours=hours)

    def test_registrant_must_be_the_organiser(self):
        self.domain.registrant = "杭州某某科技 有限公司"
        self.look()
        self.assertEqual(self.codes(), set())
        for index, name in enumerate(("REDACTED FOR PRIVACY", "域名隐私保护服务")):
            self.domain.registrant = name
            self.look(hours=index + 1)
            self.assertEqual(self.codes(), set())
        self.domain.registrant = "别的公司"
        self.look(hours=5)
        self.assertEqual(self.codes(), {"C21"})
        self.look(hours=12)
        self.assertIn("registered for somebody else", self.subject.data_wrong_note)
        self.assertEqual(self.duties(self.subject, "D10").state, "open")

    def test_facts_hold_while_the_page_cannot_be_read(self):
        self.domain.expires_on = self.in_days(10)
        self.look("error")
        self.assertEqual(self.codes(), {"C14", "C20"})
        self.domain.expires_on = self.in_days(400)
        self.look("error", 1)
        self.assertEqual(self.codes(), {"C14"})

    # === C26, C27: PROOFS === #

    def proof(self, **values):
        return self.make_evidence(
            service_id=self.service.id, number_seen=self.service.number, **values
        )

    def test_official_look_up_grows_old(self):
        self.service.filed_on = self.in_days(-400)
        self.look()
        self.assertEqual(self.open_findings().mapped("severity"), ["info"])
        self.assertEqual(self.codes(), {"C26"})
        self.look(hours=7)
        self.assertEqual(len(self.subject.activity_ids), 1)
        self.assertEqual(self.subject.light, "yellow" if not self.late() else "red")
        self.proof()
        self.look(hours=8)
        self.assertEqual(self.codes(), set())
        self.env["ir.config_parameter"].set_param("aftersales_icp.evidence_days", "30")
        self.look(hours=24 * 40)
        self.assertEqual(self.codes(), {"C26"})

    def late(self):
        return any(self.duties(self.service).mapped("is_late"))

    def test_official_look_up_that_says_something_else(self):
        for values, wrong in (
            ({"organiser_seen": self.partner.name}, False),
            ({"number_seen": "京 icp 备 12345678 号"}, False),
            ({"filed_on_seen": self.service.filed_on}, False),
            ({"result": "nothing", "number_seen": ""}, False),
            ({"number_seen": "京ICP备12345678号-2"}, True),
            ({"organiser_seen": "别的公司"}, True),
            ({"filed_on_seen": "2001-01-01"}, True),
        ):
            with self.subTest(values), self.cr.savepoint() as point:
                self.make_evidence(
                    **{
                        "service_id": self.service.id,
                        "number_seen": self.service.number,
                        "taken_at": self.in_hours(1),
                        **values,
                    }
                )
                found = {one.code for one in self.service._facts()}
                self.assertEqual("C27" in found, wrong)
                point.rollback()
                self.env.invalidate_all()

    def test_proof_of_another_service_proves_nothing_here(self):
        other = self.make_filed_service(self.subject, "-2", domain_name="b.example.cn")
        self.make_evidence(service_id=other.id, number_seen=other.number)
        self.assertEqual(self.service._facts(), [])

    # === C28: SUB-DOMAINS === #

    def test_sub_domain_at_a_provider_that_is_not_filed(self):
        self.make_access(self.service, ip_ranges="203.0.113.1-203.0.113.9")
        sub = self.env["aftersales.icp.domain"].create(
            {"service_id": self.service.id, "name": "shop.example.cn"}
        )
        self.look()
        self.assertEqual(self.codes(), {"C19", "C28"})
        self.assertEqual(sub.resolved_addresses, "127.0.0.1")
        self.look(hours=7)
        order = self.env["aftersales.icp.order"].search(
            [("subject_id", "=", self.subject.id)]
        )
        self.assertEqual((order.kind, order.state), ("new_access", "draft"))
        self.look(hours=14)
        self.assertEqual(len(self.subject.order_ids), 1)
        self.service.access_ids.ip_ranges = "127.0.0.0/8"
        self.look(hours=21)
        self.assertEqual(self.codes(), set())

    def test_names_that_lead_inside_are_not_judged(self):
        self.make_access(self.service, ip_ranges="203.0.113.1-203.0.113.9")
        self.env["aftersales.icp.domain"].create(
            {"service_id": self.service.id, "name": "inside.example.cn"}
        )
        self.look()
        self.assertEqual(self.codes(), {"C19"})


class TestRegistry(FactsCommon):
    """RDAP through the guard, against a registry on loopback."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.env["aftersales.icp.code"].create(
            {"category": "rdap", "code": "cn", "name": f"{cls.base}/rdap"}
        )

    def ask(self, name):
        domain = self.env["aftersales.icp.domain"].create(
            {"service_id": self.service.id, "name": name}
        )
        with self.page("right"):
            self.as_user(domain, "clerk").action_ask_registry()
        return domain

    def test_registry_tells_end_registrar_and_registrant(self):
        domain = self.ask("m.shop.example.cn")
        self.assertEqual(domain.registry_result, "answered")
        self.assertEqual(str(domain.expires_on), "2031-03-17")
        self.assertEqual(domain.registrant, "别的公司")
        self.assertEqual(domain.registry_registrar, "某注册商")
        self.assertEqual(len(domain.registry_sha256), 64)
        self.assertEqual(str(self.duties(domain, "D23").due_on), "2031-03-17")

    def test_what_the_registry_does_not_say_changes_nothing(self):
        for name in ("unknown.cn", "broken.cn"):
            domain = self.ask(name)
            self.assertEqual(domain.registry_result, "silent")
            self.assertFalse(domain.expires_on or domain.registrant)
        hidden = self.ask("hidden.cn")
        self.assertEqual(hidden.registry_result, "answered")
        self.assertNotIn("C21", {one.code for one in self.service._facts()})

    def test_ending_without_a_server_is_told(self):
        with self.assertRaisesRegex(IcpRegistryUnknown, "example.dev"):
            self.ask("example.dev")

    def test_server_inside_is_never_reached(self):
        for base in ("http://10.0.0.1/rdap", "http://inside.example.cn/rdap"):
            self.server.name = base
            self.assertEqual(self.ask(f"a{base[7]}.cn").registry_result, "silent")

    def test_watched_pages_ask_once_a_week(self):
        self.look()
        first = self.domain.registry_at
        self.assertEqual(self.domain.registrant, "别的公司")
        self.look(hours=24)
        self.assertEqual(self.domain.registry_at, first)
        self.look(hours=24 * 8)
        self.assertGreater(self.domain.registry_at, first)

    def test_shipped_servers_are_marked_unverified(self):
        codes = self.env["aftersales.icp.code"].search(
            [("category", "=", "rdap"), ("id", "!=", self.server.id)]
        )
        self.assertTrue(codes)
        self.assertFalse(any(codes.mapped("is_verified")))


class TestScripts(FactsCommon):
    def browser(self):
        program = shutil.which("chromium") or shutil.which("google-chrome")
        return patch.dict("os.environ", {BROWSER: f"{program} --no-sandbox"})

    def test_without_a_browser_the_place_in_the_script_is_named(self):
        self.look("spa")
        finding = self.open_findings()
        self.assertEqual(
            (self.service.last_result, finding.code), ("inconclusive", "C18")
        )
        self.assertIn("/bundle.js", finding.detail)
        self.assertIn(self.service.number, finding.detail)
        self.assertEqual(self.service.check_ids.method, "script")
        self.look("spa-other", 1)
        self.assertEqual(self.service.check_ids.sorted("id")[-1].method, "http")

    def test_browser_shows_what_scripts_write(self):
        with self.browser():
            self.look("spa")
        check = self.service.check_ids
        self.assertEqual((check.result, check.method), ("pass", "headless"))
        self.assertEqual(check.numbers, self.service.number)
        self.assertTrue(check.screenshot)
        self.assertEqual(self.duties(self.service, "D05").state, "done")

    def test_browser_that_does_not_start_is_no_answer(self):
        with patch.dict("os.environ", {BROWSER: "/nowhere/browser"}):
            self.look("spa")
        self.assertEqual(self.service.last_result, "inconclusive")


class TestRender(BaseCase):
    def test_browser_reaches_nothing_inside(self):
        program = shutil.which("chromium") or shutil.which("google-chrome")
        with serving() as (base, guard, asked):
            shown = render([program, "--no-sandbox"], f"{base}/spa-inside", guard)
            self.assertIn("京ICP备12345678号-1".encode(), shown.html)
            self.assertEqual(SEEN, [])
            self.assertIn("inside.example.cn", asked)
            self.assertNotIn("127.0.0.1", asked)
            # under its name the page may be asked for: so the list does fill
            fetch(f"{base}/seen", guard)
            self.assertEqual(SEEN, ["/seen"])
            SEEN.clear()

    def test_refused_address_is_not_shown(self):
        self.assertIsNone(render(["/bin/false"], "http://127.0.0.1/"))
        self.assertIsNone(render(["/bin/false"], "file:///etc/passwd"))
