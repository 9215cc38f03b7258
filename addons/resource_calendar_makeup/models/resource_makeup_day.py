from odoo import api, fields, models

from ..const import KINDS, MOVING


class ResourceMakeupDay(models.Model):
    """One date on which a country works or rests against the weekday."""

    _name = "resource.makeup.day"
    _description = "Public Holiday or Make-up Working Day"
    _order = "date desc, id desc"
    _rec_names_search = ["name", "source"]

    table_id = fields.Many2one(
        "resource.makeup.table",
        string="Holiday Table",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="table_id.company_id", store=True, index=True)
    date = fields.Date(required=True, index=True)
    kind = fields.Selection(KINDS, required=True, default="holiday")
    name = fields.Char(
        string="Festival",
        required=True,
        translate=True,
        help="The festival that is celebrated, or for which the make-up day works.",
    )
    source = fields.Char(help="Number of the notice that says so.")
    active = fields.Boolean(default=True)

    # Two rows for one date would leave open whether people work.
    _date_unique = models.UniqueIndex(
        "(table_id, date) WHERE active IS TRUE",
        "This date is already in the table: a day is either a public holiday or a"
        " make-up working day.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Tell who depends on working time."""
        days = super().create(vals_list)
        days._tell_tables(days._moved())
        return days

    def write(self, vals):
        """Tell who depends on working time: of the old dates and the new ones."""
        if not MOVING & set(vals):
            return super().write(vals)
        moved = self._moved()
        result = super().write(vals)
        self._tell_tables(moved, self._moved())
        return result

    def unlink(self):
        """Tell who depends on working time."""
        moved = self._moved()
        result = super().unlink()
        self._tell_tables(moved)
        return result

    def _moved(self):
        """Dates by table."""
        return {
            table: set(days.mapped("date"))
            for table, days in self.grouped("table_id").items()
        }

    @api.model
    def _tell_tables(self, *moves):
        dates = {}
        for move in moves:
            for table, days in move.items():
                dates[table] = dates.get(table, set()) | days
        for table, days in dates.items():
            table._tell_days_changed(days)
