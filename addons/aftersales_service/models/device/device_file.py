from odoo import fields, models

KINDS = [
    ("test_report", "Test Report"),
    ("screening_report", "Screening Report"),
    ("dpa_report", "DPA Report"),
    ("conformity", "Conformity Report"),
    ("certificate", "Certificate"),
    ("manual", "Manual"),
    ("other", "Other"),
]


class DeviceFile(models.Model):
    """A technical file that came with a device, and which version the customer has (S-24).

    A changed file is a new record with its version; it waits in “To Update at the
    Customer” until somebody notes the day on which the customer got it.
    """

    _name = "aftersales.device.file"
    _description = "Technical File"
    _inherit = ["document.guard.mixin"]
    _order = "device_id, kind, id desc"
    _check_company_auto = True

    device_id = fields.Many2one(
        "aftersales.device",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="device_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="device_id.partner_id")
    kind = fields.Selection(KINDS, required=True, default="certificate")
    name = fields.Char("Number or Title", required=True)
    version = fields.Char()
    valid_until = fields.Date()
    data = fields.Binary("Attachment", attachment=True)
    filename = fields.Char("File Name")
    updated_on = fields.Date(
        "Updated at the Customer On",
        index="btree_not_null",
        help="The day on which the customer got this version; empty: it still has to be sent.",
    )

    def action_note_updated(self):
        """The customer has this version now, where no day stands yet (S-24)."""
        for company, files in self.grouped("company_id").items():
            waiting = files.filtered(lambda file: not file.updated_on)
            waiting.write({"updated_on": company._aftersales_today()})


class Device(models.Model):
    _inherit = "aftersales.device"

    file_ids = fields.One2many("aftersales.device.file", "device_id", "Technical Files")
