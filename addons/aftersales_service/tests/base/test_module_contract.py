import re

from odoo.tests import TransactionCase


class TestModuleContract(TransactionCase):
    """What every model, view and menu of the add-on keeps, whatever it is about."""

    prefix = "aftersales."
    module = "aftersales_service"

    def ours(self):
        for name, model in self.env.items():
            stored = not model._abstract and not model._transient
            if stored and model._original_module == self.module:
                yield name, model

    def test_every_model_has_access_rows_with_groups(self):
        for name, model in self.ours():
            rows = self.env["ir.model.access"].search([("model_id.model", "=", name)])
            self.assertTrue(rows or model._transient, name)
            self.assertFalse(rows.filtered(lambda row: not row.group_id), name)

    def test_models_with_a_company_have_a_company_rule(self):
        for name, model in self.ours():
            if (
                "company_id" not in model._fields
                or not model._fields["company_id"].store
            ):
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
            texts = [rule.domain_force or "" for rule in rules if not rule.groups]
            self.assertTrue(any("company_ids" in text for text in texts), name)

    def test_every_inverse_is_indexed(self):
        for name, model in self.ours():
            for field in model._fields.values():
                if field.type == "one2many" and field.inverse_name:
                    inverse = self.env[field.comodel_name]._fields.get(
                        field.inverse_name
                    )
                    if (
                        inverse is not None
                        and inverse.type == "many2one"
                        and inverse.store
                    ):
                        self.assertTrue(inverse.index, f"{name}.{field.name}")

    def test_every_link_to_another_record_is_indexed(self):
        for name, model in self.ours():
            if not model._auto:
                continue  # a view has no index of its own
            for field in model._fields.values():
                if (
                    field.type == "many2one"
                    and field.store
                    and model._auto  # what is worked out has no indexes of its own
                    and not field.name.endswith("_uid")
                ):
                    if field.name in ("currency_id",):
                        continue
                    self.assertTrue(field.index, f"{name}.{field.name}")

    def test_links_that_we_add_to_core_models_are_indexed(self):
        for model in (
            "stock.move",
            "stock.picking",
            "sale.order",
            "sale.order.line",
            "account.move.line",
        ):
            for field in self.env[model]._fields.values():
                if (
                    field.type == "many2one"
                    and field.store
                    and field.name.startswith("aftersales_")
                ):
                    self.assertEqual(
                        field.index, "btree_not_null", f"{model}.{field.name}"
                    )

    def test_every_object_button_exists_and_is_public(self):
        views = self.env["ir.ui.view"].search([("model", "=like", f"{self.prefix}%")])
        for view in views:
            for name in re.findall(
                r'<button name="(\w+)" type="object"', view.arch_db or ""
            ):
                found = any(
                    hasattr(model, name)
                    for key, model in self.env.items()
                    if key.startswith(self.prefix)
                )
                self.assertTrue(found, f"{view.xml_id}: {name}")
                self.assertFalse(name.startswith("_"), f"{view.xml_id}: {name}")

    def test_every_menu_leads_to_what_its_readers_may_read(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", self.module), ("model", "=", "ir.ui.menu")]
        )
        for menu in self.env["ir.ui.menu"].browse(data.mapped("res_id")):
            action = menu.action
            if not action or action._name != "ir.actions.act_window":
                continue
            for mode in action.view_mode.split(","):
                self.assertTrue(
                    self.env["ir.ui.view"].search_count(
                        [("model", "=", action.res_model), ("type", "=", mode)], limit=1
                    ),
                    f"{menu.complete_name}: {mode}",
                )

    def test_constraints_and_unique_indexes_are_in_the_database(self):
        """A constraint that fails to be created only logs."""
        for name, model in self.ours():
            for key in model._table_objects:
                self.env.cr.execute(
                    "SELECT 1 FROM pg_constraint WHERE conname = %s"
                    " UNION SELECT 1 FROM pg_indexes WHERE indexname = %s",
                    [key, key],
                )
                self.assertTrue(self.env.cr.fetchone(), f"{name}: {key}")

    def test_every_state_has_moves_and_labels(self):
        for name, model in self.ours():
            if getattr(model, "_transitions", None):
                self.assertEqual(
                    set(model._transitions),
                    set(dict(model._fields["state"].selection)),
                    name,
                )
