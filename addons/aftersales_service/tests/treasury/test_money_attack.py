"""Every way over RPC to what only actions write, in all models of money."""

from odoo import Command
from odoo.tools import mute_logger

from ..base.attack_common import AttackCommon

_ROOMS = (
    "bank", "reconcile", "period", "reserve", "fapiao", "dunning", "voucher", "treasury",
    "fee", "collection", "handin", "settlement", "monthly", "cost", "chargeback",
)  # fmt: skip
_MUTED = (
    "odoo.sql_db",
    "odoo.models.unlink",
    "odoo.addons.document_flow.models.guard_mixin",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
)


class TestMoneyAttack(AttackCommon):
    def money_models(self):
        prefixes = tuple(f"aftersales.{room}" for room in _ROOMS)
        return [n for n in self.our_models() if n.startswith(prefixes)]

    def fields_of(self, model):
        opened = getattr(model, "_open_fields", {})
        for name, field in sorted(model._fields.items()):
            own = name not in (
                "id",
                "create_uid",
                "create_date",
                "write_uid",
                "write_date",
            )
            if field.store and field.readonly and own and name not in opened:
                yield name

    def test_there_is_something_to_attack(self):
        names = self.money_models()
        fields = [f for n in names for f in self.fields_of(self.env[n])]
        self.assertGreater(len(names), 30)
        self.assertGreater(len(fields), 200)

    def test_what_only_actions_write_is_written_by_no_door(self):
        """Write, save of a form, birth, import, copy, a name, and the lines of another."""
        written = []
        for name in self.money_models():
            model = self.env[name]
            self.required = self.get_required(model)
            for user in self.find_writers(model):
                self.plain = self.get_plain(model.with_user(user).sudo(False))
                for field in self.fields_of(model):
                    written += self.attack(name, field, user)
        self.assertEqual(written, [])

    def get_plain(self, model):
        """{field: value} of a record that he may make anyway."""
        plain = {}
        with mute_logger(*_MUTED), self.env.cr.savepoint() as point:
            try:
                record = model.create(self.required).sudo()
                self.env.flush_all()
                plain = {name: record[name] for name in self.fields_of(record)}
            except Exception:  # noqa: BLE001 - then nothing of his is born either
                plain = {}
            point.rollback()
        self.env.invalidate_all()
        return plain

    def find_writers(self, model):
        """Whom the rights alone would let: others are refused before any guard."""
        for role in ("finance", "manager", "dispatcher", "technician"):
            mine = model.with_user(self.people[role])
            if any(map(mine.has_access, ("create", "write"))):
                yield self.people[role]

    def attack(self, name, field, user):
        record = self.made[name].with_user(user).sudo(False)
        value = self.another(self.made[name].sudo(), record._fields[field])
        doors = self.doors(record, field, value)
        return [
            (name, field, user.login, door)
            for door, call in doors.items()
            if self.enters(call, field, value)
        ]

    def another(self, record, field):
        """A value that the record does not have and a new one would not get."""
        if field.type == "boolean":
            return not record[field.name]
        if field.type == "selection":
            values = field.get_values(self.env)
            return next((v for v in values if v != record[field.name]), values[-1])
        if field.type == "many2one":
            others = self.env[field.comodel_name].sudo().with_context(active_test=False)
            known = (
                {self.env.company.id} if field.comodel_name == "res.company" else set()
            )
            known |= set(record[field.name].ids)
            return others.search(
                [("id", "not in", [*known])], limit=1, order="id desc"
            ).id
        return self.dummy(field)

    def doors(self, record, field, value):
        model = record.browse()
        vals = {field: value}
        required = self.required
        birth = model.with_context(**{f"default_{field}": value})
        doors = {
            "create": lambda: model.create(required | vals),
            "web_save of a new one": lambda: self.save(model, required | vals),
            "default": lambda: birth.create(required),
            "name_create": lambda: birth.browse(birth.name_create("attack")[0]),
            "load": lambda: self.load(model, required | vals),
        }
        if record:
            doors |= {
                "write": lambda: record.write(vals) and record,
                "web_save": lambda: self.save(record, vals),
                "copy": lambda: record.copy(vals),
            }
            doors |= self.doors_of_parents(record, vals)
        return doors

    def doors_of_parents(self, record, vals):
        doors = {}
        for link in record._fields.values():
            if link.type != "many2one" or not link.store or not record[link.name]:
                continue
            parent = record[link.name]
            for line in parent._fields.values():
                if line.type == "one2many" and line.comodel_name == record._name:
                    update = [Command.update(record.id, vals)]
                    doors[f"{parent._name}.{line.name}"] = (
                        lambda p=parent, n=line.name, u=update: p.write({n: u})
                        and record
                    )
        return doors

    def get_required(self, record):
        return {
            f.name: self._get_required(f)
            for f in record._fields.values()
            if f.required and f.store and not (f.default or f.compute or f.readonly)
        }

    def save(self, record, vals):
        return record.browse(row["id"] for row in record.web_save(vals, {}))

    def load(self, model, vals):
        names = [f"{n}/.id" if model._fields[n].type == "many2one" else n for n in vals]
        told = model.load(names, [[str(value) for value in vals.values()]])
        return model.browse(told["ids"] or [])

    def enters(self, call, field, value):
        """Whether the value stands in the record after ``call``."""
        found = False
        with mute_logger(*_MUTED), self.env.cr.savepoint() as point:
            try:
                record = call()
                self.env.flush_all()
                found = bool(record) and self.is_there(record, field, value)
            except Exception:  # noqa: BLE001 - refused is refused
                found = False
            point.rollback()
        self.env.invalidate_all()
        return found

    def is_there(self, record, field, value):
        """In a new record: where it would not be there anyway."""
        record = record.sudo().exists()[:1]
        if not record or (field in self.plain and self.plain[field] == record[field]):
            return False
        return self.same(record, field, value)

    def same(self, record, name, value):
        field = record._fields[name]
        cached = field.convert_to_cache(value, record, validate=False)
        return field.convert_to_record(cached, record) == record[name]
