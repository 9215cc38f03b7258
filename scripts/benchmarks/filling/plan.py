"""From the cells of `story` to SQL: which rows are copied, and the statements that do it.

The statements lie in the database itself (``fill_statement``), so whoever copies it can go
on filling. Ids are plain arithmetic: copy ``c`` of a row has its id plus ``c`` times what
the cells together took of the table's sequence.
"""

from collections import defaultdict

from . import cells, finish, moulds, multiply, seals
from .columns import Table

# Nobody's copy: signals, mails already sent, texts of other languages.
SKIPPED = frozenset({"bus_bus", "ir_cron_trigger", "ir_sequence_date_range"})
# Stock without a serial number is one row for all: it is counted, not copied.
FILTERS = {"stock_quant": "lot_id IS NOT NULL"}


class Plan:
    def __init__(self, env, story, first, open_kinds, weeks):
        self.env, self.size, self.first = env, len(story), first
        self.weeks = weeks
        self.open_cells = {i for i, cell in enumerate(story) if cell[0] in open_kinds}
        self.cuts, self.apart = defaultdict(list), {}
        for table, upto in self.ask(
            "SELECT substr(sequence, 1, length(sequence) - 7), array_agg(upto ORDER BY cell)"
            " FROM fill_cut WHERE sequence LIKE '%\\_id\\_seq' GROUP BY 1"
        ):
            if upto[-1] > upto[0] and table not in SKIPPED:
                self.cuts[table], self.apart[table] = upto, upto[-1] - upto[0]
        self.models = {m._table: m for m in env.registry.models.values()}
        self.foreign = self._get_foreign_keys()

    def ask(self, text, *values):
        self.env.cr.execute(text, values or None)
        return self.env.cr.fetchall()

    def _get_foreign_keys(self):
        """{table: {column: table referred to}} to tables whose rows are copied."""
        found = defaultdict(dict)
        for table, column, target in self.ask(
            "SELECT r.relname::text, a.attname::text, o.relname::text"
            " FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid"
            " JOIN pg_class o ON o.oid = c.confrelid JOIN pg_attribute a"
            " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND cardinality(c.conkey) = 1"
        ):
            if target in self.apart:
                found[table][column] = target
        return found

    # === WHAT A TABLE ASKS === #

    def get_types(self, table):
        return dict(
            self.ask(
                "SELECT column_name::text, data_type::text FROM information_schema.columns"
                " WHERE table_name = %s ORDER BY ordinal_position",
                table,
            )
        )

    def get_cell(self, table):
        """SQL of the cell that a row belongs to."""
        if table.name in self.apart:
            return self.get_cell_of("t.id", table.name)
        keys = self.foreign[table.name].items()
        found = [self.get_cell_of(f"t.{column}", target) for column, target in keys]
        return f"greatest({', '.join(found)})"

    def get_cell_of(self, value, table):
        cuts = ",".join(map(str, self.cuts[table]))
        return f"width_bucket({value} - 1, ARRAY[{cuts}]::bigint[]) - 1"

    def get_filter(self, table):
        if table.name in self.apart:
            own = f"id > {self.cuts[table.name][0]}"
            return f"{own} AND {FILTERS.get(table.name, 'true')}"
        keys = self.foreign[table.name].items()
        return " OR ".join(f"t.{c} > {self.cuts[target][0]}" for c, target in keys)

    def get_references(self, table):
        """(column, SQL of the distance between copies of what it refers to)."""
        for column, target in self.foreign[table.name].items():
            yield column, self._get_apart(f't."{column}"', target)
        model = self.models.get(table.name)
        for field in model._fields.values() if model else ():
            if field.store and field.type == "many2one_reference":
                yield field.name, self._get_apart_by_model(field)
        if table.name == "mail_tracking_value":
            yield from self._get_tracked()

    def _get_apart(self, value, table):
        return f"CASE WHEN {value} > {self.cuts[table][0]} THEN {self.apart[table]} ELSE 0 END"

    def _get_apart_by_model(self, field):
        cases = [
            f"WHEN t.{field.model_field} = '{self.models[table]._name}'"
            f" THEN {self._get_apart(f't.{field.name}', table)}"
            for table in self.apart
            if table in self.models
        ]
        return f"CASE {' '.join(cases)} ELSE 0 END"

    def _get_tracked(self):
        relations = " ".join(
            f"WHEN '{self.models[table]._name}' THEN {{}}".format(
                self._get_apart("t.{0}", table)
            )
            for table in self.apart
            if table in self.models
        )
        for column in ("old_value_integer", "new_value_integer"):
            yield (
                column,
                "CASE (SELECT relation FROM ir_model_fields f WHERE f.id = t.field_id"
                " AND f.ttype = 'many2one')"
                f" {relations.format(column)} ELSE 0 END",
            )

    # === THE PLAN === #

    def write(self):
        """All tables of moulds and the statements that copy a batch."""
        self.env.cr.execute(moulds.FUNCTION)
        self.casters = cells.write(self)
        linked = [t for t in self.foreign if t not in self.apart and self._is_link(t)]
        statements = []
        for name in [*sorted(self.apart), *sorted(linked)]:
            table = Table(self, name)
            if not table.take_rows():
                continue
            table.prepare()
            seals.prepare(self, table)
            statements.append((name, table.get_statement()))
        self._keep("fill_statement", "name text, sql text", statements)
        numbered = list(filter(self.apart.get, cells.NUMBERED))
        ends = finish.get_statements(self.env, sorted(self.apart), numbered)
        self._keep("fill_finish", "sql text", [(sql,) for sql in ends])
        state = (self.size, self.size, True)
        self._keep("fill_state", "size bigint, made bigint, whole bool", [state])
        self.env.cr.execute(multiply.REMEMBER)

    def _keep(self, table, columns, rows):
        self.env.cr.execute(f"CREATE TABLE {table} ({columns})")
        places = ", ".join(["%s"] * len(rows[0]))
        self.env.cr.executemany(f"INSERT INTO {table} VALUES ({places})", rows)

    def _is_link(self, table):
        """Whether it has no ids of its own: rows are pairs of two records."""
        return "id" not in self.get_types(table)
