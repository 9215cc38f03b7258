from odoo import fields, models

from ...exceptions import ProofMissing


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
        "Journal for Mobile Payments",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "=", "bank")],
        help="WeChat Pay, Alipay and transfers in the field; the first bank journal otherwise.",
    )
    aftersales_wechat_qr = fields.Image(
        "WeChat Collection Code", max_width=512, max_height=512
    )
    aftersales_alipay_qr = fields.Image(
        "Alipay Collection Code", max_width=512, max_height=512
    )

    def _aftersales_get_collection_journal(self, method):
        """The journal into which money of that means is booked.

        :raises ProofMissing: when the company has none
        """
        self.ensure_one()
        kind = "cash" if method == "cash" else "bank"
        chosen = (
            self.aftersales_cash_journal_id
            if kind == "cash"
            else self.aftersales_online_journal_id
        )
        journal = chosen or self.env["account.journal"].search(
            [("type", "=", kind), ("company_id", "=", self.id)], limit=1
        )
        if not journal:
            raise ProofMissing(
                self.env._(
                    "%s has no cash or bank journal for money from the field. Ask the accountant to set one in the settings of After-Sales.",
                    self.name,
                )
            )
        return journal


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_cash_journal_id = fields.Many2one(
        related="company_id.aftersales_cash_journal_id", readonly=False
    )
    aftersales_online_journal_id = fields.Many2one(
        related="company_id.aftersales_online_journal_id", readonly=False
    )
    aftersales_wechat_qr = fields.Image(
        related="company_id.aftersales_wechat_qr", readonly=False
    )
    aftersales_alipay_qr = fields.Image(
        related="company_id.aftersales_alipay_qr", readonly=False
    )
