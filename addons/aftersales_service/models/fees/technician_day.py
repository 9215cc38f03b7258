from odoo import api, models


class TechnicianDay(models.AbstractModel):
    """Fees on the technician's phone: who pays how much, and whether somebody agreed."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _get_choices(self):
        labels = self._get_labels("aftersales.visit", "consent_method")
        return super()._get_choices() | labels

    @api.model
    def _fetch(self, visits):
        """Fees of the jobs and who pays them (extends)."""
        products = super()._fetch(visits)
        # sudo: as in `_prepare_card`
        mine = visits.sudo()
        fees = self._fill(mine.order_id, "fee_ids")
        self._fill(mine, "fee_ids", fees)
        self._fill(fees, "share_ids").sale_line_id.fetch()
        return products | fees.product_id

    @api.model
    def _prepare_card(self, visit):
        # sudo: the technician shows the customer what it costs, whatever he may read
        shares = visit.sudo().fee_ids.share_ids.filtered("own_amount")
        charged = shares.filtered(lambda s: s.payer == "customer")
        agreed = all(share.sale_line_id.state == "sale" for share in charged)
        return super()._prepare_card(visit) | {
            "fees": [
                {
                    "id": share.id,
                    "name": share.fee_id.name,
                    "payer": share._fields["payer"].convert_to_export(
                        share.payer, share
                    ),
                    "amount": share.currency_id.format(share.own_amount),
                }
                for share in shares
            ],
            "customer_amount": visit.currency_id.format(visit.customer_amount)
            if charged
            else "",
            "customer_tax": visit.currency_id.format(visit.customer_tax)
            if visit.customer_tax
            else "",
            "needs_consent": bool(charged) and not agreed,
            "labour_hours": visit.labour_hours,
            "consent_name": visit.consent_name,
            "consent_method": visit.consent_method,
        }
