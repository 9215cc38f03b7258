from odoo import models
from odoo.tools import file_open

from ..const import QUIET
from ..exceptions import (
    MakeupFileInvalid,
    MakeupPackageMissing,
    MakeupYearUnknown,
)
from ..kernel import days as kernel
from ..kernel import files, packages
from ..messages import FILES, ROWS

SHIPPED = "resource_calendar_makeup/data/days/%s.csv"
PACKAGE_COUNTRY = "CN"


class ResourceMakeupTable(models.Model):
    """Years: from where they come, what they would change, writing them."""

    _inherit = "resource.makeup.table"

    def _load_shipped(self):
        """Fill a new table with every year that is shipped (at installation)."""
        self._apply_changes(self._compare(self._read_shipped(), self._get_days()))

    # --- sources

    def _read_published(self, year):
        """Published days of a year and the name of the list they stand in.

        The shipped list is the authority: the package is asked only for years that the
        list lacks.
        """
        self.ensure_one()
        days = [day for day in self._read_shipped() if day.date.year == year]
        if days:
            return days, self.env._("Shipped list, %(notice)s", notice=days[0].source)
        return self._read_package(year)

    def _read_shipped(self):
        country = (self.country_id.code or "").lower()
        try:
            with file_open(SHIPPED % country, "rb") as file:
                rows = files.rows_of(file.read(), "")
        except FileNotFoundError:
            return []
        years = {kernel.to_date(row[0]).year for row in rows[1:]}
        return [day for year in years for day in self._read_year(rows, year)]

    def _read_year(self, rows, year):
        """The shipped list holds several years: those of others are no faults."""
        return kernel.read_rows(rows, year, "en_US")[0]

    def _read_package(self, year):
        if self.country_id.code != PACKAGE_COUNTRY:
            raise MakeupYearUnknown(self._unknown(year))
        found, missing = packages.find_year(year)
        if found:
            return found, self.env._("Python package “%s”", found[0].source)
        if missing:
            raise MakeupPackageMissing(self._package_missing(year, missing))
        raise MakeupYearUnknown(self._unknown(year))

    def _read_file(self, content, name, year):
        """Days of a file, or one sentence that names every faulty row."""
        try:
            rows = files.rows_of(content, name)
        except files.Unreadable as error:
            raise MakeupFileInvalid(self.env._(FILES[error.args[0]])) from error
        lang = self.env.context.get("lang") or "en_US"
        days, faults = kernel.read_rows(rows, year, lang)
        if faults:
            raise MakeupFileInvalid(self._faults(faults))
        return days, name

    def _faults(self, faults):
        """One sentence that names every faulty row."""
        rows = "; ".join(self._fault_text(fault) for fault in faults)
        return self.env._(
            "Nothing was loaded, the file has faults – %(rows)s.", rows=rows
        )

    def _fault_text(self, fault):
        reason = self.env._(ROWS[fault.code])
        reason %= {"value": fault.value}
        return self.env._("row %(row)s: %(fault)s", row=fault.row, fault=reason)

    def _unknown(self, year):
        return self.env._(
            "The days of %(year)s are not known here yet: upload a file with the"
            " published list.",
            year=year,
        )

    def _package_missing(self, year, missing):
        return self.env._(
            "The days of %(year)s are not in the shipped list, and the Python package"
            " “%(package)s”, which may know them, is not installed on the server: have"
            " it installed, or upload a file with the published list.",
            year=year,
            package="”, “".join(missing),
        )

    # --- comparing and writing

    def _get_days(self, year=None):
        """The written days as plain data, with their names in every language."""
        self.ensure_one()
        domain = [("table_id", "=", self.id)]
        if year:
            domain += [("date", ">=", f"{year}-01-01"), ("date", "<=", f"{year}-12-31")]
        records = self.env["resource.makeup.day"].search(domain)
        texts = {
            lang: dict(
                zip(
                    records.ids,
                    records.with_context(lang=lang).mapped("name"),
                    strict=False,
                )
            )
            for lang in self._languages()
        }
        return [
            kernel.Day(
                record.date,
                record.kind,
                {lang: names[record.id] for lang, names in texts.items()},
                record.source or "",
            )
            for record in records
        ]

    def _languages(self):
        return {code for code, _name in self.env["res.lang"].get_installed()}

    def _compare(self, new, old):
        return kernel.compare(old, new, self._languages())

    def _apply_changes(self, changes):
        """Write the changes and tell once who depends on working time."""
        self.ensure_one()
        if not changes:
            return
        quiet = self.with_context(**{QUIET: True})
        quiet._archive_days([change.date for change in changes if change.old])
        quiet._create_days([change.new for change in changes if change.new])
        self._tell_days_changed({change.date for change in changes})

    def _archive_days(self, dates):
        """What is replaced stays readable: nobody wonders later what was valid."""
        domain = [("table_id", "=", self.id), ("date", "in", dates)]
        days = self.env["resource.makeup.day"].search(domain)
        days.write({"active": False})
        days.flush_recordset()  # before a new row takes the same date

    def _create_days(self, days):
        records = self.env["resource.makeup.day"].create(
            [
                {
                    "table_id": self.id,
                    "date": day.date,
                    "kind": day.kind,
                    "name": self._name_of(day),
                    "source": day.source,
                }
                for day in days
            ]
        )
        self._translate_days(records, days)

    def _name_of(self, day):
        """The name in the reader's language where the source tells it."""
        names = day.names
        name = names.get(self.env.lang) or names.get("en_US")
        return name or next(iter(names.values()))

    def _translate_days(self, records, days):
        """One write per language and festival, not one per day."""
        same = {}
        for record, day in zip(records, days, strict=False):
            for lang in self._languages() & set(day.names):
                key = lang, day.names[lang]
                same[key] = same.get(key, records.browse()) | record
        for (lang, name), group in same.items():
            group.with_context(lang=lang).write({"name": name})
