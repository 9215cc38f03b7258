from odoo import api, fields, models

from ...groups import STAFF

SOURCES = [("bank", "Bank"), ("wechat", "WeChat Pay"), ("alipay", "Alipay")]
CHANNELS = ("wechat", "alipay")


class AccountJournal(models.Model):
    _inherit = "account.journal"

    # Two files that are read at once both write it, so the second begins anew and knows
    # what the first has read.
    aftersales_read_at = fields.Datetime(
        "Last Statement Read",
        readonly=True,
        copy=False,
        groups=STAFF,
    )
    aftersales_source = fields.Selection(
        SOURCES,
        "Statements Of",
        compute="_compute_aftersales_source",
        compute_sudo=True,  # which journal is a channel's is said in the settings
        groups=STAFF,
    )

    @api.depends_context("company")
    def _compute_aftersales_source(self):
        for journal in self:
            journal.aftersales_source = journal._aftersales_find_source()

    def _aftersales_find_source(self):
        """Whose statements a journal holds; none where it is no bank's."""
        if self.type != "bank":
            return False
        for channel in CHANNELS:
            if self.company_id[f"aftersales_{channel}_journal_id"] == self:
                return channel
        return "bank"
