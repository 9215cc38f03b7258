from odoo import Command, api, models

from ...exceptions import MoveRefused, ProofMissing
from .open_item import LINE, RECEIPT, to_fen

# What a bank on the way may keep: so much, or such a share.
_CHARGE, _SHARE = 50.0, 0.01


class MatchingDesk(models.AbstractModel):
    """What a person chooses himself."""

    _inherit = "aftersales.matching.desk"

    @api.model
    def find_items(self, line_id, text="", limit=20):
        """Open items whose number or partner holds ``text``, those of the line's amount
        first; who asks by words also finds what is deducted, such as a credit note."""
        self._require_finance()
        line = self._get_lines([line_id])
        wanted = (text or "").strip().lower()
        fen = to_fen(line.amount)
        found = [
            item
            for item in self._read_items(line)
            if (wanted or item.amount * fen > 0)
            and (wanted in item.number.lower() or wanted in item.partner.lower())
        ]
        found.sort(key=lambda item: (abs(item.amount - fen), item.date, item.key))
        return [self._prepare_item(item) for item in found[: max(int(limit), 1)]]

    @api.model
    def _read_items(self, line):
        # sudo: group and company were checked; accountants see receipts by our rules
        items = self.env["aftersales.open.item"].sudo()._read_open(line.company_id)
        return [item for item in items if item.currency == line.currency_id.id]

    @api.model
    def _prepare_item(self, item):
        amount = item.amount / 100
        return {
            "name": item.number,
            "partner": item.partner,
            "amount": amount,
            "open": amount,
            "date": str(item.date),
            "kind": item.kind,
            "model": item.model,
            "id": item.res_id,
        }

    @api.model
    def choose(self, line_id, items=(), fee=0.0, account_id=None, partner_id=None):
        """Say by hand what a line is: parts of items, a charge; the rest goes to an account,
        or stays in suspense. It waits for *Confirm* like any proposal; nothing at all
        leaves the line to the next look for proposals.

        :param items: [{"model", "id", "amount"}]; ``amount`` False: all that is open
        """
        self._require_finance()
        line = self._get_lines([line_id])
        line._aftersales_check_currency()
        open_ = {item.ref: item for item in self._read_items(line)}
        rows = self._read_choice(line, items, open_)
        fee = line.currency_id.round(float(fee or 0.0))
        rest = line.amount - sum(row["amount"] for row in rows) + fee
        rest = line.currency_id.round(rest)
        self._check_choice(line, rows, fee, rest)
        rest_of = self._read_rest(line, account_id, partner_id)
        proposal = self._get_proposals([line.id], wanted=False)
        proposal._lock(proposal._name, proposal.ids)
        if not rows and not account_id:
            self._leave(proposal)
            return False
        proposal = proposal or proposal._create_by_hand(line)
        if proposal.state != "open":
            self._check_not_confirmed(proposal)
            proposal._move_to("open")
        proposal._choose(rows, fee, rest, rest_of)
        return self._prepare_proposal(proposal)

    @api.model
    def _leave(self, proposal):
        self._check_not_confirmed(proposal)
        proposal._in_flow().unlink()

    @api.model
    def _check_not_confirmed(self, proposal):
        if proposal.state == "confirmed":
            raise MoveRefused(
                self.env._("%s is confirmed. Undo it first.", proposal._get_label())
            )

    @api.model
    def _read_choice(self, line, items, open_):
        rows, seen = [], set()
        for one in items:
            ref = (one.get("model"), int(one.get("id") or 0))
            if ref in seen or ref not in open_ or ref[0] not in (LINE, RECEIPT):
                raise MoveRefused(
                    self.env._(
                        "An item that you chose is not open any more. Look again."
                    )
                )
            seen.add(ref)
            item = open_[ref]
            amount = one.get("amount")
            if amount is None or amount is False:
                amount = item.amount / 100
            rows.append(
                {
                    "res_model": ref[0],
                    "res_id": ref[1],
                    "name": item.number,
                    "partner": item.partner,
                    "amount": line.currency_id.round(float(amount)),
                    "open_amount": item.amount / 100,
                }
            )
        return rows

    @api.model
    def _check_choice(self, line, rows, fee, rest):
        for row in rows:
            self._check_part(line, row)
        self._check_fee(line, fee)
        if rest * line.amount < 0 or (fee and not rows):
            raise MoveRefused(
                self.env._(
                    "What you chose is %s more than the bank line. Take a part, or say how much was kept as a charge.",
                    line.currency_id.format(abs(rest)),
                )
            )

    @api.model
    def _check_part(self, line, row):
        amount, left = to_fen(row["amount"]), to_fen(row["open_amount"])
        if amount * left <= 0 or abs(amount) > abs(left):
            raise MoveRefused(
                self.env._(
                    "Of %(item)s %(left)s is open, not %(amount)s.",
                    item=row["name"] or row["partner"],
                    left=line.currency_id.format(row["open_amount"]),
                    amount=line.currency_id.format(row["amount"]),
                )
            )

    @api.model
    def _check_fee(self, line, fee):
        if fee < 0 or fee > max(_CHARGE, _SHARE * abs(line.amount)):
            raise MoveRefused(
                self.env._(
                    "%s is no usual charge of a bank. Take a part of the item instead.",
                    line.currency_id.format(fee),
                )
            )
        if fee and line.aftersales_fee:
            raise MoveRefused(
                self.env._(
                    "The channel told its charge itself: it is booked without your word."
                )
            )

    @api.model
    def write_off(self, line_id, reason):
        """Confirm with the fen that are missing or too much written off.

        :raises ProofMissing: without a reason; MoveRefused: above the tolerance
        """
        self._require_finance()
        proposal = self._get_proposals([line_id])
        if not (reason or "").strip():
            raise ProofMissing(
                self.env._("Please write why the difference is written off.")
            )
        proposal._write_off(reason.strip())
        proposal._confirm()
        return {"confirmed": 1}


