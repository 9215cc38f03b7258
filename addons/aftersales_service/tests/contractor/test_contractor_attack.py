from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...exceptions import GroupRefused, MoveRefused
from .common import ContractorCommon

_MODELS = (
    "aftersales.visit",
    "aftersales.visit.stamp",
    "aftersales.visit.extra",
    "aftersales.technician",
    "aftersales.requisition",
    "aftersales.fee",
    "aftersales.fee.share",
    "aftersales.cost",
    "aftersales.settlement.line",
)


@tagged("post_install", "-at_install")
class TestContractorAttack(ContractorCommon):
    """A contractor's man at visits of others: by address, by RPC, by what he sends."""

    def test_visits_of_others_cannot_be_worked_on(self):
        for visit in (self.colleague, self.foreign, self.ours):
            for action in ("accept", "contact", None):
                with self.assertRaises(MoveRefused):
                    self.sync(visit, action)
        for number in (0, -1, 999999999, "1", None, [self.foreign.id], {"id": 1}, True):
            with self.assertRaises(MoveRefused):
                day = self.env["aftersales.technician.day"]
                day.with_user(self.people["as_sun"]).sync(number, [])
        for visit in (self.colleague, self.foreign, self.ours):
            self.assertEqual(visit.state, "planned")
            self.assertFalse(visit.stamp_ids)

    def test_by_rpc_no_model_opens(self):
        self.login("as_sun")
        for model in _MODELS:
            for call in (
                ("search_read", []),
                ("read", self.mine.ids),
                ("web_search_read", [], {}),
            ):
                self.assertIn("error", self.rpc(model, *call), (model, call))
        for visit in (self.mine, self.foreign):
            for method in ("action_accept", "action_contact", "action_close", "unlink"):
                self.assertIn(
                    "error", self.rpc("aftersales.visit", method, visit.ids), method
                )
            args = (visit.ids, {"technician_id": self.sun.id})
            self.assertIn("error", self.rpc("aftersales.visit", "write", *args))
        for method in ("_hold", "_run_entry", "_prepare_day", "_find_outside"):
            self.assertIn("error", self.rpc("aftersales.technician.day", method, 1))
        found = self.rpc("aftersales.technician.day", "get_technician_day")["result"]
        self.assertEqual([v["name"] for v in found["visits"]], [self.mine.name])

    def test_by_rpc_the_visit_of_another_is_refused(self):
        self.login("as_sun")
        entry = {"uuid": "attack", "action": "accept"}
        told = self.rpc("aftersales.technician.day", "sync", self.foreign.id, [entry])
        self.assertIn("error", told)
        told = self.rpc("aftersales.visit", "action_sync", self.foreign.ids, [entry])
        self.assertIn("error", told)
        self.env.invalidate_all()
        self.assertFalse(self.foreign.acknowledged_at)

    def test_by_address(self):
        self.login("as_sun")
        for visit in (self.colleague, self.foreign, self.ours):
            for answer in ("accept", "refuse"):
                path = f"/my/visits/{visit.id}/answer"
                self.send(path, answer=answer, reason="x", visit_id=self.mine.id)
            self.env.invalidate_all()
            self.assertFalse(visit.acknowledged_at or visit.refusal_open)
            for path in ("/my/visits", "/my/visits/phone", "/my/visits?visit_id=1"):
                self.assertNotIn(visit.name, self.url_open(path).text)
        with self.assertLogs("odoo.http", "WARNING"):
            path = f"/my/visits/{self.mine.id}/answer"
            told = self.send(path, csrf_token=None, answer="accept")
        self.assertEqual(told.status_code, 400)

    def test_customers_dealers_and_nobody_see_no_visits(self):
        for login in ("as_me", "as_dealer", "as_rival"):
            self.login(login)
            self.assertNotIn(self.mine.name, self.url_open("/my/visits").text)
            self.send(f"/my/visits/{self.mine.id}/answer", answer="accept")
            with self.assertRaises(GroupRefused):
                self.day(login)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/visits/phone").url)
        self.env.invalidate_all()
        self.assertFalse(self.mine.acknowledged_at)

    def test_fields_that_are_not_his_cannot_be_sent(self):
        visit = self.mine
        for values in (
            {"technician_id": self.wu.id},
            {"order_id": self.foreign.order_id.id},
            {"state": "closed"},
            {"order_id": 1, "cause": "x"},
            {"requisition_ids": [[5, 0, 0]]},
            {"fee_ids": [[5, 0, 0]]},
            {"photo_before_ids": [[4, self.foreign.id, 0]]},
            {"photo_before_ids": [[2, 1, 0]]},
            {"photo_before_ids": "x"},
            {"signature": "no picture"},
            ["cause"],
            7,
        ):
            told = self.sync(visit, values=values, uuid=f"v{values}")
            self.assertEqual(told["status"], "refused", values)
        self.assertEqual(visit.technician_id, self.sun)
        self.assertEqual(visit.state, "planned")

    def test_steps_and_arguments_that_are_not_his_cannot_be_sent(self):
        for action in ("contact", "leave", "arrive", "start"):
            self.sync(self.mine, action)
        extra = self.env["aftersales.visit.extra"].create(
            {"visit_id": self.foreign.id, "name": "加装", "amount": 5}
        )
        check = self.env["aftersales.visit.check"].create(
            {"visit_id": self.foreign.id, "name": "断电", "step": "start"}
        )
        attacks = (
            ("unlink", {}),
            ("write", {"vals": {}}),
            ("action_reassign", {"technician": self.wu.id}),
            ("next", {"start": "2030-01-01 00:00:00", "technician": self.wu.id}),
            ("facts", {"values": {"technician_id": self.wu.id}}),
            ("facts", {"values": {"order_id": 1}}),
            ("extra_answer", {"extra": extra.id, "agreed": True, "by": "x"}),
            ("use_parts", {"lines": [{"id": 1, "quantity_to_use": 9}]}),
            ("ask_parts", {"lines": [{"product_id": self.machine.id, "quantity": 1}]}),
            ("collect", {"amount": 1, "key": "x"}),
            ("accept", {"note": "x"}),
        )
        for action, args in attacks:
            told = self.sync(self.mine, action, uuid=f"{action}{args}", **args)
            self.assertEqual(told["status"], "refused", (action, args))
        self.sync(self.mine, "check", checks=[check.id])
        self.assertFalse(check.done_at)
        self.assertEqual(extra.state, "proposed")
        self.assertEqual(self.mine.technician_id, self.sun)

    def test_who_left_the_firm_sees_nothing_more(self):
        self.sun.active = False
        with self.assertRaises(GroupRefused):
            self.day()
        with self.assertRaises(AccessError):
            self.sync(self.mine, "accept")
        self.login("as_sun")
        self.assertNotIn(self.mine.name, self.url_open("/my/visits").text)

    def test_a_visit_that_went_to_somebody_else_is_gone(self):
        self.mine.with_user(self.dispatcher).action_reassign(self.li, note="换人")
        self.assertFalse(self.day()["visits"])
        with self.assertRaises(MoveRefused):
            self.sync(self.mine, "contact")

    def test_a_firm_answers_for_its_own_people_only(self):
        """The tick without the firm, or an own technician with a portal login, is nothing."""
        self.wu.answers_for_firm = True
        self.people["as_wu"].partner_id.parent_id = self.firm
        self.login("as_wu")
        self.assertNotIn(self.mine.name, self.url_open("/my/visits").text)
        self.wu.write({"kind": "own", "employer_id": False})
        with self.assertRaises(GroupRefused):
            self.day("as_wu")

    def test_second_company(self):
        company = self.env["res.company"].create({"name": "第二公司"})
        self.people["as_sun"].write(
            {"company_ids": [(6, 0, company.ids)], "company_id": company.id}
        )
        with self.assertRaises(GroupRefused):
            self.day()
        with self.assertRaises(AccessError):
            self.sync(self.mine, "accept")
