import base64

from odoo.tests import tagged

from ...kernel import upload
from ...models.contractor.entry import _STEPS
from ..common import SIGNATURE
from ..portal.common import png
from .common import ContractorCommon

_DONE = {
    "cause": "轴承磨损",
    "action_taken": "更换轴承",
    "tested": True,
    "instructed": True,
    "is_ours": "yes",
    "found_cause": "material",
}


@tagged("post_install", "-at_install")
class TestContractorPhone(ContractorCommon):
    """A contractor's man with a portal login: what he sees, and a visit to its end."""

    def test_he_sees_his_visit_and_no_other(self):
        day = self.day()
        self.assertEqual([v["name"] for v in day["visits"]], [self.mine.name])
        self.assertEqual(day["technician"], "孙师傅")
        self.assertNotIn("钱的单子", str(day))
        self.assertNotIn("吴的单子", str(day))

    def test_only_what_the_customer_pays_is_told(self):
        """What our company or a supplier bears stays in the house."""
        self.env["aftersales.fee"].create(
            [
                {
                    "name": name,
                    "order_id": self.mine.order_id.id,
                    "visit_id": self.mine.id,
                    "kind": "labour",
                    "product_id": self.labour.id,
                    "price_unit": price,
                    "reason": "x",
                    "share_ids": [(0, 0, {"payer": payer, "percent": 100})],
                }
                for name, payer, price in (
                    ("客户付", "customer", 77),
                    ("公司付", "company", 88),
                    ("供应商付", "supplier", 99),
                )
            ]
        )
        (card,) = self.day()["visits"]
        self.assertEqual([fee["name"] for fee in card["fees"]], ["客户付"])
        for secret in ("88.00", "99.00", "供应商付"):
            self.assertNotIn(secret, str(card))

    def test_he_is_offered_no_step_that_is_refused(self):
        """Travel expenses are for our own people: what he sent would hold up his queue."""
        (card,) = self.day()["visits"]
        self.assertIs(card["spent"], False)
        steps = self.env["aftersales.technician.day"]._get_actions().keys()
        self.assertEqual(steps - _STEPS.keys(), {"spend"})

    def test_parts_of_another_company_are_not_offered(self):
        other = self.env["res.company"].create({"name": "第二公司"})
        strange = self.make_part("别家主板", 1, 1, company_id=other.id)
        names = [part["id"] for part in self.day()["catalog"]]
        self.assertIn(self.part.id, names)
        self.assertNotIn(strange.id, names)
        line = [{"product_id": strange.id, "quantity": 1}]
        self.assertEqual(
            self.sync(self.mine, "ask_parts", lines=line)["status"], "refused"
        )

    def test_of_another_company_s_parts_he_is_not_told_whether_they_fit(self):
        other = self.env["res.company"].create({"name": "第二公司"})
        strange = self.make_part("别家主板", 1, 1)
        pump = self.env["product.product"].create({"name": "水泵"})
        for part in (self.part, strange):
            self.env["aftersales.part.fit"].create(
                {"product_id": part.id, "machine_tmpl_id": pump.product_tmpl_id.id}
            )
        strange.company_id = other
        (card,) = self.day()["visits"]
        self.assertEqual(list(card["unfit"]), [self.part.id])
        self.assertNotIn("别家主板", str(card))

    def test_a_visit_from_the_acceptance_to_the_signature(self):
        visit = self.mine
        for action in ("accept", "contact", "leave", "arrive", "start"):
            self.assertEqual(self.sync(visit, action)["status"], "done", action)
        photo = base64.b64encode(png(7)[1]).decode()
        told = {"name": "x.png", "datas": photo, "res_id": self.foreign.id}
        sent = self.sync(visit, values={"photo_after_ids": [[0, 0, told]]})
        self.assertEqual(sent["status"], "done", sent)
        self.assertEqual(self.sync(visit, "finish", values=_DONE)["status"], "done")
        signed = {"signature": SIGNATURE, "signed_by": "张主任", "satisfaction": "4"}
        answer = self.sync(visit, "sign", values=signed)
        self.assertEqual(answer["status"], "done", answer)
        self.assertEqual((visit.state, visit.order_id.state), ("accepted", "signed"))
        self.assertEqual(visit.photo_after_ids.res_id, visit.id)
        self.assertEqual(visit.stamp_ids.mapped("user_id"), self.people["as_sun"])

    def test_the_proof_of_a_consent_from_afar(self):
        """A screenshot or a recording, kept with this very visit; nothing else."""
        visit = self.mine
        files = (
            ("截图.png", png(4)[1], "done"),
            ("通话.amr", b"#!AMR\n and so on", "done"),
            ("x.html", b"<script>alert(1)</script>", "refused"),
            ("long.amr", b"#!AMR\n".ljust(upload.LARGEST + 1), "refused"),
        )
        for name, content, status in files:
            datas = base64.b64encode(content).decode()
            told = {"name": name, "datas": datas, "res_id": self.foreign.id}
            sent = self.sync(
                visit, values={"consent_proof_ids": [[0, 0, told]]}, uuid=name
            )
            self.assertEqual(sent["status"], status, sent)
        for command in ([4, self.foreign.id, 0], [5, 0, 0]):
            sent = self.sync(
                visit, values={"consent_proof_ids": [command]}, uuid=str(command)
            )
            self.assertEqual(sent["status"], "refused")
        proofs = visit.consent_proof_ids
        self.assertEqual(set(proofs.mapped("name")), {"截图.png", "通话.amr"})
        self.assertEqual(proofs.mapped("res_id"), visit.ids * 2)

    def test_parts_are_requested_issued_and_used(self):
        line = [{"product_id": self.part.id, "quantity": 2}]
        answer = self.sync(self.mine, "ask_parts", lines=line)
        self.assertEqual(answer["status"], "done", answer)
        requisition = self.mine.requisition_ids
        self.assertEqual(requisition.requested_by_id, self.people["as_sun"])
        self.issue(requisition)
        for action in ("contact", "leave", "arrive", "start"):
            self.sync(self.mine, action)
        (part,) = self.day()["visits"][0]["parts"]
        used = [{"id": part["id"], "quantity_to_use": 2}]
        answer = self.sync(self.mine, "use_parts", lines=used)
        self.assertEqual(answer["status"], "done", answer)
        done = self.sync(self.mine, "finish", values=_DONE)
        self.assertEqual(done["status"], "done", done)
        self.assertEqual(requisition.line_ids.used_quantity, 2)

    def test_the_same_entry_twice_counts_once(self):
        first = self.sync(self.mine, "contact", uuid="twice")
        again = self.sync(self.mine, "contact", uuid="twice")
        self.assertEqual((first["status"], again["status"]), ("done", "known"))
        self.assertEqual(self.mine.stamp_ids.mapped("kind"), ["contact"])

    def test_refusal_with_a_reason_reaches_director_and_office(self):
        role = self.env["aftersales.role"]._get_by_code("back_office")
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": self.dispatcher.id}
        )
        answer = self.sync(self.mine, "refuse", note="人手不够")
        self.assertEqual(answer["status"], "done", answer)
        self.assertTrue(self.mine.refusal_open)
        told = self.mine.order_id.activity_ids.filtered(
            lambda a: a.user_id == self.dispatcher
        )
        self.assertIn("泉城维修服务部", " ".join(told.mapped("summary")))
        self.assertIn("人手不够", " ".join(told.mapped("summary")))

    def test_refusal_without_a_reason_is_refused(self):
        self.assertEqual(self.sync(self.mine, "refuse")["status"], "refused")
        self.login("as_sun")
        self.answer(self.mine, "refuse", reason=" ")
        self.assertFalse(self.mine.refusal_open)

    def test_a_picture_that_is_none_or_too_large_is_refused_and_nothing_is_lost(self):
        large = b"\xff\xd8\xff" + b"x" * upload.LARGEST
        for content in (b"<svg onload='alert(1)'/>", b"", large):
            photo = [
                [0, 0, {"name": "a.jpg", "datas": base64.b64encode(content).decode()}]
            ]
            answer = self.sync(
                self.mine, values={"photo_before_ids": photo}, uuid=f"p{len(content)}"
            )
            self.assertEqual(answer["status"], "refused")
            self.assertTrue(answer["message"])
        self.assertFalse(self.mine.photo_before_ids)

    # --- pages

    def answer(self, visit, answer, **post):
        self.send(f"/my/visits/{visit.id}/answer", answer=answer, **post)
        self.env.invalidate_all()

    def test_list_accept_and_refuse_in_the_portal(self):
        self.login("as_sun")
        page = self.url_open("/my/visits").text
        self.assertIn(self.mine.name, page)
        self.assertIn("齐鲁泵业", page)
        for visit in (self.colleague, self.foreign, self.ours):
            self.assertNotIn(visit.name, page)
        self.answer(self.mine, "accept")
        self.assertTrue(self.mine.acknowledged_at)
        self.answer(self.mine, "refuse", reason="车坏了")
        self.assertEqual(self.mine.refusal_text, "车坏了")

    def test_the_office_answers_for_its_men_without_seeing_the_customer(self):
        self.login("as_office")
        page = self.url_open("/my/visits").text
        self.assertIn(self.mine.name, page)
        self.assertIn(self.colleague.name, page)
        self.assertNotIn(self.foreign.name, page)
        self.assertNotIn(self.ours.name, page)
        for secret in ("齐鲁泵业", "0531-88881234"):
            self.assertNotIn(secret, page)
        self.answer(self.colleague, "accept")
        self.assertTrue(self.colleague.acknowledged_at)
        self.assertTrue(self.url_open("/my/visits/phone").url.endswith("/my"))

    def test_who_answers_for_the_firm_sees_his_colleagues_visits(self):
        self.sun.answers_for_firm = True
        self.login("as_sun")
        page = self.url_open("/my/visits").text
        self.assertIn(self.colleague.name, page)
        self.assertNotIn(self.foreign.name, page)
        self.assertEqual(len(self.day()["visits"]), 1)