class BankProposal(models.Model):
    """What people choose, and the fen that they write off."""

    _inherit = "aftersales.bank.proposal"

    def _create_by_hand(self, lines):
        """An empty proposal for each line."""
        return self._in_flow().create(
            [
                {
                    "statement_line_id": line.id,
                    "company_id": line.company_id.id,
                    "currency_id": line.currency_id.id,
                    "rest": line.amount,
                    "by_hand": True,
                }
                for line in lines
            ]
        )

    def _choose(self, rows, fee, rest, rest_of):
        self._in_flow().write(
            {
                "line_ids": [Command.clear(), *(Command.create(row) for row in rows)],
                "fee": fee,
                "rest": rest,
                "sure": False,
                "by_hand": True,
                "fen_off": 0.0,
                "reason_code": False,
                "reason_values": False,
            }
            | rest_of
        )

    def _write_off(self, reason):
        """Everything that the items still have open is settled; what differs is the
        company's."""
        self._check_move("confirmed")
        tolerance, currency = (
            self.company_id.aftersales_match_tolerance,
            self.currency_id,
        )
        whole = sum(self.line_ids.mapped("open_amount"))
        paid = sum(self.line_ids.mapped("amount"))
        short = currency.round(whole - paid)
        if not self.line_ids or abs(short) > tolerance:
            short = 0.0
        written = currency.round(
            paid + short - self.fee - self.statement_line_id.amount
        )
        if (
            not written
            or not self.line_ids
            or currency.compare_amounts(abs(written), tolerance) > 0
        ):
            raise MoveRefused(
                self.env._(
                    "%(line)s: %(amount)s differs; up to %(most)s may be written off.",
                    line=self._get_label(),
                    amount=currency.format(abs(written)),
                    most=currency.format(tolerance),
                )
            )
        if short:
            for row in self.line_ids:
                row._in_flow().write({"amount": row.open_amount})
        self._in_flow().write({"fen_off": written, "rest": 0.0, "note": reason})
