import base64

from odoo import models
from odoo.tools import file_open

_FOLDER = "aftersales_service/static/src/reception"


class WalkRoundPaper(models.AbstractModel):
    """What the two papers of a reception share: the outline with its marks."""

    _name = "aftersales.walk.round.paper"
    _inherit = ["aftersales.paper"]
    _description = "Walk-Round Paper Values"

    _record_model = "aftersales.walk.round"

    def _get_picture(self, record):
        """Data URI of the photo, else of the outline, which printers need as PNG or SVG."""
        if record.outline_photo:
            return f"data:image/png;base64,{record.outline_photo.decode()}"
        with file_open(f"{_FOLDER}/{record.outline or 'car'}.svg", "rb") as file:
            code = base64.b64encode(file.read()).decode()
        return f"data:image/svg+xml;base64,{code}"

    def _get_marks(self, record):
        """[{x, y, kind label, note}]"""
        labels = {
            "scratch": self.env._("Scratch"),
            "dent": self.env._("Dent"),
            "crack": self.env._("Crack"),
            "broken": self.env._("Broken or Missing"),
            "rust": self.env._("Rust"),
            "other": self.env._("Other"),
        }
        return [mark | {"label": labels[mark["kind"]]} for mark in record.marks or []]

    def _get_wishes(self, record, blank):
        """Both answers to “old parts”, the customer's ticked (P-24)."""
        labels = record._fields["old_part_wish"]._description_selection(self.env)
        chosen = not blank and record.old_part_wish
        return [f"{'☑' if code == chosen else '☐'} {text}" for code, text in labels]

    def _yes(self, record, name, blank):
        """A box, ticked or not; empty on a blank."""
        return "☑" if record[name] and not blank else "☐"


class ReceptionSheet(models.AbstractModel):
    """接车登记表: customer copy and workshop copy (B-48, D-40)."""

    _name = "report.aftersales_service.report_reception"
    _inherit = ["aftersales.walk.round.paper"]
    _description = "Reception Sheet"

    def _get_title(self, record, form, blank):
        if record.kind == "out" and not blank:
            return self.env._("Hand-Back Sheet")
        return super()._get_title(record, form, blank)


class TaskOrder(models.AbstractModel):
    """任务委托书: work, estimate split into labour and parts, finish time (B-48, D-40)."""

    _name = "report.aftersales_service.report_task_order"
    _inherit = ["aftersales.walk.round.paper"]
    _description = "Task Order"
