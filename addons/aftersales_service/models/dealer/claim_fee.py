from odoo import fields, models

from ...groups import AUDITOR, FINANCE, any_of

# Who does not pay us for what the dealer did: what we accept of it is ours to bear.
_NOT_OURS = {"customer", "agent"}


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_claimed_shares(self, shares):
        """Who bears what we accepted of a claim, after ``shares`` of the decision."""
        if _NOT_OURS & {share["payer"] for share in shares}:
            return [self._prepare_share("company", 100.0)]
        return shares


class Fee(models.Model):
    """What we accepted of a claim: a later decision says who bears it, not what it costs."""

    _inherit = "aftersales.fee"

    dealer_line_ids = fields.One2many(
        "aftersales.dealer.claim.line",
        "fee_id",
        "Lines of Dealers' Claims",
        groups=any_of(FINANCE, AUDITOR),
    )

    def _is_of_claim(self):
        if self.visit_id:  # asked for each fee on a phone: nothing is searched
            return False
        # sudo: whoever decides need not read claims
        return bool(self.sudo().dealer_line_ids)

    def _is_of_job_alone(self):
        """The dealer's hours are no visit's (extends)."""
        return super()._is_of_job_alone() and not self._is_of_claim()

    def _get_decided_shares(self):
        """The customer does not pay what we accepted (extends)."""
        shares = super()._get_decided_shares()
        return (
            self.order_id._get_claimed_shares(shares) if self._is_of_claim() else shares
        )

    def _get_card_price(self):
        """It costs what was accepted (extends)."""
        return self.price_unit if self._is_of_claim() else super()._get_card_price()
