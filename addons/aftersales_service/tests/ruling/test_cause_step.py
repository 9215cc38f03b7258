from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ...kernel.responsibility import STEPS
from .test_decision_facts import LONG, PAST, FactsCase


class CauseCase(FactsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.make_user("manager", "as_maker")
        cls.env["aftersales.role.holder"].create(
            {
                "role_id": cls.env.ref("aftersales_service.role_maker").id,
                "user_id": cls.maker.id,
                "company_id": cls.company.id,
            }
        )

    def follow(self, rule="tell", **switches):
        """A service policy that says what follows from a cause."""
        policy = self.env["aftersales.sla.policy"].create(
            {"name": "原因", "company_id": self.company.id}
        )
        vals = {"policy_id": policy.id, "valid_from": "2020-01-01", "cause_step": rule}
        version = self.env["aftersales.sla.version"].create(vals | switches)
        version.with_user(self.director).action_approve()

    def make_job(self, serial="C-1", coverage=LONG, **vals):
        return self.make_order(self.make_device(serial, coverage=coverage), **vals)


class TestResponsibility(CauseCase):
    """Who answers for the fault follows the decided cause (W-19, S-33)."""

    def test_it_follows_the_cause_and_nobody_types_it(self):
        job = self.make_job(cause="misuse")
        self.assertEqual(job.responsibility, "user")
        job.action_redecide("material")
        self.assertEqual(job.responsibility, "production")
        job.action_redecide("transport")
        self.assertEqual(job.responsibility, "carrier")
        with self.assertRaises(ProtectedRefused):
            job.responsibility = "agent"

    def test_our_own_work_is_free_outside_the_period_too(self):
        job = self.make_job(coverage=PAST, cause="material")
        self.assertEqual(self.payer(job), ([("customer", 100.0)], "W-11"))
        job.action_redecide("material", responsibility="service")
        self.assertEqual(job.responsibility, "service")
        self.assertEqual(self.payer(job), ([("company", 100.0)], "R-44"))

    def test_another_device_knows_nothing_of_it(self):
        job = self.make_job(cause="material")
        job.action_redecide("material", responsibility="user")
        job.device_id = self.make_device("C-2", coverage=LONG)
        self.assertEqual(job.responsibility, "production")

    def test_a_version_answers_again_what_it_answered(self):
        job = self.make_job(cause="wear")
        for decision in job.decision_ids:
            for line in decision.line_ids:
                answer = decision._answer(line.cost_kind)
                shares = [list(share) for share in answer.shares]
                self.assertEqual((shares, answer.rule), (line.shares, line.rule))

    def test_the_policy_says_which_causes_are_free(self):
        self.follow(free_causes="made")
        job = self.make_job(cause="wear")
        self.assertEqual(self.payer(job), ([("customer", 100.0)], "W-12"))
        self.assertIn("normal wear", job.decision_line_ids[0].sentence)

    def test_the_term_of_a_warranty_says_it_before_the_policy(self):
        job = self.make_job(cause="wear")
        self.assertEqual(self.payer(job), ([("company", 100.0)], "W-04"))
        job.device_id.coverage_ids.sudo()._in_flow().free_causes = "made"
        job.action_redecide("unknown")
        job.action_redecide("wear")
        self.assertEqual(self.payer(job), ([("customer", 100.0)], "W-12"))


class TestCauseStep(CauseCase):
    """Each owner of a cause has his next step, and somebody to do it (W-19)."""

    def make_step(self, rule="tell", responsibility="unknown", **vals):
        self.follow(rule)
        job = self.make_job(**vals)
        if responsibility != "unknown":
            job.action_redecide(job.cause, responsibility=responsibility)
        return job.cause_step_ids

    def test_every_owner_has_a_step(self):
        self.follow()
        for number, (who, kind) in enumerate(STEPS.items()):
            job = self.make_job(f"E-{number}")
            job.action_redecide("unknown", responsibility=who)
            step = job.cause_step_ids
            self.assertEqual((step.kind, step.responsibility), (kind, who))
            self.assertEqual(step.date_due, self.company._aftersales_today())
            self.assertEqual(step.activity_id.user_id, step.user_id)

    def test_without_a_policy_nobody_is_told(self):
        job = self.make_job(cause="misuse")
        self.assertFalse(job.cause_step_ids or job.activity_ids)

    def test_the_manufacturer_is_asked_and_his_answer_is_kept(self):
        step = self.make_step(cause="material")
        self.assertEqual((step.kind, step.state), ("agree", "asked"))
        question = step.order_id.sudo().approval_ids
        self.assertEqual((question.kind, question.role_id.code), ("cause", "maker"))
        question.with_user(self.maker).action_agree()
        self.assertEqual((step.state, step.told_to), ("done", self.maker.name))
        self.assertEqual(step.done_by_id, self.maker)

    def test_what_he_refuses_comes_back_to_the_owner(self):
        step = self.make_step(cause="material")
        question = step.order_id.sudo().approval_ids.with_user(self.maker)
        question.action_refuse("图纸允许这个公差")
        self.assertEqual(step.state, "open")
        self.assertIn("图纸允许这个公差", step.note)
        self.assertIn("图纸允许这个公差", step.order_id.message_ids[0].body)
        step.action_ask()
        self.assertEqual(step.state, "asked")

    def test_a_supplier_gets_a_letter(self):
        supplier = self.env["res.partner"].create({"name": "华东电子"})
        self.machine.seller_ids = [(0, 0, {"partner_id": supplier.id})]
        step = self.make_step(responsibility="supplier")
        self.assertEqual((step.partner_id, step.state), (supplier, "open"))
        with self.assertRaises(ProofMissing):
            step.action_ask()
        supplier.email = "quality@example.com"
        step.action_ask()
        message = step.order_id.message_ids[0]
        self.assertEqual((step.state, message.partner_ids), ("asked", supplier))
        self.assertIn("异响", message.body)

    def test_the_customer_does_not_get_the_letter(self):
        """Who opened the job by mail follows it; the letter is no answer to him."""
        supplier = self.env["res.partner"].create(
            {"name": "华东电子", "email": "quality@example.com"}
        )
        self.machine.seller_ids = [(0, 0, {"partner_id": supplier.id})]
        step = self.make_step(responsibility="supplier")
        order = step.order_id
        customer = order.partner_id
        customer.email = "customer@example.com"
        order.message_subscribe(customer.ids)
        step.action_ask()
        letter = order.message_ids[0]
        self.assertEqual(letter.notified_partner_ids, supplier)
        self.assertFalse(order._is_letter(letter))
        self.assertTrue(letter.subtype_id.internal)  # what answers it is a note as well

    def test_what_is_missing_is_listed_as_the_language_lists(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        step = self.make_step("block", cause="misuse").with_context(lang="zh_CN")
        with self.assertRaisesRegex(ProofMissing, "、.*和"):
            step.action_settle()

    def test_a_measure_has_words_an_owner_and_a_day(self):
        step = self.make_step(responsibility="service")
        self.assertEqual(step.kind, "measure")
        with self.assertRaises(ProofMissing):
            step.action_settle()
        with self.assertRaises(MoveRefused):
            step.action_ask()
        step.write({"note": "复训安装班", "user_id": self.director.id})
        self.assertEqual(step.activity_id.user_id, self.director)
        step.with_user(self.director).action_settle()
        self.assertEqual((step.state, step.done_by_id), ("done", self.director))

    def test_the_customer_is_explained_it_before_the_job_is_closed(self):
        step = self.make_step("block", cause="misuse")
        job = step.order_id
        self.assertIn(step, [b.document for b in job._get_blockers() if b.document])
        step.write({"told_to": "张主任", "told_how": "phone", "note": "操作不当"})
        step.action_settle()
        self.assertNotIn(step, [b.document for b in job._get_blockers() if b.document])
        with self.assertRaises(ProtectedRefused):
            step.note = "别的"

    def test_what_was_in_force_before_tells_nobody(self):
        self.follow("tell")
        presets = ("ps_05", "ps_07")
        five, seven = (
            self.env.ref(f"aftersales_service.sla_version_{code}") for code in presets
        )
        (five | seven).sudo().write({"cause_step": "tell", "free_causes": "wear"})
        self.env.flush_all()
        self.migrate("causes")
        mine = self.env["aftersales.sla.version"].search(
            [("company_id", "=", self.company.id), ("state", "=", "approved")]
        )
        self.assertEqual(set(mine.mapped("cause_step")), {"none"})
        self.assertEqual((five.cause_step, five.free_causes), ("block", "wear"))
        self.assertEqual((seven.cause_step, seven.free_causes), ("tell", "made"))

    def test_only_where_the_policy_says_so(self):
        step = self.make_step("tell", cause="misuse")
        blockers = step.order_id._get_blockers()
        self.assertNotIn(step, [getattr(b, "document", None) for b in blockers])

    def test_another_cause_drops_what_was_to_be_done(self):
        step = self.make_step(cause="material")
        job, question = step.order_id, step.order_id.sudo().approval_ids
        job.action_redecide("misuse")
        self.assertEqual((step.state, question.state), ("dropped", "withdrawn"))
        self.assertFalse(step.activity_id)
        self.assertEqual(job.cause_step_ids[0].kind, "explain")
        job.action_cancel()
        self.assertEqual(set(job.cause_step_ids.mapped("state")), {"dropped"})

    def test_the_technician_of_the_job_may_explain_it(self):
        step = self.make_step(cause="misuse")
        self.make_visit(step.order_id)
        mine = step.with_user(self.technician)
        mine.write({"told_to": "张主任", "told_how": "in_person", "note": "操作不当"})
        mine.action_settle()
        self.assertEqual(step.done_by_id, self.technician)

    def test_nobody_else_does(self):
        step = self.make_step(cause="misuse")
        with self.assertRaises(AccessError):
            step.with_user(self.technician).action_settle()
        with self.assertRaises(AccessError):
            step.with_user(self.keeper).write({"note": "x"})
        with self.assertRaises(ProtectedRefused):
            step.with_user(self.dispatcher).write({"state": "done"})
