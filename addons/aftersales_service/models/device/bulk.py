"""Many new rows of our own tables in few statements: the one place that inserts by SQL.

Rows go in by COPY, which spares the server the reading of a statement with ten thousand
values and costs a third of it.
`Batch` does what ``create`` does for plain columns: defaults, conversion, rights, rules,
companies, constraints; a test compares its rows with those of ``create``. What it cannot
know (a field computed elsewhere, a default of another add-on, an overridden ``create``)
it does not guess: `fits` is false then and the caller uses ``create``.
"""

import io
from itertools import repeat

from odoo.tools import SQL

from ...kernel.copy_text import copy_line

MAGIC = frozenset({"id", "create_uid", "create_date", "write_uid", "write_date"})
# What a value of these types looks like in COPY is known.
TYPES = frozenset(
    [
        "boolean",
        "char",
        "date",
        "datetime",
        "float",
        "integer",
        "many2one",
        "monetary",
        "selection",
        "text",
    ]
)
# Whose `create` is known to add nothing to what `Batch` does.
CREATORS = (
    "odoo.orm.",
    "odoo.addons.mail.models.mail_thread",
    "odoo.addons.aftersales_service.",
    "odoo.addons.document_flow.models.guard_mixin",
    "odoo.addons.document_flow.models.ledger_mixin",
)


class Batch:
    """Rows of ``model`` that are about to be inserted; they have ids and a cache before."""

    def __init__(self, model, vals_list):
        self.model = model.browse()
        self.given = set().union(*vals_list)
        self.vals_list = vals_list
        self.columns = {
            name: field
            for name, field in model._fields.items()
            if field.store and field.column_type and name not in MAGIC
        }

    def fits(self, later=()):
        """Whether inserting these rows by SQL is the same as creating them.

        :param later: computed fields whose values the caller will `set`
        """
        model, self.later = self.model, frozenset(later)
        creators = [cls for cls in type(model).mro() if "create" in vars(cls)]
        return (
            not model._parent_store
            and not model._inherits
            and all(c.create.__module__.startswith(CREATORS) for c in creators)
            and all(self._is_known(field) for field in model._fields.values())
        )

    def _is_known(self, field):
        if not field.store or field.name in MAGIC | self.later:
            return True
        if field.name in self.given:
            return (
                field.name in self.columns and not field.inverse and field.type in TYPES
            )
        if field.type not in TYPES and field.name in self.columns:
            return not field.default and not field.compute
        if field.name not in self.columns:
            return not field.default and not (field.compute and not field.related)
        constant = not field.default or field.default.__module__ == "odoo.orm.fields"
        # A required field without a default is refused by `create` in words.
        return (
            constant
            and not field.compute
            and (field.default or not field.required)
            and not field.company_dependent
        )

    def reserve(self):
        """The records with their ids; values are readable, rows are not there yet."""
        model = self.model
        # What others are about to give up (a serial, say) must be free before the insert.
        model.flush_model(list(self.columns))
        model.check_access("create")
        for name in self.given:
            model._check_field_access(model._fields[name], "write")
        missing = [name for name in self.columns if name not in self.given]
        self.defaults = model.default_get(missing)
        self.records = model.browse(self._next_ids())
        for name in self.columns:
            if name in self.given:
                self._cache(name, [self._get(vals, name) for vals in self.vals_list])
            else:
                self._cache_default(name)
        self.columns = {
            name: field
            for name, field in self.columns.items()
            if name in self.given or name in self.defaults
        }
        return self.records

    def _get(self, vals, name):
        return vals[name] if name in vals else self.defaults.get(name)

    def _next_ids(self):
        rows = self.model.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"{self.model._table}_id_seq",
                len(self.vals_list),
            )
        )
        return [id_ for (id_,) in rows]

    def _cache(self, name, values):
        field, records = self.model._fields[name], self.records
        convert = field.convert_to_cache
        field._insert_cache(records, [convert(v, records, False) for v in values])

    def _cache_default(self, name):
        field, default = self.model._fields[name], self.defaults.get(name)
        value = field.convert_to_cache(default, self.records[:1], False)
        field._insert_cache(self.records, repeat(value))

    def set_all(self, computed):
        """``{field: values}`` that were computed from the reserved records."""
        for name, values in computed.items():
            self.columns[name] = self.model._fields[name]
            for vals, value in zip(self.vals_list, values, strict=True):
                vals[name] = value
            self.columns[name]._invalidate_cache(self.model.env, self.records._ids)
            self._cache(name, values)

    def insert(self):
        """Write the rows, then check what ``create`` checks."""
        env = self.model.env
        self.constants = {
            name: self.columns[name].convert_to_column_insert(value, self.model)
            for name, value in self.defaults.items()
            if name in self.columns
        }
        log = (env.uid, env.cr.now()) * 2
        text = io.StringIO()
        for id_, vals in zip(self.records._ids, self.vals_list, strict=True):
            text.write(copy_line((id_, *log, *self._row(vals))))
        text.seek(0)
        names = (*_LOGGED, *self.columns)
        env.cr.copy_from(text, self.model._table, columns=names, size=1 << 16)
        self._forget_inverses()
        self.records._validate_fields(list(self.columns))
        self._check_companies()
        self.records.check_access("create")
        return self.records

    def _row(self, vals):
        return [
            self._get_column(field, vals[name], vals)
            if name in vals
            else self.constants.get(name)
            for name, field in self.columns.items()
        ]

    def _get_column(self, field, value, vals):
        """Amounts are rounded by whoever made them: a field would look for the currency of
        each, which costs more than the row."""
        if field.type == "monetary":
            return value or 0.0
        return field.convert_to_column_insert(value, self.model, vals)

    def _forget_inverses(self):
        """Lists of other records that now have more lines are read again."""
        env = self.model.env
        for name, field in self.columns.items():
            for inverse in self.model.pool.field_inverses[field]:
                ids = {vals.get(name) for vals in self.vals_list} - {None, False}
                inverse._invalidate_cache(env, ids)

    def _check_companies(self):
        """One record for each pair of companies says what all records would say."""
        if not self.model._check_company_auto:
            return
        for name in self.given:
            field = self.model._fields[name]
            if field.relational and field.check_company:
                for record in self._get_samples(name):
                    record._check_company([name])

    def _get_samples(self, name):
        """One record for each pair of its company and the company of its ``name``."""
        pairs = {}
        for record_id, vals in zip(self.records._ids, self.vals_list, strict=True):
            if vals.get(name):
                pairs.setdefault((vals["company_id"], vals[name]), record_id)
        # sudo: only the company of each record is asked, as `_check_company` does
        others = self.model.env[self.model._fields[name].comodel_name].sudo()
        others = others.browse({other for _company, other in pairs})
        companies = {other.id: other.company_id.id for other in others}
        samples = {(c, companies[other]): i for (c, other), i in pairs.items()}
        return self.model.browse(samples.values())


_LOGGED = ("id", "create_uid", "create_date", "write_uid", "write_date")
