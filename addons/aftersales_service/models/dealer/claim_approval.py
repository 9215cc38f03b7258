from odoo import fields, models

from ...exceptions import FilingRefused


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("dealer_repair", "Expensive Repair by a Dealer")],
        ondelete={"dealer_repair": "cascade"},
    )


class DealerClaim(models.Model):
    """Above the limit of his agreement a dealer asks before he repairs on our account."""

    _inherit = "aftersales.dealer.claim"

    def _ask_consent(self):
        self.ensure_one()
        # sudo: the dealer asks, he has no right on the question
        self.sudo()._request_approval(
            "dealer_repair",
            self._get_agreement()._get_role_code(),
            self.fault,
            amount=self.claimed_net,
        )

    def _check_limit(self):
        """:raises FilingRefused: above what may be repaired without asking, or above what
        was consented to"""
        limit = self._get_agreement().approval_limit
        compare = self.currency_id.compare_amounts
        if not limit or compare(self.claimed_net, limit) <= 0:
            return
        if self.agreed_amount and compare(self.claimed_net, self.agreed_amount) <= 0:
            return
        if self.agreed_amount:
            raise FilingRefused(
                self.env._(
                    "We consented to %(agreed)s, but %(claimed)s are claimed. Claim what was consented to, or withdraw this and ask again.",
                    agreed=self.currency_id.format(self.agreed_amount),
                    claimed=self.currency_id.format(self.claimed_net),
                )
            )
        raise FilingRefused(
            self.env._(
                "Repairs above %(limit)s need our consent first; this one costs %(claimed)s. Tick “ask for consent” and send it again; what you typed is kept.",
                limit=self.currency_id.format(limit),
                claimed=self.currency_id.format(self.claimed_net),
            )
        )

    def _on_approved(self, approval):
        if approval.kind == "dealer_repair":
            self._move_to("agreed", agreed_amount=self.claimed_net)
            self._tell_dealer(
                self._for_dealer().env._(
                    "%s: you may repair it and claim the costs.", self.name
                )
            )
        return super()._on_approved(approval)

    def _on_approval_refused(self, approval):
        if approval.kind == "dealer_repair":
            self._move_to("refused")
            self._tell_dealer(
                self._for_dealer().env._(
                    "%(name)s: we do not bear this repair. %(note)s",
                    name=self.name,
                    note=approval.note,
                )
            )
        return super()._on_approval_refused(approval)
