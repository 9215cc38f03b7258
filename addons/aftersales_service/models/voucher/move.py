from odoo import fields, models

from ...groups import AUDITOR, FINANCE, MANAGER, any_of


class AccountMove(models.Model):
    """In which files for other programs a document went out."""

    _inherit = "account.move"

    aftersales_voucher_entry_ids = fields.One2many(
        "aftersales.voucher.entry",
        "move_id",
        "Files for Other Programs",
        copy=False,
        groups=any_of(FINANCE, MANAGER, AUDITOR),
    )
