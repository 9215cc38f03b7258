from datetime import timedelta

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_cash_journal_id = fields.Many2one(
        "account.journal",
        "Journal for Field Cash",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "=", "cash")],
        help="Cash that technicians hand in; the first cash journal otherwise.",
    )
    aftersales_online_journal_id = fields.Many2one(
        "account.journal",
        "Journal for Transfers",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "=", "bank")],
        help="Transfers to our bank account, and whatever has no journal of its own; the first bank journal otherwise.",
    )
    aftersales_wechat_journal_id = fields.Many2one(
        "account.journal",
        "Journal for WeChat Pay",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "=", "bank")],
        help="The merchant account, whose statement WeChat Pay gives.",
    )
    aftersales_alipay_journal_id = fields.Many2one(
        "account.journal",
        "Journal for Alipay",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "=", "bank")],
        help="The merchant account, whose statement Alipay gives.",
    )
    aftersales_wechat_qr = fields.Image(
        "WeChat Collection Code", max_width=512, max_height=512
    )
    aftersales_alipay_qr = fields.Image(
        "Alipay Collection Code", max_width=512, max_height=512
    )

    def _aftersales_get_open_day(self, day, journal):
        """The day itself; where its month is closed, the first one that is open."""
        return self._aftersales_find_open_days({(day, journal)})[day, journal]

    def _aftersales_find_open_days(self, wanted):
        """Hook: {(day, journal): the first day from it on that nothing closes}; core's
        lock dates here, rooms above add theirs."""
        found = {}
        for day, journal in wanted:
            locked = self._get_violated_lock_dates(day, False, journal)
            after = [lock + timedelta(1) for lock, _name in locked]
            found[day, journal] = max([day, *after])
        return found


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_cash_journal_id = fields.Many2one(
        related="company_id.aftersales_cash_journal_id", readonly=False
    )
    aftersales_online_journal_id = fields.Many2one(
        related="company_id.aftersales_online_journal_id", readonly=False
    )
    aftersales_wechat_journal_id = fields.Many2one(
        related="company_id.aftersales_wechat_journal_id", readonly=False
    )
    aftersales_alipay_journal_id = fields.Many2one(
        related="company_id.aftersales_alipay_journal_id", readonly=False
    )
    aftersales_wechat_qr = fields.Image(
        related="company_id.aftersales_wechat_qr", readonly=False
    )
    aftersales_alipay_qr = fields.Image(
        related="company_id.aftersales_alipay_qr", readonly=False
    )

    def action_aftersales_create_journals(self):
        """A journal for each channel that has none yet; who may, says core."""
        self.ensure_one()
        self.company_id._aftersales_create_channels()
        return {"type": "ir.actions.client", "tag": "reload"}
