"""Attacks that are generated from the registry; tests of an add-on with documents inherit
them and say whose models, which people and which records there are."""

import inspect
import json
from itertools import zip_longest

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

# The smallest PNG there is: one transparent pixel.
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
_DUMMIES = {
    "boolean": True,
    "integer": 77,
    "float": 77.0,
    "monetary": 77.0,
    "date": "2020-02-02",
    "datetime": "2020-02-02 02:02:02",
    "char": "attack",
    "text": "attack",
    "html": "<p>attack</p>",
    "json": {"attack": 1},
    "binary": PICTURE,
    "image": PICTURE,
    "many2one": 1,
    "many2one_reference": 1,
    "one2many": [Command.clear()],
    "many2many": [Command.clear()],
}
# Books of core that our methods would write into if they could.
_CORE = {
    "account_move",
    "account_payment",
    "mail_activity",
    "mail_message",
    "product_product",
    "res_company",
    "res_partner",
    "sale_order",
    "sale_order_line",
    "stock_lot",
    "stock_move",
    "stock_picking",
}
# Words for arguments by what they are called; what is called otherwise gets 1.
_WORDS = ("reason", "note", "name", "text", "by", "to", "word", "how", "key", "finding")
_MUTED = (
    "odoo.sql_db",
    "odoo.http",
    "odoo.models.unlink",
    "odoo.addons.base.models.ir_default",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.document_flow.models.guard_mixin",
)


class AttackRecords:
    """One record of as many models as can be made."""

    attack_models = ()  # what names of our models begin with
    made = {}  # {model: record}, by `setUpClass`

    @classmethod
    def names_of(cls, kind):
        """Names of our models of a ``kind``: table, wizard or desk (without records)."""
        for name in sorted(cls.env.registry):
            model = cls.env[name]
            found = "table"
            if model._transient:
                found = "wizard"
            elif model._abstract:
                found = "desk"
            if found == kind and name.startswith(cls.attack_models):
                yield name

    @classmethod
    def our_models(cls):
        return list(cls.names_of("table"))

    @classmethod
    def find_or_make(cls, name):
        if name in cls.made:
            return cls.made[name]
        model = cls.env[name].sudo().with_context(active_test=False)
        cls.made[name] = model.search([], limit=1, order="id desc")
        if not cls.made[name] and name.startswith(cls.attack_models):
            cls.made[name] = cls._make(model)
        return cls.made[name]

    @classmethod
    def _make(cls, model):
        """A record with its required fields, or none where more is asked for."""
        vals = {
            field.name: cls._get_required(field)
            for field in model._fields.values()
            if field.required and field.store and not (field.default or field.compute)
        }
        if hasattr(model, "_in_flow"):
            model = model._in_flow()
        try:
            with mute_logger("odoo.sql_db"), cls.env.cr.savepoint():
                return model.create(vals).with_env(cls.env)
        except Exception:  # noqa: BLE001 - whatever it asks for, this model has no record
            return cls.env[model._name]

    @classmethod
    def _get_required(cls, field):
        if field.name == "res_model":
            return "res.partner"
        if field.type == "many2one":
            return cls.find_or_make(field.comodel_name)[:1].id
        if field.type == "selection":
            return field.get_values(cls.env)[0]
        return cls.dummy(field)

    @classmethod
    def dummy(cls, field):
        """A value that is neither empty nor what a new record has anyway."""
        if field.type == "selection":
            return field.get_values(cls.env)[-1]
        return _DUMMIES[field.type]

    def is_refused(self, call, *args, **kwargs):
        """Whether ``call`` is refused by a guard, a right or a rule; nothing else counts.

        No savepoint around it: guards refuse before anything is written, and thousands of
        savepoints would take minutes.
        """
        try:
            call(*args, **kwargs)
        except UserError:
            return True
        return False


