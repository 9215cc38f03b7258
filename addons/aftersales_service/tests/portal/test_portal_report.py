import doctest
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ...exceptions import MoveRefused, TooManyFilings
from ...kernel import upload
from ...models.base.filing_mixin import HOURLY
from ..common import GROUP
from .common import PortalCommon, png


@tagged("post_install", "-at_install")
class TestPortalReport(PortalCommon):
    """A customer reports a fault and a transport damage, follows it, calls it off."""

    def test_doctests(self):
        self.assertFalse(doctest.testmod(upload).failed)

    def test_fault_with_photos_makes_a_job_with_a_promise(self):
        self.login("as_me")
        answer = self.send(
            f"/my/devices/{self.device.id}/report",
            [("photos", png(1)), ("photos", png(2))],
            address="3 号泵房",
        ).json()
        order = self.orders()[:1]
        self.assertEqual(answer["url"], f"/my/service/{order.id}?filed=1")
        self.assertEqual(
            (order.channel, order.address, order.device_id, order.promise_told_how),
            ("online", "3 号泵房", self.device, "portal"),
        )
        self.assertEqual(len(order.report_photo_ids), 2)
        self.assertFalse(order.dealer_id)
        self.assertTrue(order.first_contact_user_id.has_group(GROUP + "dispatcher"))
        page = self.url_open(answer["url"]).text
        self.assertIn(order.name, page)
        self.assert_said("Our rule|我们的规定", page)
        self.assert_said("You hear from us by|我们最迟在", page)

    def test_it_is_somebodys_task_until_somebody_is_sent(self):
        unit = self.env["aftersales.unit"].create(
            {"name": "长沙", "code": "T-CS", "manager_id": self.director.id}
        )
        unit.cities = "长沙"
        self.device.partner_id.city = "长沙市"
        self.login("as_me").send(f"/my/devices/{self.device.id}/report")
        order = self.orders()[:1]
        self.assertEqual(
            (order.unit_id, order.first_contact_user_id), (unit, self.director)
        )
        self.assertIn(self.director.partner_id, order.message_partner_ids)
        self.assertEqual(order.activity_ids.user_id, self.director)
        self.make_visit(order)
        self.assertFalse(order.activity_ids)
        self.assertEqual(order.first_contact_user_id, self.director)

    def test_two_presses_make_one_job(self):
        before = len(self.orders())
        self.login("as_me")
        path = f"/my/devices/{self.device.id}/report"
        urls = {self.send(path, key="the-same-page-0001").json()["url"] for _ in "ab"}
        self.assertEqual(len(urls), 1)
        self.assertEqual(len(self.orders()), before + 1)

    def test_another_login_with_the_same_key_files_its_own(self):
        self.login("as_me").send(
            f"/my/devices/{self.device.id}/report", key="the-same-page-0001"
        )
        mine = self.orders()[:1]
        answer = self.login("as_other").send(
            f"/my/devices/{self.strange.id}/report", key="the-same-page-0001"
        )
        self.assertNotIn(str(mine.id), answer.json()["url"])

    def test_two_photos_are_refused_and_nothing_is_kept(self):
        before = self.orders()
        answer = self.login("as_me").make_claim((1, 2))
        self.assertEqual(answer.status_code, 422)
        self.assert_said("2 of 3 photos|已有2张", answer.json()["error"])
        self.assertEqual(self.orders(), before)

    def test_three_photos_are_a_submitted_claim(self):
        answer = self.login("as_me").make_claim((1, 2, 3)).json()
        order = self.orders()[:1]
        self.assertIn(f"/my/service/{order.id}", answer["url"])
        self.assertTrue(order.claim_submitted_at)
        self.assertEqual(order.order_kind, "complaint")
        self.assertEqual(order.damage_ids.photo_count, 3)

    def test_the_same_photo_three_times_is_refused(self):
        answer = self.login("as_me").make_claim((1, 1, 1))
        self.assert_said("1 of 3 photos|已有1张", answer.json()["error"])

    def test_files_that_are_no_photos_are_refused(self):
        self.login("as_me")
        before = self.orders()
        path = f"/my/devices/{self.device.id}/report"
        page = ("a.png", b"<svg onload='alert(1)'/>", "image/png")
        large = ("b.png", png(1)[1] + b"0" * upload.LARGEST, "image/png")
        for file, words in (
            (page, "no photo|不是可显示"),
            (large, "larger than 10|超过 10"),
        ):
            answer = self.send(path, [("photos", file)])
            self.assertEqual(answer.status_code, 422)
            self.assert_said(words, answer.json()["error"])
        self.assertEqual(self.orders(), before)

    def test_what_is_missing_is_said_and_what_was_typed_stays(self):
        self.login("as_me")
        path = f"/my/devices/{self.device.id}/report"
        error = self.send(path, fault=" ").json()["error"]
        self.assert_said("what is wrong|故障情况", error)
        page = self.send(path, reply=None, contact_phone="", fault="轴承发热")
        self.assertEqual(page.status_code, 422)
        self.assertIn("轴承发热", page.text)
        self.assert_said("telephone number under|能联系到您的电话", page.text)
        self.assert_said("too old|已过期", self.send(path, key="x").json()["error"])

    def test_more_than_a_person_files_is_refused(self):
        me = self.env["aftersales.order"].with_user(self.people["as_me"])
        vals = {
            "partner_id": self.customer.id,
            "device_id": self.device.id,
            "fault": "x",
        }
        for number in range(HOURLY):
            me._file_once(f"key-{number}", vals)
        with self.assertRaises(TooManyFilings):
            me._file_once("one-more", vals)
        self.assertTrue(me._file_once("key-0", vals))
        other = me.with_user(self.people["as_other"])
        self.assertTrue(other._file_once("another-login", vals))

    def test_cancel_with_a_reason_while_nobody_was_sent(self):
        self.login("as_me").send(f"/my/devices/{self.device.id}/report")
        order = self.orders()[:1]
        path = f"/my/service/{order.id}/cancel"
        page = self.send(path, reason=" ").text
        self.assert_said("why you cancel it|写明取消的原因", page)
        self.assertEqual(order.state, "registered")
        self.send(path, reason="自己修好了")
        self.env.invalidate_all()
        self.assertEqual(order.state, "cancelled")
        message = order.message_ids.filtered(lambda m: "自己修好了" in (m.body or ""))
        self.assertEqual(message.author_id, self.people["as_me"].partner_id)

    def test_cancel_after_dispatch_is_refused(self):
        order = self.make_order(self.device)
        self.make_visit(order)
        page = self.login("as_me").send(f"/my/service/{order.id}/cancel", reason="x")
        self.assert_said("can no longer be cancelled|不能再在这里取消", page.text)
        self.env.invalidate_all()
        self.assertEqual(order.state, "dispatched")
        with self.assertRaises(MoveRefused):
            order.sudo()._cancel_on_portal("x")

    def test_next_step_in_words(self):
        order = self.make_order(self.device)
        words = self.env["aftersales.portal"]
        self.assertIn(
            order._portal_time(order.promised_at), words._get_order_next(order)
        )
        order.sudo()._in_flow().promised_at = fields.Datetime.now() - timedelta(hours=1)
        self.assertIn("are late", words._get_order_next(order))
        visit = self.make_visit(order)
        self.assertIn("李强", words._get_order_next(order))
        self.go_to_work(visit, consent="张主任")
        self.assertIn("works on it", words._get_order_next(order))
        steps = [step["state"] for step in words._get_order_steps(order)]
        self.assertEqual(steps, ["done"] * 3 + ["now"] + ["todo"] * 2)

    def test_chat_reaches_the_job(self):
        order = self.make_order(self.device)
        page = self.login("as_me").url_open(f"/my/service/{order.id}").text
        self.assertIn('data-res_model="aftersales.order"', page)
        self.url_open(
            "/mail/message/post",
            json={
                "params": {
                    "thread_model": "aftersales.order",
                    "thread_id": order.id,
                    "post_data": {"body": "师傅几点到?", "message_type": "comment"},
                }
            },
        )
        self.env.invalidate_all()
        self.assertIn("师傅几点到?", str(order.message_ids.mapped("body")))

    def test_photo_is_sent_as_what_it_is(self):
        self.login("as_me").make_claim()
        order = self.orders()[:1]
        photo = order.damage_ids.photo_ids[0]
        answer = self.url_open(f"/my/service/{order.id}/photo/{photo.id}")
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")


