from odoo import api, fields, models
from odoo.tools import frozendict, ormcache

from ..const import HOLIDAY, PROPOSAL, QUIET
from ..exceptions import MakeupTableForeign
from ..kernel import statutory

STATUTORY_COUNTRY = "CN"


class ResourceMakeupTable(models.Model):
    """Public holidays and make-up working days that calendars may follow.

    A table without a company holds what the law says and serves every company; a table
    of a company holds that company's own swaps and serves only its calendars.
    """

    _name = "resource.makeup.table"
    _description = "Holiday Table"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    country_id = fields.Many2one(
        "res.country",
        index="btree_not_null",
        help="Years of this country that are published can be loaded without a file.",
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Empty: the table serves every company.",
    )
    day_ids = fields.One2many("resource.makeup.day", "table_id", string="Days")
    calendar_ids = fields.One2many(
        "resource.calendar", "makeup_table_id", string="Working Schedules"
    )
    last_year = fields.Integer(
        compute="_compute_last_year",
        string="Loaded Until",
        help="Later dates are planned by weekday and by the days that are free by law; bridging and make-up days are not known yet.",
    )
    year_missing = fields.Boolean(compute="_compute_last_year")

    @api.depends("day_ids.date", "day_ids.active")
    def _compute_last_year(self):
        """Year of the last day; the coming year is asked for from December on."""
        groups = self.env["resource.makeup.day"]._read_group(
            [("table_id", "in", self.ids)], ["table_id"], ["date:max"]
        )
        last = {table.id: date.year for table, date in groups}
        today = fields.Date.context_today(self)
        wanted = today.year + (today.month == 12)
        for table in self:
            table.last_year = last.get(table.id, 0)
            table.year_missing = table.last_year < wanted

    @api.constrains("company_id")
    def _check_calendars(self):
        self.sudo().calendar_ids._check_makeup_table()

    def write(self, vals):
        """Another country has other days by law."""
        result = super().write(vals)
        if "country_id" in vals:
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        """The cascade of the database passes the days by: nobody else clears the cache."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # --- days, for calendars

    def _get_kinds(self):
        """Kind of every special day by date: written ones, overlaid by proposed ones."""
        self.ensure_one()
        kinds = self._get_written_kinds(self.id)
        proposed = dict(self.env.context.get(PROPOSAL) or ()).get(self.id)
        if proposed is None:
            return kinds
        kinds = {**kinds, **dict(proposed)}
        country = self.sudo().country_id.code  # sudo: as below
        return self._get_statutory(country) | {day: k for day, k in kinds.items() if k}

    @api.model
    @ormcache("table_id")
    def _get_written_kinds(self, table_id):
        """Read without rights: whoever may plan by a calendar profits from its days."""
        days = self.env["resource.makeup.day"].sudo()
        # The cache is shared: an active_test of the caller must not get into it.
        domain = [("table_id", "=", table_id), ("active", "=", True)]
        rows = days._read_group(
            domain, ["table_id.country_id.code", "date:day", "kind"]
        )
        country = rows[0][0] if rows else self.browse(table_id).sudo().country_id.code
        written = {day: kind for _country, day, kind in rows}
        return frozendict(self._get_statutory(country) | written)

    @api.model
    def _get_statutory(self, country):
        """Days that are free by law, whatever stands in the table: nobody works on
        1 January because its notice was not read yet."""
        if country != STATUTORY_COUNTRY:
            return {}
        return {d: HOLIDAY for year in statutory.YEARS for d in statutory.days(year)}

    # --- hooks for add-ons that keep deadlines

    def _get_deadline_previews(self, changes):
        """Rows of open deadlines that ``changes`` would move; nothing is written yet.

        Other add-ons override it and append to what ``super()`` returns. A row is a
        dict: ``model``, ``res_id``, ``name`` (of the record), ``old`` and ``new``
        (naive UTC datetimes). The deadline to come is planned with a calendar from
        ``calendars._with_makeup_changes(table, changes)``.

        :param changes: list of ``kernel.days.Change``
        """
        self.ensure_one()
        return []

    def _days_changed(self, dates):
        """Called once, inside the transaction, after days at ``dates`` were written.

        Other add-ons override it to plan their open deadlines anew; calendars already
        answer by the new days.
        """
        self.ensure_one()

    def _tell_days_changed(self, dates):
        self.env.registry.clear_cache()
        if dates and not self.env.context.get(QUIET):
            self._days_changed(dates)

    # --- helpers

    def _foreign_calendar(self, calendar):
        return MakeupTableForeign(
            self.env._(
                "%(calendar)s cannot follow %(table)s: the table belongs to %(company)s"
                " alone. Choose a table without a company or one of the same company.",
                calendar=calendar.name,
                table=self.name,
                company=self.company_id.name,
            )
        )
