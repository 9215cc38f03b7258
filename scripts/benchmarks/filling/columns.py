"""What each column of a copied row holds: SQL over the mould's row ``t`` and the copy ``k``.

`Table` is one table whose rows are copied. Its moulds lie in a table of their own, with
columns beside the plain ones: ``a_…`` how far ids of the record that is referred to lie
apart (0: it is nobody's copy), ``e_…`` what the last day of a warranty is counted from.
"""

from . import moulds

# What chance made: a copy has its own.
RANDOM = frozenset({"uuid", "access_token", "public_token", "message_id"})
TEXTS = ("character varying", "text")
# What follows from a year, not from so many days.
YEARLY = {
    ("stock_quant", "inventory_date"): (
        "CASE WHEN t.inventory_date IS NOT NULL"
        " THEN make_date(extract(year FROM t.in_date + k.shift)::int, 12, 31) END"
    )
}
MOMENTS = {"date": "days", "timestamp without time zone": "shift"}


class Table:
    def __init__(self, plan, name):
        self.plan, self.name, self.moulds = plan, name, f'"fill_t_{name}"'
        self.types = plan.get_types(name)
        self.expressions = {column: f't."{column}"' for column in self.types}

    def execute(self, text, *values):
        self.plan.env.cr.execute(text, values or None)
        return self.plan.env.cr

    def take_rows(self):
        """Make the table of moulds; how many rows are copied."""
        return self.execute(
            f"CREATE TABLE {self.moulds} AS"
            f' SELECT {self.plan.get_cell(self)} AS cell, * FROM "{self.name}" t'
            f" WHERE {self.plan.get_filter(self)}"
        ).rowcount

    def prepare(self):
        """Find all expressions."""
        for column, target in self.plan.get_references(self):
            self._refer(column, target)
        for column, kind in self.types.items():
            if column in RANDOM and kind in TEXTS:
                self._draw(column)
            elif kind in MOMENTS:
                self._shift(column, MOMENTS[kind])
            elif kind in TEXTS:
                self._replace(column)
            elif kind == "jsonb":
                self._recast(column)
            if (self.name, column) in YEARLY:
                self.expressions[column] = YEARLY[self.name, column]
        if "id" in self.types:
            self.expressions["id"] = f"t.id + k.copy * {self.plan.apart[self.name]}"

    def _add(self, name, kind, value):
        self.execute(f'ALTER TABLE {self.moulds} ADD "{name}" {kind}')
        self.execute(f'UPDATE {self.moulds} t SET "{name}" = {value}')

    def _refer(self, column, apart):
        """``apart``: SQL of the distance between copies of what the column names."""
        name = f"a_{column}"
        self._add(name, "bigint", f"coalesce({apart}, 0)")
        used = f'SELECT 1 FROM {self.moulds} WHERE "{name}" != 0 LIMIT 1'
        if self.execute(used).fetchone():
            self.expressions[column] = f't."{column}" + k.copy * t."{name}"'

    def _draw(self, column):
        value = f'md5(t."{column}" || k.n)'
        if column == "uuid":
            value = f"{value}::uuid::text"
        else:
            value = f'left({value}, length(t."{column}"))'
        self.expressions[column] = value

    def _shift(self, column, by):
        self.expressions[column] = f't."{column}" + k.{by}'
        if by == "days":
            self._count_ends(column)

    def _count_ends(self, column):
        """Last days of warranties are counted in months, which weeks do not move."""
        rows = self._read(column)
        found = {
            record: self.plan.casters[cell].ends[value]
            for record, cell, value in rows
            if value in self.plan.casters[cell].ends
        }
        if not found:
            return
        first, months, plus = (f"e_{column}_{i}" for i in range(3))
        for name, kind in ((first, "date"), (months, "int"), (plus, "int")):
            self._add(name, kind, "NULL")
        for record, end in found.items():
            self.execute(
                f"UPDATE {self.moulds} SET {first} = %s, {months} = %s, {plus} = %s"
                " WHERE id = %s",
                *(*end, record),
            )
        self.expressions[column] = (
            f"CASE WHEN t.{first} IS NULL THEN t.{column} + k.days"
            f" ELSE fill_end(t.{first} + k.days, t.{months}, t.{plus}) END"
        )

    def _read(self, column):
        if "id" not in self.types:
            return []
        return self.execute(
            f'SELECT id, cell, "{column}" FROM {self.moulds} WHERE "{column}" IS NOT NULL'
        ).fetchall()

    def _replace(self, column):
        """Numbers of the cell within a text; days too where a text holds any."""
        used, days = set(), {}
        for record, cell, text in self._read(column):
            marked = self.plan.casters[cell].mark(text)
            parts = moulds.split(marked)[1::2]
            used |= {int(part[1:]) for part in parts if part[0] == "n"}
            if any(part[0] in "de" for part in parts):
                days[record] = moulds.split(marked)
        for place in sorted(used):
            self.expressions[column] = (
                f"replace({self.expressions[column]}, k.old[{place}], k.new[{place}])"
            )
        if days:
            sql = {record: moulds.to_sql(mould) for record, mould in days.items()}
            self.cast(column, sql, self.expressions[column])

    def _recast(self, column):
        """Numbers and days within JSON."""
        casters, found = self.plan.casters, {}
        for record, cell, value in self._read(column):
            mould = casters[cell].make(value)
            if len(mould) > 1:
                found[record] = f"({moulds.to_sql(mould)})::jsonb"
        self.cast(column, found, self.expressions[column])

    def cast(self, column, found, plain="NULL"):
        """The column holds the SQL ``found`` ({id: expression}), elsewhere ``plain``."""
        cells = {}
        rows = self.execute(f"SELECT id, cell FROM {self.moulds}").fetchall()
        for record, cell in rows:
            if record in found:
                cells.setdefault(cell, {})[record] = found[record]
        if cells:
            cases = {cell: _case("t.id", own, plain) for cell, own in cells.items()}
            self.expressions[column] = _case("t.cell", cases, plain)

    def get_statement(self):
        names = ", ".join(f'"{column}"' for column in self.types)
        values = ", ".join(self.expressions[column] for column in self.types)
        return (
            f'INSERT INTO "{self.name}" ({names}) SELECT {values}'
            f" FROM {self.moulds} t JOIN fill_batch k USING (cell)"
        )


def _case(value, results, otherwise):
    cases = " ".join(f"WHEN {key} THEN {result}" for key, result in results.items())
    return f"CASE {value} {cases} ELSE {otherwise} END"
