"""Every way over RPC to what only actions write, in all models of money."""

from odoo import Command
from odoo.tools import mute_logger

from ..base.attack_common import AttackCommon

_ROOMS = (
    "bank", "reconcile", "period", "reserve", "fapiao", "dunning", "voucher", "treasury",
    "fee", "collection", "handin", "settlement", "monthly", "cost", "chargeback", "owed",
)  # fmt: skip
_MUTED = (
    "odoo.sql_db",
    "odoo.models.unlink",
    "odoo.addons.document_flow.models.guard_mixin",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
)
_OF_THE_ORM = {"id", "create_uid", "create_date", "write_uid", "write_date"}


class TestMoneyAttack(AttackCommon):
    maxDiff = None

    def money_models(self):
        prefixes = tuple(f"aftersales.{room}" for room in _ROOMS)
        return [n for n in self.our_models() if n.startswith(prefixes)]

    def fields_of(self, model):
        opened = _OF_THE_ORM | getattr(model, "_open_fields", {}).keys()
        for name, field in sorted(model._fields.items()):
            if field.store and field.readonly and name not in opened:
                yield name

    def born_fields_of(self, model):
        """What a new record may bring, and no other ever gets."""
        return sorted(model._get_born()) if hasattr(model, "_get_born") else []

    def test_there_is_something_to_attack(self):
        names = self.money_models()
        fields = [f for n in names for f in self.fields_of(self.env[n])]
        self.assertGreater(len(names), 30)
        self.assertGreater(len(fields), 200)

    def test_what_only_actions_write_is_written_by_no_door(self):
        """Write, save of a form, birth, import, copy, a name, and the lines of another."""
        written, born = [], 0
        for name in self.money_models():
            model = self.env[name]
            for user in self.find_writers(model):
                mine = model.with_user(user).sudo(False)
                self.required, plain = self.find_required(mine)
                born += bool(plain)
                written += self.attack_records(self.made[name].with_user(user))
                if plain is not None:
                    written += self.attack_births(mine, plain)
        self.assertEqual(written, [])
        self.assertGreater(born, 15, "most models are born by nobody")

    def find_writers(self, model):
        """Whom the rights alone would let: others are refused before any guard."""
        for role in ("finance", "manager", "dispatcher", "technician"):
            mine = model.with_user(self.people[role])
            if any(map(mine.has_access, ("create", "write"))):
                yield self.people[role]

    # --- new records

    def find_required(self, model):
        """What he may make anyway: (values that he sends, what the record has then)."""
        for words in (False, True):
            vals = self.get_required(model, words)
            if (plain := self.get_plain(model, vals)) is not None:
                return vals, plain
        return vals, None

    def get_required(self, model, words):
        """``words``: with reasons and notes, too."""
        return {
            f.name: self._get_required(f)
            for f in model._fields.values()
            if f.store
            and not (f.default or f.compute or f.readonly)
            and (f.required or words and f.type in ("char", "text"))
        }

    def get_plain(self, model, vals):
        plain = None
        with mute_logger(*_MUTED), self.env.cr.savepoint() as point:
            try:
                record = model.create(vals).sudo()
                self.env.flush_all()
                plain = {name: record[name] for name in self.fields_of(record)}
            except Exception:  # noqa: BLE001 - then nothing of his is born either
                plain = None
            point.rollback()
        self.env.invalidate_all()
        return plain

    def attack_births(self, model, plain):
        """With values that such a record does not have anyway."""
        for field, usual in plain.items():
            value = self.another(model._fields[field], usual)
            if value is None:
                continue
            for door, call in self.doors_of_births(model, field, value).items():
                if self.enters(call, field, value):
                    yield (model._name, field, model.env.user.login, door)

    def doors_of_births(self, model, field, value):
        required, vals = self.required, self.required | {field: value}
        made = self.made[model._name].with_user(model.env.user).sudo(False)
        birth = model.with_context(**{f"default_{field}": value})
        return {
            "create": lambda: model.create(vals),
            "web_save of a new one": lambda: self.save(model, vals),
            "default": lambda: birth.create(required),
            "name_create": lambda: birth.browse(birth.name_create("attack")[0]),
            "load": lambda: self.load(model, vals),
            "copy": lambda: made and made.copy({field: value}),
        }

    # --- records that are there

    def attack_records(self, record):
        record = record.sudo(False)
        for field in [*self.fields_of(record), *self.born_fields_of(record)]:
            usual = record.sudo()[field]
            value = self.another(record._fields[field], usual)
            if not record or value is None:
                continue
            for door, call in self.doors(record, {field: value}).items():
                if self.enters(call, field, value):
                    yield (record._name, field, record.env.user.login, door)

    def doors(self, record, vals):
        doors = {
            "write": lambda: record.write(vals) and record,
            "web_save": lambda: self.save(record, vals),
        }
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

    # --- values and what became of them

    def another(self, field, usual):
        """A value that is not ``usual``; None where there is no other."""
        if field.type == "boolean":
            return not usual
        if field.type == "selection":
            values = field.get_values(self.env)
            return next((value for value in values if value != usual), None)
        if field.type == "many2one":
            others = self.env[field.comodel_name].sudo().with_context(active_test=False)
            known = set(usual.ids)
            return others.search([("id", "not in", [*known])], limit=1).id or None
        if field.type in ("one2many", "many2many"):
            return [Command.clear()] if usual else None
        if field.type in ("integer", "float", "monetary", "many2one_reference"):
            return (usual or 0) + 77
        return self.dummy(field)

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
                record = record.sudo().exists()[:1]
                found = bool(record) and self.same(record, field, value)
            except Exception:  # noqa: BLE001 - refused is refused
                found = False
            point.rollback()
        self.env.invalidate_all()
        return found

    def same(self, record, name, value):
        field = record._fields[name]
        cached = field.convert_to_cache(value, record, validate=False)
        return field.convert_to_record(cached, record) == record[name]
