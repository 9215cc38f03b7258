import doctest
import io

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from odoo.addons.aftersales_service.exceptions import (
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
)
from odoo.addons.aftersales_service.kernel import walk_round as kernel

from ..common import SIGNATURE
from ..returns.common import ReturnsCommon

MARK = st.fixed_dictionaries(
    {
        "x": st.integers(0, 100),
        "y": st.integers(0, 100),
        "kind": st.sampled_from(kernel.KINDS),
    }
)
MARKS = st.lists(MARK, max_size=8)
DENT = {"x": 30, "y": 40, "kind": "dent", "note": "左前门 3 cm"}


@tagged("post_install", "-at_install")
class TestWalkRound(ReturnsCommon, HttpCase):
    """接车登记: looked at with the customer, signed, and again at the hand-back (D-40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])
        policy = cls.env.ref("aftersales_service.sla_policy_ps_14")
        cls.version = policy.version_ids[:1]

    def setUp(self):
        super().setUp()
        job = self.make_order(self.device)
        job.sudo()._in_flow().sla_version_id = self.version
        line = {"device_id": self.device.id, "serial": "SN1", "fault": "异响"}
        self.record = self.make_return(lines=[line], order_id=job.id)
        self.line = self.record.line_ids

    def walk(self, kind="in", marks=(DENT,), **vals):
        return (
            self.env["aftersales.walk.round"]
            .with_user(self.dispatcher)
            .create(
                {
                    "line_id": self.line.id,
                    "kind": kind,
                    "marks": list(marks),
                    "mileage": 36000,
                    "fuel": "2",
                    "old_part_wish": "leave",
                    "signature": SIGNATURE,
                }
                | vals
            )
        )

    def sign(self, kind="in", **vals):
        sheet = self.walk(kind, **vals)
        sheet.action_sign()
        return sheet

    def test_kernel(self):
        self.assertFalse(doctest.testmod(kernel).failed)

    @settings(max_examples=40, deadline=None)
    @given(before=MARKS, after=MARKS)
    def test_only_what_is_new_is_new(self, before, after):
        before, after = kernel.clean(before), kernel.clean(after)
        self.assertEqual(kernel.fresh(before, before), [])
        self.assertEqual(kernel.fresh([], after), after)
        new = kernel.fresh(before, after)
        self.assertGreaterEqual(len(new), len(after) - len(before))
        self.assertTrue(all(mark in after for mark in new))

    def test_nothing_is_taken_in_without(self):
        with self.assertRaises(ProofMissing) as refused:
            self.receive(self.record)
        self.assertIn("SN1", str(refused.exception))
        sheet = self.walk()
        with self.assertRaises(ProofMissing):
            self.receive(self.record)
        sheet.action_sign()
        self.receive(self.record)
        self.assertEqual(self.record.state, "received")

    def test_a_parcel_is_not_walked_round(self):
        self.record.source = "parcel"
        self.receive(self.record)
        self.assertFalse(self.record.needs_walk_round)

    def test_signing_names_what_is_missing(self):
        sheet = self.walk(mileage=0, fuel=False, signature=False, old_part_wish=False)
        with self.assertRaises(ProofMissing) as refused:
            sheet.action_sign()
        for word in ("Mileage", "Fuel", "Signature", "Old Parts"):
            self.assertIn(word, str(refused.exception))
        sheet.outline = "machine"
        sheet.old_part_wish = "take"
        sheet.signature = SIGNATURE
        sheet.action_sign()

    def test_what_was_signed_stands_until_it_is_opened_again(self):
        sheet = self.sign()
        with self.assertRaises(ProtectedRefused) as refused:
            sheet.marks = []
        self.assertIn(sheet.name, str(refused.exception))
        sheet.action_reopen()
        self.assertFalse(sheet.signature or sheet.signed_at)
        self.assertIn(sheet.name, self.record.message_ids[0].body)
        sheet.write({"marks": [], "signature": SIGNATURE})
        sheet.action_sign()

    def test_marks_must_be_on_the_picture(self):
        for wrong in ([{"x": 1}], [DENT | {"x": 120}], [DENT | {"kind": "?"}], "x"):
            with self.assertRaises(ValidationError):
                self.walk(marks=wrong)

    def test_hand_back_shows_what_is_new(self):
        self.sign()
        self.receive(self.record)
        self.decide(self.line, "back")
        custody = self.record.custody_ids.with_user(self.dispatcher)
        custody.with_user(self.director).action_inspect()
        custody.action_void_receipt()
        with self.assertRaises(ProofMissing):
            custody.action_give_back("王师傅")
        context = custody.action_walk_round()["context"]
        self.assertEqual(context["default_kind"], "out")
        scratch = {"x": 80, "y": 20, "kind": "scratch", "note": ""}
        sheet = self.sign("out", marks=[DENT | {"x": 31}, scratch])
        self.assertEqual((sheet.new_mark_count, sheet.outline), (1, "car"))
        self.assertEqual(sheet.marks_before, [DENT])
        custody.action_give_back("王师傅", SIGNATURE)
        with self.assertRaises(MoveRefused):
            sheet.action_reopen()

    def test_papers(self):
        sheet = self.sign(work_items="更换轴承", labour_estimate=240, part_estimate=56)
        for name, words in (
            ("reception", ("36000", "3cm")),
            ("task_order", ("更换轴承", "296.00")),
        ):
            report = self.env["ir.actions.report"].with_context(
                lang="zh_CN", force_report_rendering=True
            )
            content, _kind = report._render_qweb_pdf(
                f"aftersales_service.report_{name}", sheet.ids
            )
            pages = PdfReader(io.BytesIO(content)).pages
            self.assertEqual(len(pages), 2)
            text = "".join("".join(p.extract_text().split()) for p in pages)
            for word in (sheet.name, *words):
                self.assertIn(word, text)
