from odoo import models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE
from ...kernel.money import Amount


class SettlementLine(models.Model):
    """What the payer answers, line by line. Every answer is a movement of the share."""

    _inherit = "aftersales.settlement.line"

    def action_accept(self):
        """He accepts all of it."""
        self._require_group(FINANCE)
        self._take_answers(
            {line: (line.net, line.answer_reason) for line in self}, self.env.user.name
        )

    def action_reply(self):
        """He accepts what stands in “Answered”; nothing there: he rejects it."""
        self._require_group(FINANCE)
        self._take_answers(
            {line: (line.answer_net, line.answer_reason) for line in self},
            self.env.user.name,
        )

    def action_reopen(self):
        """The answer was taken down wrongly, or the payer gives another one."""
        self._require_group(FINANCE)
        self._take_back_answers()

    def _take_answers(self, answers, who):
        """Write down answers; the document is answered when no line waits any more.

        :param answers: {line: (accepted without tax, reason)}
        :param who: name of the person
        :raises MoveRefused, ProofMissing: naming the line
        """
        rows, alike = [], {}
        for line, (net, reason) in answers.items():
            line._check_answer(net, reason)
            rows += line._prepare_accepted(net)
            key = (line._get_answer(net), reason or False)
            amount = net if key[0] == "partly" else 0.0
            alike.setdefault((*key, amount), []).append(line.id)
        for (state, reason, amount), ids in alike.items():
            self.browse(ids)._move_to(
                state,
                answer_net=amount,
                answer_reason=reason,
                answered_by=who,
                answered_at=self._now(),
            )
        self.env["aftersales.fee.share"]._append(rows)
        for settlement in self.settlement_id:
            settlement._check_all_answered()

    def _prepare_accepted(self, net):
        # sudo: whoever answers, his answer is a movement of a share
        return self.sudo().share_id._prepare_movements(
            {"accepted": Amount(net)}, self.settlement_id
        )

    def _get_answer(self, net):
        if self.currency_id.is_zero(net):
            return "rejected"
        left = self.currency_id.compare_amounts(net, self.net)
        return "partly" if left < 0 else "accepted"

    def _check_answer(self, net, reason):
        if self.settlement_state != "sent":
            raise MoveRefused(
                self.env._(
                    "%s is not waiting for answers.", self.settlement_id.display_name
                )
            )
        compare = self.currency_id.compare_amounts
        if compare(net, 0.0) < 0 or compare(net, self.net) > 0:
            raise MoveRefused(
                self.env._(
                    "“%(line)s”: between nothing and %(net)s can be accepted.",
                    line=self.display_name,
                    net=self.currency_id.format(self.net),
                )
            )
        if compare(net, self.net) < 0 and not (reason or "").strip():
            raise ProofMissing(
                self.env._(
                    "“%s”: please write why it is not accepted in full.",
                    self.display_name,
                )
            )

    def _take_back_answers(self):
        """As if nobody had answered yet."""
        rows = []
        told = self.filtered(lambda line: line.state != "waiting")
        for line in told:
            line._check_not_booked()
            rows += line._prepare_accepted(-line.accepted_net)
            line._get_open_approvals("settlement_bear")._withdraw()
        told._move_to("waiting", answered_by=False)
        self.env["aftersales.fee.share"]._append(rows)
        answered = self.settlement_id.filtered(lambda s: s.state == "answered")
        for settlement in answered:
            settlement._move_to("sent", date_due=settlement._get_answer_due())

    def _check_not_booked(self):
        if not self.is_open:
            raise MoveRefused(
                self.env._(
                    "%s is settled. Reverse its document; the shares are open again then.",
                    self.settlement_id.display_name,
                )
            )


class Settlement(models.Model):
    _inherit = "aftersales.settlement"

    def action_accept_all(self):
        """Everything that waits is accepted."""
        self._get_waiting().action_accept()
