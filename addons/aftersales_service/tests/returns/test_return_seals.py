from ...exceptions import ProtectedRefused
from ..common import SIGNATURE
from ..seals import Seals
from .common import ReturnsCommon

DENT = {"x": 30, "y": 40, "kind": "dent", "note": "左前门 3 cm"}


class SealedReturn(Seals, ReturnsCommon):
    """A machine that was brought back and taken in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device = cls.make_device("SEAL-1")

    def setUp(self):
        super().setUp()
        self.job = self.make_order(self.device)
        line = {"device_id": self.device.id, "serial": "SEAL-1", "fault": "异响"}
        self.record = self.receive(self.make_return(lines=[line], order_id=self.job.id))
        self.line, self.custody = self.record.line_ids, self.record.line_ids.custody_ids


class TestCustodySeal(SealedReturn):
    """What the customer signed when he took his goods back stands as it was printed."""

    PAPERS = ("custody_receipt", "custody_card")

    def setUp(self):
        super().setUp()
        self.custody.write(
            {
                "accessories": "电源线",
                "appearance": "外壳划痕",
                "date_promised": "2030-01-01",
                "work_done": "更换轴承",
            }
        )
        self.give_back(self.custody)

    def test_it_agrees_and_is_exported(self):
        self.assertTrue(self.custody.signature_hash)
        self.check_papers(self.custody, self.PAPERS, differs=False)
        self.assertIn(
            self.custody.signature_hash, self.render(self.PAPERS[0], self.custody)
        )
        window = self.check()
        self.assertFalse(window.faults)
        row = self.heads(window)["aftersales.custody", self.custody.id]
        self.assertEqual(row["head"], self.custody.signature_hash)

    def test_each_printed_fact_is_compared(self):
        table = "aftersales_custody"
        for values, word in (
            ({"accessories": "无"}, "Accessories"),
            ({"appearance": "完好"}, "Appearance"),
            ({"work_done": "更换定子"}, "Work Done"),
            ({"date_promised": "2031-01-01"}, "Promised For"),
            ({"given_back_to": "别人"}, "Given Back To"),
            ({"given_back_at": "2020-01-01"}, "Given Back On"),
        ):
            before = {name: self.custody[name] for name in values}
            self.change(table, self.custody, **values)
            (fault,) = self.custody._get_seal_faults()
            self.assertIn(word, fault)
            self.check_papers(self.custody, self.PAPERS, differs=True)
            self.change(table, self.custody, **before)
        self.assertEqual(self.custody._get_seal_faults(), [])

    def test_facts_of_the_goods_and_the_signature_itself(self):
        self.change("aftersales_return_line", self.line, fault="进水")
        self.assertIn("Fault Told", self.custody._get_seal_faults()[0])
        self.change("aftersales_return_line", self.line, fault="异响")
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self.custody._name),
                ("res_field", "=", "signature"),
                ("res_id", "=", self.custody.id),
            ]
        )
        self.env.cr.execute("DELETE FROM ir_attachment WHERE id = %s", [file.id])
        self.env.invalidate_all()
        window = self.check()
        self.assertIn("Signature", window.faults)
        self.assertIn(self.custody.name, window.faults)

    def test_a_new_fingerprint_does_not_help(self):
        """Content and fingerprint made anew agree, but not with the earlier export."""
        earlier = self.check().file
        content = self.custody.signed_content | {"accessories": "无"}
        self.change("aftersales_custody", self.custody, accessories="无")
        self.custody._in_flow().write(
            {
                "signed_content": content,
                "signature_hash": self.custody._make_fingerprint(content),
            }
        )
        self.assertFalse(self.check().faults)
        self.assertIn("exported earlier is gone", self.check(earlier=earlier).faults)

    def test_a_removed_fingerprint_is_missing_from_the_export(self):
        """Alone it looks like a receipt from before there were fingerprints."""
        earlier = self.check().file
        self.change(
            "aftersales_custody",
            self.custody,
            signed_content=None,
            signature_hash=None,
            accessories="无",
        )
        self.assertFalse(self.check().faults)
        self.check_papers(self.custody, self.PAPERS, differs=False)
        window = self.check(earlier=earlier)
        self.assertEqual(window.fault_count, 1)
        self.assertIn(f"aftersales.custody {self.custody.id}", window.faults)

    def test_after_giving_back_nobody_changes_it(self):
        """Through the form, by whoever may write custodies at all."""
        for user in (self.dispatcher, self.keeper, self.director):
            custody = self.custody.with_user(user)
            for vals in (
                {"accessories": "无"},
                {"appearance": "完好"},
                {"work_done": "没修"},
                {"date_promised": "2031-01-01"},
                {"signature": SIGNATURE},
                {"given_back_to": "别人"},
                {"line_id": self.line.id, "accessories": "无"},
            ):
                with self.assertRaises(ProtectedRefused, msg=f"{user.login} {vals}"):
                    custody.write(vals)
            custody.place = f"A-{user.id}"  # where the file lies is free
        self.assertEqual(self.custody._get_seal_faults(), [])

    def test_goods_that_are_still_here_are_free(self):
        line = {"product_id": self.part.id, "quantity": 1}
        open_one = self.receive(self.make_return(lines=[line])).line_ids.custody_ids
        open_one.accessories = "电源线"
        self.assertFalse(open_one.signature_hash)
        self.assertNotIn(("aftersales.custody", open_one.id), self.heads(self.check()))

    def test_words_are_compared_in_the_language_of_the_signer(self):
        """Signed by a client that sent no language; then the source words count."""
        custody = self.custody.with_context(lang="zh_CN", bin_size=True)
        self.rename(self.machine, "zh_CN", "另一个名字")
        self.assertEqual(custody._get_seal_faults(), [])
        self.rename(self.machine, "en_US", "Another Name")
        self.assertEqual(len(custody._get_seal_faults()), 1)


class TestWalkRoundSeal(SealedReturn):
    """Reception sheet and task order, each time that the customer signs."""

    PAPERS = ("reception", "task_order")

    def setUp(self):
        super().setUp()
        self.sheet = (
            self.env["aftersales.walk.round"]
            .with_user(self.dispatcher)
            .create(
                {
                    "line_id": self.line.id,
                    "marks": [DENT],
                    "mileage": 36000,
                    "fuel": "2",
                    "work_items": "更换刹车片",
                    "labour_estimate": 120.5,
                    "signed_by": "王师傅",
                    "signature": SIGNATURE,
                }
            )
        )
        self.sheet.action_sign()

    def test_it_agrees_and_is_exported(self):
        self.check_papers(self.sheet, self.PAPERS, differs=False)
        window = self.check()
        self.assertFalse(window.faults)
        row = self.heads(window)["aftersales.walk.round", self.sheet.id]
        self.assertEqual(row["head"], self.sheet.signature_hash)

    def test_each_printed_fact_is_compared(self):
        for values, word in (
            ({"marks": "[]"}, "Marks"),
            ({"mileage": 99}, "Mileage"),
            ({"accessories": "手机"}, "Left Inside"),
            ({"labour_estimate": 999}, "Labour Estimate"),
            ({"work_items": "换发动机"}, "Work Ordered"),
            ({"signed_by": "别人"}, "Customer Signs as"),
        ):
            with self.subTest(word):
                savepoint = self.env.cr.savepoint()
                self.change("aftersales_walk_round", self.sheet, **values)
                self.assertIn(word, self.sheet._get_seal_faults()[0])
                self.check_papers(self.sheet, self.PAPERS, differs=True)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_a_withdrawn_signature_leaves_its_fingerprint(self):
        first, earlier = self.sheet.signature_hash, self.check().file
        self.sheet.action_reopen()
        self.assertFalse(self.sheet.signature_hash)
        self.assertFalse(self.check(earlier=earlier).faults)  # opened in the open
        self.sheet.write({"mileage": 36001, "signature": SIGNATURE})
        self.sheet.action_sign()
        self.assertEqual(self.sheet._get_chain_heads()[0], first)
        self.assertNotEqual(self.sheet.signature_hash, first)
        self.assertFalse(self.check(earlier=earlier).faults)
        self.check_papers(self.sheet, self.PAPERS, differs=False)
        self.change("aftersales_walk_round", self.sheet, withdrawn_hashes=None)
        self.assertIn("after signing", self.sheet._get_seal_faults()[0])

    def test_an_unsigned_sheet_says_nothing(self):
        self.sheet.action_reopen()
        self.assertNotIn("SHA-256", self.render("reception", self.sheet))
        self.check_papers(self.sheet, self.PAPERS, differs=False)


class TestInspectionSeal(SealedReturn):
    """Each party signs the whole record; what changes later is told for each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        codes = ("service_director", "quality_inspector")
        cls.roles = [cls.env["aftersales.role"]._get_by_code(code) for code in codes]
        people = zip(cls.roles, (cls.director, cls.keeper), strict=True)
        cls.env["aftersales.role.holder"].create(
            [{"role_id": role.id, "user_id": user.id} for role, user in people]
        )

    def setUp(self):
        super().setUp()
        self.record.action_joint_inspection()
        self.inspection = self.record.inspection_ids
        missing = set(self.roles) - set(self.inspection.party_ids.role_id)
        parties = self.env["aftersales.inspection.party"]._in_flow()
        parties.create(
            [
                {"inspection_id": self.inspection.id, "role_id": role.id}
                for role in missing
            ]
        )
        self.inspection.write(
            {
                "fault_found": "绕组短路",
                "solution": "更换绕组",
                "date_required": "2030-01-01",
                "disposition": "repair",
                "cost_amount": 350,
            }
        )

    def party(self, index):
        role = self.roles[index]
        return self.inspection.party_ids.filtered(lambda p: p.role_id == role)

    def sign(self, index, finding="见附件"):
        user = (self.director, self.keeper)[index]
        self.party(index).with_user(user).action_sign(finding)

    def test_each_signature_has_its_own(self):
        self.sign(0)
        self.sign(1, "绝缘老化")
        first, second = self.party(0), self.party(1)
        self.assertNotEqual(first.signature_hash, second.signature_hash)
        self.check_papers(self.inspection, ["joint_inspection"], differs=False)
        heads = self.heads(self.check())
        for party in (first, second):
            row = heads["aftersales.inspection.party", party.id]
            self.assertEqual((row["head"], row["result"]), (party.signature_hash, "ok"))
            self.assertIn(self.inspection.name, row["document"])
            self.assertIn(
                party.signature_hash, self.render("joint_inspection", self.inspection)
            )

    def test_a_fact_of_the_record_breaks_every_signature(self):
        self.sign(0)
        self.sign(1)
        for values, word in (
            ({"cost_amount": 3500}, "Costs"),
            ({"responsibility": "customer"}, "Responsibility"),
            ({"cause": "misuse"}, "Cause"),
            ({"solution": "报废"}, "Solution"),
        ):
            savepoint = self.env.cr.savepoint()
            self.change("aftersales_inspection", self.inspection, **values)
            faults = self.inspection._get_seal_faults()
            self.assertEqual(len(faults), 2)
            for fault in faults:
                self.assertIn(word, fault)
            self.assertEqual(self.check().fault_count, 2)
            self.check_papers(self.inspection, ["joint_inspection"], differs=True)
            savepoint.rollback()
            self.env.invalidate_all()

    def test_another_finding_breaks_its_own(self):
        self.sign(0)
        self.sign(1)
        self.change("aftersales_inspection_party", self.party(1), finding="没问题")
        (fault,) = self.inspection._get_seal_faults()
        self.assertTrue(fault.startswith(self.roles[1].name))

    def test_withdrawn_and_signed_again(self):
        self.sign(0)
        first, earlier = self.party(0).signature_hash, self.check().file
        self.inspection.action_withdraw("数量写错")
        self.assertFalse(self.party(0).signature_hash)
        self.assertFalse(self.check(earlier=earlier).faults)
        self.inspection.solution = "更换定子"
        self.sign(0)
        self.assertEqual(self.party(0)._get_chain_heads()[0], first)
        self.assertFalse(self.check(earlier=earlier).faults)

    def test_nobody_writes_a_row_of_a_party(self):
        """Superuser code does neither; no role has the right at all."""
        for vals in (
            {"finding": "没问题"},
            {"agrees": "yes"},
            {"signed_at": "2020-01-01"},
            {"signed_by_id": self.director.id},
            {"role_id": self.roles[0].id},
        ):
            with self.assertRaises(ProtectedRefused):
                self.party(1).sudo().write(vals)
