from odoo import api, fields, models
from odoo.tools import format_date

from ..const import CHANGES, KINDS


class ResourceMakeupLoadDay(models.TransientModel):
    """One date that would be added, removed or changed."""

    _name = "resource.makeup.load.day"
    _description = "Previewed Day"
    _order = "date, id"

    load_id = fields.Many2one(
        "resource.makeup.load", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(readonly=True)
    weekday = fields.Char(compute="_compute_weekday")
    change = fields.Selection(CHANGES, readonly=True)
    old_kind = fields.Selection(KINDS, string="Until Now", readonly=True)
    new_kind = fields.Selection(KINDS, string="From Now On", readonly=True)
    name = fields.Char(string="Festival", readonly=True)
    source = fields.Char(readonly=True)

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_weekday(self):
        for day in self:
            day.weekday = format_date(self.env, day.date, date_format="EEEE")


class ResourceMakeupLoadDeadline(models.TransientModel):
    """One open deadline of another add-on that would move."""

    _name = "resource.makeup.load.deadline"
    _description = "Previewed Deadline"
    _order = "old, id"

    load_id = fields.Many2one(
        "resource.makeup.load", required=True, index=True, ondelete="cascade"
    )
    res_model = fields.Char(string="Technical Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", readonly=True
    )
    model_name = fields.Char(string="Document Type", compute="_compute_model_name")
    name = fields.Char(string="Document", readonly=True)
    old = fields.Datetime(string="Due Until Now", readonly=True)
    new = fields.Datetime(string="Due From Now On", readonly=True)

    @api.depends("res_model")
    @api.depends_context("lang")
    def _compute_model_name(self):
        for deadline in self:
            known = deadline.res_model in self.env
            deadline.model_name = (
                self.env["ir.model"]._get(deadline.res_model).name
                if known
                else deadline.res_model
            )
