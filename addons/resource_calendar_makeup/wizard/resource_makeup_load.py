import base64

from odoo import api, fields, models

from ..exceptions import (
    MakeupFileInvalid,
    MakeupPreviewMissing,
    MakeupPreviewStale,
)
from ..messages import NO_FILE


class ResourceMakeupLoad(models.TransientModel):
    """Loads a year into a table: shows first what would change, writes on confirmation."""

    _name = "resource.makeup.load"
    _description = "Load a Year of Holidays"

    table_id = fields.Many2one(
        "resource.makeup.table",
        string="Holiday Table",
        required=True,
        ondelete="cascade",
    )
    year = fields.Integer(
        required=True,
        compute="_compute_year",
        store=True,
        readonly=False,
        precompute=True,
    )
    origin = fields.Selection(
        [("published", "Published List"), ("file", "File")],
        string="Load From",
        required=True,
        default="published",
        help="The published list is the one shipped here; for years that it lacks, the"
        " Python package “chinesecalendar” or “holidays”.",
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    state = fields.Selection(
        [("draft", "Choose"), ("preview", "Preview")], default="draft", required=True
    )
    origin_name = fields.Char(string="Source", readonly=True)
    signature = fields.Char(readonly=True)
    day_ids = fields.One2many("resource.makeup.load.day", "load_id", readonly=True)
    deadline_ids = fields.One2many(
        "resource.makeup.load.deadline", "load_id", readonly=True
    )

    @api.depends("table_id")
    def _compute_year(self):
        """The first year that the table lacks."""
        for load in self:
            today = fields.Date.context_today(load)
            load.year = (load.table_id.last_year or today.year - 1) + 1

    def action_preview(self):
        """Show what would change; nothing but this dialogue is written."""
        self.ensure_one()
        changes, origin_name = self._get_changes()
        self.write(
            {
                "state": "preview",
                "origin_name": origin_name,
                "signature": repr(changes),
                "day_ids": [(5,), *self._prepare_days(changes)],
                "deadline_ids": [(5,), *self._prepare_deadlines(changes)],
            }
        )
        return self._reopen()

    def action_back(self):
        """Choose again."""
        self.ensure_one()
        self.write({"state": "draft", "day_ids": [(5,)], "deadline_ids": [(5,)]})
        return self._reopen()

    def action_apply(self):
        """Write what was shown."""
        self.ensure_one()
        if self.state != "preview":
            raise MakeupPreviewMissing(
                self.env._("Look at the preview first, then confirm it.")
            )
        changes, _origin_name = self._get_changes()
        if repr(changes) != self.signature:
            raise MakeupPreviewStale(
                self.env._(
                    "The days of %(table)s were changed after this preview was made:"
                    " make the preview again.",
                    table=self.table_id.name,
                )
            )
        self.table_id._apply_changes(changes)
        return {"type": "ir.actions.act_window_close"}

    def _get_changes(self):
        table = self.table_id
        if self.origin == "file":
            if not self.file:
                raise MakeupFileInvalid(self.env._(NO_FILE))
            content = base64.b64decode(self.file)
            days, name = table._read_file(content, self.filename, self.year)
        else:
            days, name = table._read_published(self.year)
        return table._compare(days, table._get_days(self.year)), name

    def _prepare_days(self, changes):
        return [
            (
                0,
                0,
                {
                    "date": change.date,
                    "change": change.kind,
                    "old_kind": change.old and change.old.kind,
                    "new_kind": change.new and change.new.kind,
                    "name": self.table_id._name_of(change.new or change.old),
                    "source": (change.new or change.old).source,
                },
            )
            for change in changes
        ]

    def _prepare_deadlines(self, changes):
        if not changes:
            return []
        rows = self.table_id._get_deadline_previews(changes)
        return [
            (
                0,
                0,
                {
                    "res_model": row["model"],
                    "res_id": row["res_id"],
                    "name": row["name"],
                    "old": row["old"],
                    "new": row["new"],
                },
            )
            for row in rows
        ]

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Load a Year"),
        }
