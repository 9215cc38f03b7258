import re
import statistics
import time
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.qr.public_attempt import LIMITS
from ..common import AfterSalesCommon

UNKNOWN = "A" * 22
OPEN_LIMITS = {kind: (10_000, period) for kind, (_limit, period) in LIMITS.items()}


@tagged("post_install", "-at_install")
class TestQrPage(AfterSalesCommon, HttpCase):
    """The page behind the QR code, attacked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.phone = "400-800-1234"
        cls.device = cls.make_device(
            "YJ260900001",
            coverage={"months": 120, "start_date": "2026-09-01"},
        )
        cls.address = cls.device._get_public_url()
        cls.token = cls.address.rsplit("/", 1)[-1]

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.env["aftersales.public.attempt"].search([]).unlink()

    def ask(self, token):
        return self.url_open(f"/aftersales/d/{token}")

    def answer(self, token, digits, csrf=None, **kwargs):
        if csrf is None:
            csrf = _csrf(self.ask(token).text)
        data = {"digits": digits, "csrf_token": csrf}
        return self.url_open(f"/aftersales/d/{token}", data=data, **kwargs)

    def failures(self):
        self.env.invalidate_all()
        return sorted(
            self.env["aftersales.public.attempt"].search([]).mapped("failures")
        )

    # --- what it shows

    def test_right_digits_show_the_warranty_and_nothing_else(self):
        order = self.make_order(self.device, fault="秘密的故障")
        page = self.answer(self.token, "1234")
        self.assertEqual(page.status_code, 200)
        for text in (
            "三相异步电动机",
            "YJ2•••••001",
            "2036-08-31",
            "tel:400-800-1234",
        ):
            self.assertIn(text, page.text)
        for secret in (
            "YJ260900001",
            self.customer.name,
            "88881234",
            order.name,
            "秘密的故障",
            self.device.voucher_number,
        ):
            self.assertNotIn(secret, page.text)
        self.assertEqual(self.failures(), [0, 0])

    def test_digits_of_the_site_open_it_too(self):
        site = self.env["res.partner"].create({"name": "泵房", "phone": "13698935572"})
        self.device.site_id = site
        self.assertEqual(self.answer(self.token, "５５７２").status_code, 200)

    def test_nobody_caches_frames_or_indexes_it(self):
        for page in (self.ask(self.token), self.answer(self.token, "1234")):
            self.assertEqual(page.headers["Cache-Control"], "no-store")
            self.assertEqual(page.headers["X-Frame-Options"], "DENY")
            self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
            self.assertIn("noindex", page.headers["X-Robots-Tag"])

    # --- enumeration

    def test_first_page_is_the_same_for_every_token(self):
        known, unknown = self.ask(self.token), self.ask(UNKNOWN)
        self.assertEqual(known.status_code, unknown.status_code)
        self.assertEqual(
            _neutral(known.text, self.token), _neutral(unknown.text, UNKNOWN)
        )
        self.assertNotIn("YJ2", known.text)

    def test_wrong_digits_are_answered_like_an_unknown_token(self):
        self.device.copy({"serial": "NOPHONE", "partner_id": False})
        archived = self.make_device("OLD1", active=False)
        tokens = [
            UNKNOWN,
            archived._get_public_url().rsplit("/", 1)[-1],
            "xyxyxyxy",
            "%00%00",
        ]
        wrong = self.answer(self.token, "0000")
        for token in tokens:
            page = self.answer(token, "1234")
            self.assertEqual(page.status_code, wrong.status_code, token)
            self.assertEqual(
                _neutral(page.text, token), _neutral(wrong.text, self.token), token
            )
            self.assertEqual(_names(page.headers), _names(wrong.headers))

    def test_what_is_not_four_digits_opens_nothing(self):
        nobody = self.env["res.partner"].create({"name": "无电话", "phone": "1234"})
        for phone in (False, "", "1234", "none"):
            nobody.phone = phone
            device = self.make_device(f"NP{phone}", partner_id=nobody.id)
            token = device._get_public_url().rsplit("/", 1)[-1]
            with patch.dict(LIMITS, OPEN_LIMITS):
                for digits in ("", "-", "none", "1234", "False", "____", "%"):
                    self.assertEqual(self.answer(token, digits).status_code, 403)

    def test_digits_of_another_customer_do_not_open_it(self):
        other = self.env["res.partner"].create({"name": "别家", "phone": "13900009999"})
        self.make_device("ZZ1", partner_id=other.id)
        self.assertEqual(self.answer(self.token, "9999").status_code, 403)

    def test_new_owner_shuts_out_the_old_one(self):
        other = self.env["res.partner"].create({"name": "别家", "phone": "13900009999"})
        self.device.write({"partner_id": other.id})
        self.assertEqual(self.answer(self.token, "1234").status_code, 403)
        self.assertEqual(self.answer(self.token, "9999").status_code, 200)

    # --- time

    def test_unknown_and_wrong_take_the_same_steps(self):
        attempt = self.env["aftersales.device"]
        counts = []
        for token in (self.token, UNKNOWN, ""):
            before = self.env.cr.sql_log_count
            attempt._find_by_public_token(token)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts, [1, 1, 1])

    def test_unknown_and_wrong_take_comparable_time(self):
        """Compared by the fastest answers: noise of a machine only adds time."""
        times = {self.token: [], UNKNOWN: []}
        csrf = _csrf(self.ask(self.token).text)
        with patch.dict(LIMITS, OPEN_LIMITS):
            for _round in range(40):
                for token, taken in times.items():  # in turns: noise hits both
                    begin = time.perf_counter()
                    self.answer(token, "0000", csrf=csrf)
                    taken.append(time.perf_counter() - begin)
        known, unknown = (
            statistics.mean(sorted(taken)[:5]) for taken in times.values()
        )
        self.assertLess(max(known, unknown) / min(known, unknown), 1.5)

    # --- limits

    def guess(self, token, times):
        csrf = _csrf(self.ask(token).text)
        return [
            self.answer(token, f"{number:04d}", csrf=csrf).status_code
            for number in range(times)
        ]

    def test_ten_wrong_answers_shut_the_token_even_for_the_right_digits(self):
        limit = LIMITS["token"][0]
        self.assertEqual(self.guess(self.token, limit + 2), [403] * limit + [429] * 2)
        page = self.answer(self.token, "1234")
        self.assertEqual(page.status_code, 429)
        self.assertNotIn("YJ2", page.text)

    def test_unknown_tokens_are_shut_just_the_same(self):
        limit = LIMITS["token"][0]
        self.assertEqual(self.guess(UNKNOWN, limit + 1), [403] * limit + [429])

    def test_twenty_wrong_answers_shut_the_address(self):
        limit = LIMITS["address"][0]
        for number in range(limit):
            self.assertEqual(self.answer(f"{number:022d}", "0000").status_code, 403)
        self.assertEqual(self.answer(self.token, "1234").status_code, 429)
        # … and whoever is shut out fills the table no further.
        rows = len(self.failures())
        self.answer("B" * 22, "0000")
        self.assertEqual(len(self.failures()), rows)

    def test_a_header_makes_no_new_address(self):
        csrf = _csrf(self.ask(UNKNOWN).text)
        limit = LIMITS["address"][0]
        answers = [
            self.answer(
                f"{number:022d}",
                "0000",
                csrf=csrf,
                headers={"X-Forwarded-For": f"10.0.0.{number}"},
            ).status_code
            for number in range(limit + 1)
        ]
        self.assertEqual(answers[-1], 429)

    def test_right_answers_do_not_count(self):
        for _time in range(LIMITS["address"][0] + 2):
            self.assertEqual(self.answer(self.token, "1234").status_code, 200)

    # --- replay and forgery

    @mute_logger("odoo.http")
    def test_without_csrf_nothing_is_looked_at(self):
        for csrf in ("", "0" * 40 + "o9999999999"):
            page = self.answer(self.token, "1234", csrf=csrf)
            self.assertEqual(page.status_code, 400)
            self.assertNotIn("YJ2", page.text)
        self.assertEqual(self.failures(), [])

    @mute_logger("odoo.http")
    def test_another_visitors_csrf_does_not_do(self):
        stolen = _csrf(self.ask(self.token).text)
        self.authenticate(None, None)
        self.opener.cookies.clear()
        self.assertEqual(self.answer(self.token, "1234", stolen).status_code, 400)

    def test_opening_once_leaves_no_door_open(self):
        self.answer(self.token, "1234")
        page = self.ask(self.token)
        self.assertNotIn("YJ2", page.text)
        page = self.url_open(f"/aftersales/d/{self.token}?digits=1234")
        self.assertNotIn("YJ2", page.text)


def _csrf(text):
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    return found.group(1) if found else ""


def _neutral(text, token):
    """A page without what its visitor brought along himself."""
    text = re.sub(r"[0-9a-f]{40}o\d+", "CSRF", text)
    return text.replace(token, "TOKEN")


def _names(headers):
    return {name for name in headers if name != "Set-Cookie"}
