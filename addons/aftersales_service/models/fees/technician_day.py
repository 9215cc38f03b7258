from odoo import models


class Visit(models.Model):
    """Fees on the technician's phone: who pays how much, and whether somebody agreed."""

    _inherit = "aftersales.visit"

    def _prepare_phone_day(self):
        day = super()._prepare_phone_day()
        day["choices"]["consent_method"] = self._fields[
            "consent_method"
        ]._description_selection(self.env)
        return day

    def _prepare_phone_card(self):
        # sudo: the technician shows the customer what it costs, whatever he may read
        shares = self.sudo().fee_ids.share_ids.filtered("amount")
        charged = shares.filtered(lambda s: s.payer == "customer")
        agreed = all(share.sale_line_id.state == "sale" for share in charged)
        return super()._prepare_phone_card() | {
            "fees": [
                {
                    "id": share.id,
                    "name": share.fee_id.name,
                    "payer": share._fields["payer"].convert_to_export(
                        share.payer, share
                    ),
                    "amount": share.currency_id.format(share.amount),
                }
                for share in shares
            ],
            "customer_amount": self.currency_id.format(self.customer_amount)
            if charged
            else "",
            "customer_tax": self.currency_id.format(self.customer_tax)
            if self.customer_tax
            else "",
            "needs_consent": bool(charged) and not agreed,
            "labour_hours": self.labour_hours,
            "consent_name": self.consent_name,
            "consent_method": self.consent_method,
        }
