from odoo import Command, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE


class DealerClaimLine(models.Model):
    _inherit = "aftersales.dealer.claim.line"

    def action_accept(self):
        """All of it."""
        self._answer_all({line: (line.net, line.answer_reason) for line in self})

    def action_reply(self):
        """What stands in “Answered”; nothing there: it is rejected."""
        self._answer_all({line: (line.answer_net, line.answer_reason) for line in self})

    def _answer_all(self, answers):
        """:param answers: {line: (accepted, reason)}"""
        self._require_group(FINANCE)
        self.check_access("write")
        for line, (net, reason) in answers.items():
            line._check_answer(net, reason)
            state = line._get_answer(net)
            line._move_to(
                state,
                answer_net=net if state == "partly" else 0.0,
                answer_reason=reason,
                answered_by_id=self.env.uid,
                answered_at=self._now(),
            )
        for claim in self.claim_id:
            claim._check_all_answered()

    def _get_answer(self, net):
        if self.currency_id.is_zero(net):
            return "rejected"
        less = self.currency_id.compare_amounts(net, self.net) < 0
        return "partly" if less else "accepted"

    def _check_answer(self, net, reason):
        """:raises MoveRefused, ProofMissing: naming the line"""
        compare = self.currency_id.compare_amounts
        if self.claim_id.state != "filed":
            raise MoveRefused(
                self.env._("%s does not wait for an answer.", self.claim_id.name)
            )
        if compare(net, 0.0) < 0 or compare(net, self.net) > 0:
            raise MoveRefused(
                self.env._(
                    "“%(line)s”: between nothing and %(net)s can be accepted.",
                    line=self.name,
                    net=self.currency_id.format(self.net),
                )
            )
        if compare(net, self.net) < 0 and not (reason or "").strip():
            raise ProofMissing(
                self.env._(
                    "“%s”: please write why it is not accepted in full.", self.name
                )
            )

    def _make_fees(self):
        """What we accepted is a fee of the job, shared out like any other, and a cost."""
        for line in self.filtered("accepted_net"):
            # sudo: finance answers; what the job caused follows from the answer
            line.sudo()._in_flow().fee_id = (
                self.env["aftersales.fee"].sudo().create(line._prepare_fee())
            )
        self._record_costs(1)

    def _prepare_fee(self):
        order, product = self.claim_id.order_id, self._get_product()
        shares = order._get_claimed_shares(
            order._get_fee_shares(self.kind, self.product_id)
        )
        return {
            "name": self.name,
            "order_id": order.id,
            "kind": self.kind,
            "product_id": product.id,
            "quantity": 1.0,
            "price_unit": self._get_fee_price(),
            "reason": self.claim_id.name,
            "share_ids": [Command.create(share) for share in shares],
        }

    def _get_fee_price(self):
        """In the currency of the company's fee card, where that is another one."""
        company = self.company_id
        card = company.aftersales_pricelist_id.currency_id or company.currency_id
        return company.currency_id._convert(
            self.accepted_net, card, company, company._aftersales_today()
        )

    def _get_product(self):
        """:raises ProofMissing: where neither the line nor the company names one"""
        product = self.product_id or self.company_id.aftersales_labour_product_id
        if not product:
            raise ProofMissing(
                self.env._(
                    "“%s”: choose our product, or the labour product in the settings.",
                    self.name,
                )
            )
        return product

    def _record_costs(self, sign):
        """:param sign: -1 takes back what was written before"""
        ledger = self.env["aftersales.cost"].sudo()._in_flow()
        ledger.create(
            [
                {
                    "name": line.name,
                    "order_id": line.claim_id.order_id.id,
                    "date": line.company_id._aftersales_today(),
                    "kind": "contractor",
                    "quantity": sign * line.quantity,
                    "amount": sign * line.accepted_net,
                    "partner_id": line.dealer_id.id,
                    "reason": line.claim_id.name,
                }
                for line in self.filtered("accepted_net")
            ]
        )


class DealerClaim(models.Model):
    _inherit = "aftersales.dealer.claim"

    def action_accept_all(self):
        """Every line that waits is accepted in full."""
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting")
        waiting.action_accept()

    def _check_all_answered(self):
        if self.state == "filed" and all(
            line.state != "waiting" for line in self.line_ids
        ):
            self._move_to("answered")
            self.line_ids._make_fees()
            self._close_job()
            self._tell_dealer(
                self._for_dealer().env._(
                    "%(name)s is answered: %(accepted)s of %(claimed)s.",
                    name=self.name,
                    accepted=self.currency_id.format(self.accepted_net),
                    claimed=self.currency_id.format(self.claimed_net),
                )
            )

    def action_reopen(self):
        """The answers were wrong: fees and costs go, the lines wait again.

        :raises MoveRefused: once a bill pays for it
        """
        self._require_group(FINANCE)
        self.check_access("write")
        for claim in self:
            if claim._is_billed():
                raise MoveRefused(
                    self.env._(
                        "%(claim)s stands on %(bill)s. Cancel that bill first.",
                        claim=claim.name,
                        bill=claim.bill_id.display_name,
                    )
                )
            claim._move_to("filed")
            # sudo: as in `_make_fees`; a fee that was claimed on stands and refuses
            claim.line_ids._record_costs(-1)
            claim.line_ids.sudo().fee_id.unlink()
            claim.line_ids._move_to("waiting", answered_by_id=False, answered_at=False)

    def _for_dealer(self):
        """This claim in the language of whoever filed it."""
        # sudo: the language of a login
        return self.with_context(lang=self.sudo().create_uid.lang)

    def _tell_dealer(self, words):
        partner = self.sudo().create_uid.partner_id  # sudo: who filed it
        # sudo: whoever answers, the dealer is told
        self.sudo().message_post(
            body=words,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=partner.ids,
        )
