import base64
import io

import qrcode

from odoo import fields, models


class Form(models.Model):
    """A paper form: its title, number and copies, each with its addressee (B-90).

    The layout is one for all; what differs between companies is data here.
    """

    _name = "aftersales.form"
    _description = "Paper Form"
    _inherit = ["document.shared.mixin"]
    _order = "form_number, id"

    name = fields.Char("Title", required=True, translate=True)
    form_number = fields.Char(help="As printed in the corner, for example 服表001.")
    report_id = fields.Many2one(
        "ir.actions.report", required=True, index=True, ondelete="cascade"
    )
    copy_ids = fields.One2many("aftersales.form.copy", "form_id", "Copies")
    blank_rows = fields.Integer("Empty Lines on a Blank", default=8)
    note = fields.Text("Small Print", translate=True)

    _report_unique = models.Constraint(
        "UNIQUE (report_id)", "This report has a form already."
    )

    def action_print_blank(self):
        """An empty form to be filled in by hand."""
        self.ensure_one()
        return self.report_id.report_action([], data={"blank": True}, config=False)

    def _get_copies(self):
        """The copies to print; a form without copies is printed once, for nobody special."""
        return self.copy_ids or self.env["aftersales.form.copy"].new({"name": ""})

    def _make_qr(self, record):
        """QR code, as data URI, of the address that opens ``record`` (login required)."""
        base = record.get_base_url()
        return self._make_qr_of(f"{base}/odoo/{record._name}/{record.id}")

    def _make_qr_of(self, address):
        """QR code, as data URI, of any ``address``."""
        code = qrcode.make(address, box_size=4, border=1)
        stream = io.BytesIO()
        code.save(stream, format="PNG")
        return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


class FormCopy(models.Model):
    _name = "aftersales.form.copy"
    _description = "Copy of a Paper Form"
    _inherit = ["document.shared.mixin"]
    _shared_with = "form_id"
    _order = "form_id, sequence, id"

    form_id = fields.Many2one(
        "aftersales.form", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Addressee", required=True, translate=True)
