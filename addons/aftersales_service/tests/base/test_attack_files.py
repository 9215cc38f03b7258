import base64

from odoo.exceptions import UserError

from ..common import SIGNATURE
from .attack_common import AttackCommon

OTHER = base64.b64encode(b"forged").decode()


class TestAttackFiles(AttackCommon):
    """Signatures and pictures are rows of `ir.attachment`: whoever may work on the document
    could replace, move, delete and forge them."""

    def setUp(self):
        super().setUp()
        self.visit.sudo().extra_ids.action_answer(False, "张主任")
        self.finish(self.visit)
        self.sign(self.visit)
        self.env.flush_all()

    def file_of(self, record, name):
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("res_field", "=", name),
                ]
            )
        )

    def attack(self, file, people=None):
        """Everything that may be tried with one file, by everybody."""
        tries = (
            lambda f: f.write({"datas": OTHER}),
            lambda f: f.write({"raw": b"x"}),
            lambda f: f.write({"res_field": False}),
            lambda f: f.write({"res_id": f.res_id + 1}),
            lambda f: f.write({"res_model": "res.partner", "res_id": 1}),
            lambda f: f.write({"public": True}),
            lambda f: f.unlink(),
        )
        for user in (people or self.people).values():
            for attempt in tries:
                with self.assertRaises(UserError):
                    attempt(file.with_user(user).sudo(False))

    def test_signature_is_not_touched(self):
        file = self.file_of(self.visit, "signature")
        self.assertTrue(file)
        before = file.checksum
        self.attack(file)
        self.assertEqual(file.exists().checksum, before)

    def test_not_by_forgetful_superuser_code_either(self):
        """Through `sudo()` on a guarded field: the receipt's signature of a custody."""
        custody = self.custody
        custody._in_flow().signature = SIGNATURE
        file = self.file_of(custody, "signature")
        for attempt in ({"datas": OTHER}, {"res_id": custody.id + 1}):
            with self.assertRaises(UserError):
                file.sudo().write(attempt)
        with self.assertRaises(UserError):
            file.sudo().unlink()

    def test_no_file_is_put_beside_a_field(self):
        vals = {"name": "x", "datas": OTHER, "res_id": self.visit.id}
        vals |= {"res_model": "aftersales.visit", "res_field": "signature"}
        for user in self.people.values():
            with self.assertRaises(UserError):
                self.env["ir.attachment"].with_user(user).create(vals)

    def test_a_foreign_file_is_not_moved_onto_a_field(self):
        """First created for oneself, then moved: the second step is the attack."""
        for user in (self.technician, self.dispatcher, self.director):
            file = (
                self.env["ir.attachment"]
                .with_user(user)
                .create({"name": "x", "datas": OTHER})
            )
            with self.assertRaises(UserError):
                file.write(
                    {
                        "res_model": "aftersales.visit",
                        "res_id": self.visit.id,
                        "res_field": "signature",
                    }
                )

    def test_pictures_of_a_signed_visit_stand(self):
        """Ordinary files of the document: free before the signature, fixed after it."""
        visit = self.make_visit(self.make_order(), self.zhao)
        photo = visit.env["ir.attachment"].create(
            {
                "name": "前.png",
                "datas": SIGNATURE,
                "res_model": visit._name,
                "res_id": visit.id,
            }
        )
        photo.name = "前1.png"
        self.go_to_work(visit, consent="张主任")
        self.finish(visit)
        self.sign(visit)
        owner = {"colleague": visit.env.user, "director": self.director}
        self.attack(photo, owner)

    def test_evidence_in_the_form_goes_its_way(self):
        """The document's own field still takes, replaces and gives up its file."""
        paper = self.env["aftersales.closing.paper"].with_user(self.dispatcher)
        paper = paper.create(
            {"order_id": self.order.id, "kind": "voucher", "scan": SIGNATURE}
        )
        paper.scan = OTHER
        self.attack(self.file_of(paper, "scan"), {"t": self.technician})
        self.assertEqual(paper.with_context(bin_size=False).scan, OTHER.encode())
