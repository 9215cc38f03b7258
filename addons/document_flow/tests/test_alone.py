import base64
import sys

from odoo.exceptions import UserError
from odoo.http import serialize_exception
from odoo.tests import TransactionCase
from odoo.tools import file_open

# Add-ons whose refusals reach the web client, as far as they are installed here.
OURS = ("document_flow", "aftersales_service", "aftersales_icp")
OURS += ("resource_calendar_makeup",)


def _get_refusals():
    """Classes of errors that our installed add-ons declare."""
    found = []
    for addon in OURS:
        module = sys.modules.get(f"odoo.addons.{addon}.exceptions")
        for guard in vars(module).values() if module else ():
            if isinstance(guard, type) and guard.__module__ == module.__name__:
                found.append(guard)
    return [guard for guard in found if issubclass(guard, UserError)]


class TestAlone(TransactionCase):
    """What the add-on is without documents; the add-ons that use it test the rest."""

    def test_every_guard_is_shown_with_its_sentence(self):
        """The web client shows unknown classes of errors as “Oops”, without the sentence;
        each of ours names the dialog of one that it knows."""
        core = "web/static/src/core/errors/error_%s.js"
        with file_open(core % "dialogs") as file:
            dialogs = file.read()
        with file_open(core % "handlers") as file:
            self.assertIn("originalError.data.context.exception_class", file.read())
        guards = _get_refusals()
        self.assertGreater(len(guards), 2)
        for guard in guards:
            sent = serialize_exception(guard("What to do"))
            shown_as = sent["context"].get("exception_class")
            self.assertIn(f'.add("{shown_as}", WarningDialog)', dialogs, guard)
            self.assertEqual(sent["arguments"], ("What to do",))

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
