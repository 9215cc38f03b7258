from odoo.tools import mute_logger

from odoo.addons.document_flow.exceptions import Refused

from .attack_common import AttackCommon

# Models of which the table has no record: what they need is built by their own tests.
WITHOUT_RECORD = 10


# A number of the register is read from whatever is typed, and kept beside it.
READ = {"number"}


class TestAttackFields(AttackCommon):
    """All pairs of guarded field and person, for every model of ours."""

    def test_there_is_something_to_attack(self):
        names = self.guarded_models()
        self.assertGreater(len(names), 40)
        empty = [name for name in names if not self.made[name]]
        self.assertLessEqual(len(empty), WITHOUT_RECORD, empty)

    def test_every_stored_read_only_field_is_guarded(self):
        """Whoever adds a read-only field to a document adds a guarded one."""
        for name in self.guarded_models():
            model = self.env[name]
            if hasattr(model, "_is_closed_ledger"):
                continue
            for field in model._fields.values():
                if field.store and field.readonly and field.name != "id":
                    if field.name in ("create_uid", "create_date"):
                        continue
                    if field.name in ("write_uid", "write_date"):
                        continue
                    guarded = field.name in model._get_flow_fields()
                    opened = bool(model._open_fields.get(field.name))
                    self.assertTrue(guarded or opened, f"{name}.{field.name}")

    @mute_logger("odoo.addons.document_flow.models.guard_mixin")
    def test_nobody_writes_a_guarded_field(self):
        before = self.read_rows()
        tries = 0
        for name in self.guarded_models():
            record = self.made[name]
            fields = record._fields
            for field in sorted(record._get_flow_fields()):
                value = self.dummy(fields[field])
                for person, user in self.people.items():
                    tries += 1
                    mine = record.with_user(user).sudo(False)
                    refused = self.is_refused(mine.write, {field: value})
                    self.assertTrue(refused, f"{person} wrote {name}.{field}")
        self.assertGreater(tries, 2000)
        self.assertEqual(self.read_rows(), before)

    @mute_logger("odoo.addons.document_flow.models.guard_mixin")
    def test_superuser_code_does_neither(self):
        """A route that forgets what it passes to `sudo()` opens nothing."""
        for name in self.guarded_models():
            record = self.made[name]
            for field in sorted(record._get_flow_fields()):
                value = self.dummy(record._fields[field])
                refused = self.is_refused(record.sudo().write, {field: value})
                self.assertTrue(refused, f"{name}.{field}")

    @mute_logger("odoo.addons.document_flow.models.guard_mixin")
    def test_nobody_creates_with_a_guarded_field(self):
        """Nor with one that a form would send: only what a record has anyway passes."""
        for name in self.guarded_models():
            model = self.env[name].sudo()
            if hasattr(model, "_is_closed_ledger"):
                continue
            for field in sorted(model._get_flow_fields()):
                value = self.dummy(model._fields[field])
                if field in READ or not model._is_guarded(field, value, True):
                    continue
                refused = self.is_refused(model.create, {field: value})
                self.assertTrue(refused, f"{name}.{field}")

    def test_no_context_gives_a_default(self):
        """``default_<field>`` of a browser's context, in an action no more than without."""
        for name in self.guarded_models():
            for model in (self.env[name], self.env[name]._in_flow()):
                fields = sorted(model._get_flow_fields())
                own = model.default_get(fields)
                forged = {f"default_{f}": self.dummy(model._fields[f]) for f in fields}
                found = model.with_context(**forged).default_get(fields)
                self.assertEqual(found.keys(), own.keys(), name)
                for field in fields:
                    if model._fields[field].type not in ("date", "datetime"):
                        self.assertEqual(found.get(field), own.get(field), field)

    def test_no_default_of_his_own_is_taken(self):
        """What a user keeps as his default for new records, in debug mode or over RPC."""
        with mute_logger("odoo.addons.base.models.ir_default"):
            self.env["ir.default"].set("aftersales.order", "state", "closed")
            self.env["ir.default"].set("aftersales.order", "urge_count", 9)
        order = self.make_order()
        self.assertEqual((order.state, order.urge_count), ("registered", 0))

    def test_what_is_born_by_a_forged_context(self):
        """The examples that were found: born closed, approved, signed."""
        forged = self.env(
            user=self.dispatcher,
            context={"default_state": "closed", "default_closed_at": "2020-01-01"},
        )
        order = forged["aftersales.order"].create(
            {"partner_id": self.customer.id, "fault": "异响"}
        )
        self.assertEqual((order.state, order.closed_at), ("registered", False))
        forged = self.env(user=self.keeper, context={"default_state": "closed"})
        statement = forged["aftersales.part.statement"].create(
            {
                "technician_id": self.zhao.id,
                "date_from": "2026-01-01",
                "date_to": "2026-01-31",
            }
        )
        self.assertEqual(statement.state, "draft")

    @mute_logger("odoo.addons.document_flow.models.guard_mixin")
    def test_parent_does_not_lend_its_right_to_what_a_caller_sent(self):
        """The right is one of a model: commands in an x2many field are a caller's."""
        visits = self.env["aftersales.visit"].with_user(self.dispatcher)._in_flow()
        line = {"product_id": self.part.id, "waits": True}
        with self.assertRaises(Refused):
            visits.env["aftersales.requisition.line"].create(
                line | {"requisition_id": self.requisition.id}
            )

    def test_a_copy_begins_anew(self):
        order = self.order.sudo()
        order._in_flow().urge_count = 3
        copy = order.copy()
        self.assertEqual((copy.urge_count, copy.state), (0, "registered"))
        self.assertNotEqual(copy.name, order.name)

    def read_rows(self):
        self.env.flush_all()
        rows = {}
        for name in self.guarded_models():
            table = self.env[name]._table
            self.env.cr.execute(
                f'SELECT count(*), sum(hashtext(t::text)) FROM "{table}" t'
            )
            rows[name] = self.env.cr.fetchone()
        return rows
