import inspect

from psycopg2 import DatabaseError

from odoo import models
from odoo.tools import mute_logger

from .attack_common import AttackCommon

# Books of core that our methods would write into if they could.
CORE = (
    "account_move",
    "account_payment",
    "mail_activity",
    "mail_message",
    "product_product",
    "res_partner",
    "sale_order",
    "sale_order_line",
    "stock_move",
    "stock_picking",
)
ATTACKERS = ("portal", "nobody", "auditor", "company_b")
# Words for arguments by what they are called; what is called otherwise gets 1.
WORDS = ("reason", "note", "name", "text", "by", "to", "word", "how", "key", "finding")


class TestAttackMethods(AttackCommon):
    """Every public method of ours, called by people whom the document is none of the
    business of: nothing is written, whatever it answers."""

    def methods(self, name):
        """Public methods that this model got from us, not from the ORM or another app."""
        found = {}
        for cls in type(self.env[name]).__mro__:
            if not getattr(cls, "__module__", "").startswith("odoo.addons.aftersales"):
                continue
            for method, function in vars(cls).items():
                public = not method.startswith("_") and inspect.isfunction(function)
                if public and not hasattr(models.BaseModel, method):
                    found.setdefault(method, function)
        return found

    def arguments(self, function):
        """Values for what a method asks for, as a browser would send them."""
        parameters = list(inspect.signature(function).parameters.values())[1:]
        return [
            "attack" if any(word in p.name for word in WORDS) else 1
            for p in parameters
            if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
        ]

    def call(self, record, method, function):
        try:
            with self.env.cr.savepoint():
                getattr(record, method)(*self.arguments(function))
                self.env.flush_all()
        except (DatabaseError, Exception):  # noqa: BLE001 - refused is refused
            self.env.invalidate_all(flush=False)

    def read_tables(self):
        self.env.flush_all()
        tables = {self.env[name]._table for name in self.our_models()} | set(CORE)
        self.env.cr.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', count(*), sum(hashtext(t::text)) FROM \"{table}\" t"
                for table in sorted(tables)
            )
        )
        return {table: rest for table, *rest in self.env.cr.fetchall()}

    def attack(self, person, before, names):
        for name in names:
            record = self.made[name].with_user(self.people[person]).sudo(False)
            for method, function in self.methods(name).items():
                self.call(record, method, function)

    def find_culprit(self, person, before):
        for name in self.our_models():
            record = self.made[name].with_user(self.people[person]).sudo(False)
            for method, function in self.methods(name).items():
                self.call(record, method, function)
                now = self.read_tables()
                if now != before:
                    changed = [t for t in now if now[t] != before[t]]
                    yield f"{name}.{method} wrote {changed}"
                    before = now

    @mute_logger(
        "odoo.sql_db",
        "odoo.http",
        "odoo.models.unlink",
        "odoo.addons.base.models.ir_model",
        "odoo.addons.base.models.ir_rule",
        "odoo.addons.document_flow.models.guard_mixin",
    )
    def test_nothing_is_written(self):
        count = sum(len(self.methods(name)) for name in self.our_models())
        self.assertGreater(count, 300)
        for person in ATTACKERS:
            with self.subTest(person):
                before = self.read_tables()
                savepoint = self.env.cr.savepoint()
                self.attack(person, before, self.our_models())
                same = self.read_tables() == before
                savepoint.rollback()
                self.env.invalidate_all(flush=False)
                if not same:
                    self.fail(list(self.find_culprit(person, before)))
