from odoo import api, fields, models

from .sources import KINDS


class VoucherEntry(models.Model):
    """A document in a file, under the number that it has there."""

    _name = "aftersales.voucher.entry"
    _description = "Document in a File for Another Program"
    _inherit = ["document.guard.mixin"]
    _order = "file_id desc, number, id"
    _check_company_auto = True
    _rec_name = "move_name"

    file_id = fields.Many2one(
        "aftersales.voucher.file",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(
        "account.move",
        "Document",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    move_name = fields.Char("Document Number", readonly=True)
    number = fields.Integer("Voucher Number", readonly=True)
    month = fields.Date(compute="_compute_month", store=True, precompute=True)
    fingerprint = fields.Char(
        readonly=True, help="Of what it said when it went out; a later change is told."
    )
    is_again = fields.Boolean(
        "Again", readonly=True, help="It was in an earlier file already."
    )
    company_id = fields.Many2one(
        related="file_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    is_standing = fields.Boolean(
        compute="_compute_is_standing", store=True, precompute=True
    )

    _once = models.UniqueIndex(
        "(move_id, kind) WHERE is_standing AND is_again IS NOT TRUE",
        "This document was put in a file already.",
    )

    _number_once = models.UniqueIndex(
        "(company_id, kind, month, number) WHERE is_standing AND is_again IS NOT TRUE",
        "Somebody else took these voucher numbers meanwhile. Press the button again.",
    )

    @api.depends("file_id.month")
    def _compute_month(self):
        for entry in self:
            entry.month = entry.file_id.month.replace(day=1)

    @api.depends("file_id.state")
    def _compute_is_standing(self):
        for entry in self:
            entry.is_standing = entry.file_id.state != "withdrawn"
