import base64

from odoo.tests import TransactionCase
from odoo.tools import file_open

from .. import exceptions


class TestAlone(TransactionCase):
    """What the add-on is without documents; the add-ons that use it test the rest."""

    def test_every_guard_is_shown_with_its_sentence(self):
        """The web client shows unknown classes of errors as “Oops”, without the sentence."""
        with file_open("document_flow/static/src/refusals/refusals.js") as file:
            script = file.read()
        for name, guard in vars(exceptions).items():
            if isinstance(guard, type) and guard.__module__ == exceptions.__name__:
                self.assertIn(f'"{name}"', script)

    def test_right_cannot_be_sent(self):
        """Whatever a client puts into its context is no right."""
        right = self.env["document.right.mixin"]
        for sent in (True, 1, "x", [right._name], {right._name: True}):
            self.assertFalse(right.with_context(document_flow=sent)._is_flowing())
        self.assertTrue(right._in_flow()._is_flowing())
        self.assertFalse(right._in_flow()._out_of_flow()._is_flowing())

    def test_right_is_one_of_a_model(self):
        flowing = self.env["document.right.mixin"]._in_flow()
        other = flowing.env["document.guard.mixin"]
        self.assertFalse(other._is_flowing())
        self.assertTrue(other._in_flow().env["document.right.mixin"]._is_flowing())

    def test_other_peoples_files_and_defaults_are_as_before(self):
        partner = self.env["res.partner"].create({"name": "x"})
        partner.image_1920 = base64.b64encode(
            file_open("document_flow/static/description/icon.png", "rb").read()
        )
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_field", "=", "image_1920")]
        )
        files.write({"name": "y"})
        files.unlink()
        self.env["ir.default"].set("res.partner", "comment", "z")
        self.assertIn("z", self.env["res.partner"].create({"name": "a"}).comment)

    def test_check_without_records_finds_nothing(self):
        window = self.env["document.seal.check"].create({})
        window._reopen()
        rows = window._prepare_result([], [])
        self.assertEqual((rows["chain_count"], rows["fault_count"]), (0, 0))
        row = window._prepare_row(self.env["res.partner"].browse(1), "=1+1", [], [])
        self.assertEqual(row[2], "'=1+1")
