from odoo import api, models

from ...exceptions import ProofMissing

# Warnings of a decision that are facts about proof; the others are work for our desk.
_PROOFS = ("no_card", "no_invoice")
# Warranties on something else are no reason to refuse this.
_BESIDE_THE_POINT = ("other_cost", "other_part", "beaten")


class Refusal(models.AbstractModel):
    """拒绝保修通知书: what is refused, why, by which evidence, and the paid offer (R-51, R-52)."""

    _name = "report.aftersales_service.report_refusal"
    _inherit = ["aftersales.paper"]
    _description = "Notice of Refused Warranty"

    _record_model = "aftersales.order"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        for order in values["docs"] if not values["blank"] else ():
            self._check_refused(order)
        return values

    def _check_refused(self, order):
        """Nothing is refused in writing before somebody knows the cause."""
        lines = self._get_refused(order)
        if not lines:
            raise ProofMissing(
                self.env._(
                    "%s: the decision leaves nothing to the customer, so there is nothing to refuse.",
                    order.name,
                )
            )
        if any(line.is_provisional for line in lines):
            raise ProofMissing(
                self.env._(
                    "%s is decided provisionally. Decide again with the cause that was found, then print the refusal.",
                    order.name,
                )
            )

    def _get_refused(self, order):
        """Lines of the decision that the customer bears, all or in part."""
        return order.decision_id.line_ids.filtered(
            lambda line: any(payer == "customer" for payer, _share in line.shares or [])
        )

    def _get_reason_rows(self, order, form, blank):
        lines = [] if blank else list(self._get_refused(order))
        return lines + [None] * max(0, (6 if blank else 0) - len(lines))

    def _get_evidence(self, order):
        """Sentences of what the decision rests on."""
        found = order.visit_ids.filtered("cause").sorted("id")
        texts = [
            self.env._("%(visit)s: %(cause)s", visit=visit.name, cause=visit.cause)
            for visit in found
        ]
        decision = order.decision_id
        codes = (decision.warning_codes or "").split()
        texts += [
            sentence
            for code, sentence in zip(codes, decision._get_warnings(), strict=True)
            if code in _PROOFS
        ]
        return texts + self._get_lost_warranties(order)

    def _get_lost_warranties(self, order):
        """Why each warranty that could be thought of does not help; each said once."""
        rows = {}
        for line in self._get_refused(order):
            reasons = [reason for _coverage, reason in line.lost or []]
            for reason, sentence in zip(
                reasons, line._get_lost_sentences(), strict=True
            ):
                if reason not in _BESIDE_THE_POINT:
                    rows[sentence] = True
        return list(rows)

    def _get_offer(self, order, blank):
        """What the customer would pay, tax included: [(text, quantity, amount)].

        sudo: the desk and the technician hand the offer over without sales rights.
        """
        shares = order.sudo().fee_ids.share_ids if not blank else []
        return [
            (share.fee_id.name, share.fee_id.quantity, share._get_totals().total)
            for share in shares
            if share.payer == "customer"
        ]

    def _get_quotations(self, order):
        """Quotations that the customer can still accept; sudo as for the offer."""
        return order.sudo().sale_order_ids.filtered(
            lambda s: s.state in ("draft", "sent")
        )