class AttackTables(AttackRecords):
    """Every public method of ours, called by people whom the documents are none of the
    business of: nothing is written, and no secret is in what is answered."""

    attack_modules = ("odoo.addons.document_flow",)
    people = {}  # {name: user}
    readers = ("auditor",)  # people who may read, so no secret is kept from them
    secrets = ()  # words of the documents that no stranger may meet
    known = {}  # {name of an argument: value}

    # --- what there is to call

    def methods(self, name):
        """{name: function} of the public methods that this model got from us."""
        found = {}
        for cls in type(self.env[name]).__mro__:
            if not getattr(cls, "__module__", "").startswith(self.attack_modules):
                continue
            for method, function in vars(cls).items():
                public = not method.startswith("_") and inspect.isfunction(function)
                core = hasattr(models.BaseModel, method) or hasattr(
                    self.env["mail.thread"], method
                )
                if public and not core:
                    found.setdefault(method, function)
        return found

    def arguments(self, function):
        """Values for what a method asks for, as a browser would send them; IDs also where
        they may be left out."""
        parameters = list(inspect.signature(function).parameters.values())[1:]
        given = {}
        for p in parameters:
            if p.kind is p.POSITIONAL_OR_KEYWORD and (
                p.default is p.empty or p.name in self.known or p.name.endswith("_id")
            ):
                given[p.name] = self.argument(p.name)
        return given

    def argument(self, name):
        if name in self.known:
            return self.known[name]
        for model, record in self.made.items():
            if record and name == f"{model.split('.')[-1]}_id":
                return record.id
        return "attack" if any(word in name for word in _WORDS) else 1

    def attempts(self, kind, person):
        """(label, call without arguments) of everything that ``person`` may try."""
        user = self.people[person]
        for name in self.names_of(kind) if kind != "core" else self.core_models():
            for method, function in self.methods(name).items():
                label, given = f"{name}.{method}", self.arguments(function)
                if kind == "wizard":
                    for vals in self.variants(name):
                        yield label, self.press(name, vals, method, given, user)
                else:
                    record = self.env[name] if kind == "desk" else self.made[name]
                    mine = record.with_user(user).sudo(False)
                    yield label, lambda m=mine, n=method, g=given: getattr(m, n)(**g)

    def core_models(self):
        """Models of others that got methods from us, with a record of each."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            ours = name.startswith(self.attack_models)
            if not (ours or model._abstract or model._transient) and self.methods(name):
                self.find_or_make(name)
                yield name

    # --- windows

    def variants(self, name):
        """Values of a window that points at the documents: each choice of it once."""
        base, choices = {}, {}
        for field in self.env[name]._fields.values():
            if not field.store or field.name in models.MAGIC_COLUMNS:
                continue
            if field.type == "selection":
                choices[field.name] = field.get_values(self.env)
            elif field.type in ("many2one", "many2many"):
                target = self.made.get(field.comodel_name) or ()
                if target:
                    link = field.type == "many2one"
                    base[field.name] = target.id if link else [(6, 0, target.ids)]
            elif field.type in ("char", "text") or (
                field.required and not field.default
            ):
                base[field.name] = self.known.get(field.name) or self.dummy(field)
        rows = zip_longest(*choices.values())
        for row in list(rows) or [()]:
            chosen = zip(choices.items(), row, strict=True)
            yield base | {key: one or every[0] for (key, every), one in chosen}

    def press(self, name, vals, method, given, user):
        """He fills the window himself where he may, else he finds that of a colleague."""
        target = next(
            (
                self.made[field.comodel_name]
                for key in vals
                if (field := self.env[name]._fields[key]).type == "many2one"
                and field.comodel_name.startswith(self.attack_models)
            ),
            self.env["res.partner"],
        )
        window = self.env[name].with_context(
            active_model=target._name, active_id=target[:1].id, active_ids=target.ids
        )

        def pressed():
            mine = window.with_user(user).sudo(False)
            try:
                with self.env.cr.savepoint():
                    own = mine.create(vals)
                    shown = own.read()
            except UserError:
                own = window.sudo().create(vals).with_user(user).sudo(False)
                shown = False
            if shown and (word := self.find_secret(shown)):
                self.told.append((f"{name} shows", word, ""))
            return getattr(own, method)(**given)

        return pressed

    # --- what became of it

    def call(self, label, attempt):
        self.env.invalidate_all()  # a call over RPC finds nothing in the cache
        try:
            with self.env.cr.savepoint():
                said = attempt()
                self.env.flush_all()
        except Exception as error:  # noqa: BLE001 - refused is refused
            self.env.invalidate_all(flush=False)
            said = str(error)
        if word := self.find_secret(said):
            self.told.append((label, word, str(said)[:200]))

    def find_secret(self, said):
        text = json.dumps(said, default=str, ensure_ascii=False)
        return next((word for word in self.secrets if word in text), None)

    def read_tables(self):
        self.env.flush_all()
        ours = [self.env[name] for name in self.our_models()]
        # What only reads others has no table of its own.
        tables = {model._table for model in ours if model._auto}
        tables |= _CORE & {model._table for model in self.env.values()}
        self.env.cr.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', count(*), sum(hashtext(t::text)) FROM \"{table}\" t"
                for table in sorted(tables)
            )
        )
        return {table: rest for table, *rest in self.env.cr.fetchall()}

    def check_kind(self, kind, least):
        """At least so many attempts per person, and nothing comes of any of them."""
        for person in self.people:
            with self.subTest(f"{kind}: {person}"), mute_logger(*_MUTED):
                self.told = []
                before = self.read_tables()
                savepoint = self.env.cr.savepoint()
                attempts = list(self.attempts(kind, person))
                for label, attempt in attempts:
                    self.call(label, attempt)
                same = self.read_tables() == before
                savepoint.rollback()
                self.env.invalidate_all(flush=False)
                self.assertGreaterEqual(len(attempts), least)
                told = set() if person in self.readers else set(self.told)
                wrote = [] if same else list(self.find_culprit(attempts, before))
                self.assertFalse(wrote or told, f"wrote {wrote}, told {told}")

    def find_culprit(self, attempts, before):
        for label, attempt in attempts:
            self.call(label, attempt)
            now = self.read_tables()
            if now != before:
                yield label, [t for t in now if now[t] != before[t]]
                before = now