@tagged("post_install", "-at_install")
class TestPublicReport(PortalCommon):
    """Whoever holds the device reports by its QR code, after the four digits."""

    def setUp(self):
        super().setUp()
        self.forget()
        self.addCleanup(self.forget)
        self.authenticate(None, None)
        self.path = "/aftersales/d/" + self.device._get_public_url().rsplit("/", 1)[-1]

    def forget(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM aftersales_public_attempt")

    def open_page(self):
        text = self.send(self.path, reply=None, digits="1234").text
        return text.split('name="pass_key" value="')[1].split('"')[0]

    def test_right_digits_let_report(self):
        answer = self.send(
            f"{self.path}/report", [("photos", png(1))], pass_key=self.open_page()
        ).json()
        order = self.orders()[:1]
        self.assertIn(order.name, answer["html"])
        self.assertEqual((order.device_id, order.channel), (self.device, "online"))
        self.assertEqual(len(order.report_photo_ids), 1)

    def test_without_digits_with_foreign_or_broken_pass_nothing_is_filed(self):
        before = self.orders()
        good = self.open_page()
        other = "/aftersales/d/" + self.strange._get_public_url().rsplit("/", 1)[-1]
        for path, pass_key in (
            (self.path, ""),
            (self.path, "AAAA"),
            (self.path, good[:-4] + "AAAA"),
            (self.path, "ü"),
            (other, good),
            ("/aftersales/d/" + "A" * 22, good),
        ):
            answer = self.send(f"{path}/report", pass_key=pass_key)
            self.assertEqual(answer.status_code, 403, (path, pass_key))
        self.assertEqual(self.orders(), before)

    def test_refusal_keeps_what_was_typed(self):
        page = self.send(
            f"{self.path}/report",
            reply=None,
            pass_key=self.open_page(),
            contact_phone="",
            fault="轴承发热",
        )
        self.assertEqual(page.status_code, 422)
        self.assertIn("轴承发热", page.text)
