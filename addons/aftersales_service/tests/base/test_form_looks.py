import json

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .attack_common import AttackCommon

SECRET = "机密轴承异响"
MUTED = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


class TestFormLooks(AttackCommon):
    """A form tells nothing of another company's documents before it is saved either: what
    it would show is computed by the superuser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order.sudo()._in_flow().fault = SECRET
        cls.stranger = cls.people["company_b"]

    def find_links(self, kind):
        """(form of the stranger, field, document that it may not show)"""
        for name in self.names_of(kind):
            form = self.env[name].with_user(self.stranger).sudo(False)
            if not (hasattr(form, "_check_looks") and form.has_access("create")):
                continue
            for field in form._fields.values():
                if field.type not in ("many2one", "many2many") or not field.store:
                    continue
                if not field.comodel_name.startswith("aftersales."):
                    continue
                document = self.made.get(field.comodel_name)  # none of a window's lines
                mine = document and document.with_user(self.stranger).sudo(False)
                if mine and not mine.has_access("read"):
                    yield form, field, mine

    def send(self, field, document):
        return document.id if field.type == "many2one" else [(6, 0, document.ids)]

    def look(self, window, values, changed):
        """What a browser gets that asks for every field it may."""
        spec = {
            name: {"fields": {"display_name": {}}} if field.relational else {}
            for name, field in window._fields.items()
            if field.type not in ("binary", "many2one_reference")
            and window._has_field_access(field, "read")
        }
        self.env.invalidate_all()
        with self.env.cr.savepoint():
            return window.onchange(values, changed, spec)

    @mute_logger(*MUTED)
    def test_nothing_is_proposed_of_what_may_not_be_read(self):
        tried = 0
        for window, field, document in self.find_links("wizard"):
            sent = self.send(field, document)
            forged = window.with_context(**{f"default_{field.name}": sent})
            for model, values, changed in (
                (window, {field.name: sent}, [field.name]),
                (window, {field.name: sent}, []),
                (forged, {}, []),
            ):
                tried += 1
                with self.assertRaises(AccessError, msg=f"{window._name}.{field.name}"):
                    self.look(model, values, changed)
        self.assertGreater(tried, 60)

    def test_chosen_in_the_list_of_another_company(self):
        """Windows that begin with the records that were ticked."""
        for name, document in (
            ("aftersales.order.merge", self.order),
            ("aftersales.custody.give.back", self.custody),
        ):
            window = self.env[name].with_user(self.stranger).sudo(False)
            ticked = window.with_context(
                active_model=document._name, active_ids=document.ids
            )
            with self.assertRaises(AccessError, msg=name):
                self.look(ticked, {}, [])

    @mute_logger(*MUTED)
    def test_no_form_shows_a_document_of_another_company(self):
        """Documents do the same: each link of each, chosen and as a form begins."""
        tried = 0
        for form, field, document in self.find_links("table"):
            if document.sudo().company_id != self.company:
                continue
            sent = self.send(field, document)
            for changed in ([field.name], []):
                tried += 1
                with self.assertRaises(AccessError, msg=f"{form._name}.{field.name}"):
                    self.look(form, {field.name: sent}, changed)
        self.assertGreater(tried, 60)

    def test_lines_of_a_form_neither(self):
        order = self.env["aftersales.order"].with_user(self.stranger).sudo(False)
        line = {"technician_id": self.visit.technician_id.id}
        with self.assertRaises(AccessError):
            self.look(order, {"visit_ids": [(0, 0, line)]}, ["visit_ids"])

    def test_his_own_is_proposed(self):
        for user in (self.dispatcher, self.director):
            window = self.env["aftersales.order.phone"].with_user(user)
            opened = window.with_context(default_order_id=self.order.id)
            for model, values, changed in (
                (opened, {}, []),
                (window, {"order_id": self.order.id}, ["order_id"]),
            ):
                shown = self.look(model, values, changed)
                text = json.dumps(shown, default=str, ensure_ascii=False)
                self.assertIn(SECRET, text)
