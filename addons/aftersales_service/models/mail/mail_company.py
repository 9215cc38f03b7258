from odoo import fields, models

from ...kernel.text import clean

_FORBIDDEN = (
    "exe, com, bat, cmd, scr, pif, msi, dll, jar, js, jse, vbs, vbe, wsf, ps1, lnk, hta,"
    " reg, iso, img, docm, xlsm, htm, html, svg"
)


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_mail_hourly = fields.Integer(
        "Mails of One Sender per Hour",
        default=20,
        help="Further mails are held. Addresses under “Gateway Allowed” are never too many.",
    )
    aftersales_mail_files = fields.Integer("Files per Mail", default=20)
    aftersales_mail_file_size = fields.Integer("Largest File (MB)", default=10)
    aftersales_mail_total_size = fields.Integer("All Files of a Mail (MB)", default=25)
    aftersales_mail_forbidden = fields.Char(
        "Kinds of Files Not Accepted",
        default=_FORBIDDEN,
        help="Endings of file names, separated by commas. Programs are not accepted under any name.",
    )
    aftersales_mail_confirm = fields.Boolean(
        "Confirm by E-Mail",
        default=True,
        help="A known customer whose mail opened an order gets its number and the promised time, at most once an hour.",
    )

    _aftersales_mail_limits = models.Constraint(
        "CHECK (aftersales_mail_hourly > 0 AND aftersales_mail_files >= 0"
        " AND aftersales_mail_file_size >= 0 AND aftersales_mail_total_size >= 0)",
        "One mail an hour must be allowed, and limits of files cannot be negative.",
    )

    def _get_mail_forbidden(self):
        """Endings of file names that are not accepted: lower case, without dot."""
        self.ensure_one()
        words = clean(self.aftersales_mail_forbidden).lower().replace(";", ",")
        return {word.strip(" .*") for word in words.split(",")} - {""}


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_mail_hourly = fields.Integer(
        related="company_id.aftersales_mail_hourly", readonly=False
    )
    aftersales_mail_files = fields.Integer(
        related="company_id.aftersales_mail_files", readonly=False
    )
    aftersales_mail_file_size = fields.Integer(
        related="company_id.aftersales_mail_file_size", readonly=False
    )
    aftersales_mail_total_size = fields.Integer(
        related="company_id.aftersales_mail_total_size", readonly=False
    )
    aftersales_mail_forbidden = fields.Char(
        related="company_id.aftersales_mail_forbidden", readonly=False
    )
    aftersales_mail_confirm = fields.Boolean(
        related="company_id.aftersales_mail_confirm", readonly=False
    )
