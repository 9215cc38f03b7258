"""The history of an order, its accounts, and what the answers of interfaces do."""

from psycopg2 import IntegrityError

from odoo.tools import mute_logger

from odoo.addons.aftersales_icp.exceptions import (
    IcpAdapterMissing,
    IcpKept,
    IcpMoveForbidden,
    IcpMoveRefused,
)

from .common import IcpCommon


class Answering:
    """What an add-on with a contract would be; here the platform's answer is given."""

    def __init__(self, **answer):
        self.answer = answer

    def ask(self, _record):
        return self.answer


class TestOrderEvent(IcpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        subject = cls.make_subject()
        service = cls.make_service(subject, domain_name="new.example.cn")
        cls.order = cls.complete(cls.make_order("first", subject, service))

    def steps(self):
        return [
            (one.state_from, one.state_to) for one in self.order.event_ids.sorted("id")
        ]

    def test_every_step_is_kept_with_its_words(self):
        clerk = self.as_user(self.order, "clerk")
        clerk.with_context(icp_event_source="adapter").action_submit()
        clerk.reject_text = "网站名称不规范"
        clerk.action_ask_fix()
        clerk.action_submit()
        self.assertEqual(
            self.steps(),
            [
                (False, "draft"),
                ("draft", "provider_review"),
                ("provider_review", "to_fix"),
                ("to_fix", "provider_review2"),
            ],
        )
        returned = self.order.event_ids.filtered(lambda one: one.state_to == "to_fix")
        self.assertEqual(returned.text, "网站名称不规范")
        self.assertEqual(returned.user_id, self.users["clerk"])
        self.assertEqual(set(self.order.event_ids.mapped("source")), {"hand"})
        self.assertEqual(self.order.returned_count, 1)

    def test_history_is_neither_changed_nor_deleted(self):
        event = self.order.event_ids
        with self.assertRaises(IcpKept):
            event.text = "x"
        with self.assertRaises(IcpKept):
            event.unlink()

    # === THE PLATFORM OF AN ORDER === #

    def adapter(self, **answer):
        self.patch(type(self.order), "_get_adapter", lambda _order: Answering(**answer))
        self.order.invalidate_recordset(["has_adapter"])

    def test_without_an_interface_it_is_said(self):
        self.assertFalse(self.order.has_adapter)
        with self.assertRaisesRegex(IcpAdapterMissing, "No interface"):
            self.order.action_ask_platform()

    def test_answer_of_a_platform_records_the_steps_between(self):
        self.as_user(self.order, "clerk").action_submit()
        self.adapter(state="bureau_review")
        self.assertTrue(self.order.has_adapter)
        self.as_user(self.order, "clerk").action_ask_platform()
        self.assertEqual(self.order.state, "bureau_review")
        self.assertEqual(self.order.event_ids.sorted("id")[-1].source, "adapter")
        self.adapter(state="bureau_rejected", text="证件照片不清晰")
        with self.assertRaises(IcpMoveForbidden):
            self.as_user(self.order, "clerk").action_ask_platform()
        self.as_user(self.order, "compliance").action_ask_platform()
        self.assertEqual(self.order.event_ids.sorted("id")[-1].text, "证件照片不清晰")

    def test_impossible_answer_is_refused_by_the_table(self):
        self.adapter(state="returned")
        with self.assertRaises(IcpMoveRefused):
            self.order.action_give_up()
            self.order.action_ask_platform()

    def test_same_state_is_no_step(self):
        self.adapter(state="draft")
        self.order.action_ask_platform()
        self.assertEqual(len(self.order.event_ids), 1)

    # === QUERY SERVICE === #

    def test_answer_of_a_query_service_is_evidence(self):
        service = self.make_filed_service()
        with self.assertRaises(IcpAdapterMissing):
            service.action_query()
        self.assertFalse(service.has_query)
        for number, result in (
            (service.number, "found"),
            ("京ICP备12345678号-1", "other"),
            ("", "nothing"),
        ):
            answer = Answering(text="{}", query="www.yunfan.example.cn", number=number)
            self.patch(type(service), "_get_query", lambda _self, one=answer: one)
            service.action_query()
            proof = service.evidence_ids.sorted("id")[-1]
            self.assertEqual((proof.source, proof.result), ("api", result))
            self.assertEqual(len(proof.sha256), 64)
        self.assertEqual(service.state, "filed")
        self.assertFalse(service.evidence_doubt)


class TestAccount(IcpCommon):
    def test_one_account_belongs_to_one_organiser(self):
        provider = self.env["res.partner"].create({"name": "某云"})
        values = {"provider_id": provider.id, "login": "yunfan@example.cn"}
        first, second = self.make_filed(), self.make_subject()
        account = self.env["aftersales.icp.account"]
        mine = account.create({"subject_id": first.id, **values})
        self.assertEqual(first.account_ids, mine)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            account.create({"subject_id": second.id, **values})
        with self.cr.savepoint():
            mine.active = False
            self.env.flush_all()
            account.create({"subject_id": second.id, **values})

    def test_no_field_takes_a_password(self):
        names = set(self.env["aftersales.icp.account"]._fields)
        self.assertFalse({name for name in names if "pass" in name or "secret" in name})
