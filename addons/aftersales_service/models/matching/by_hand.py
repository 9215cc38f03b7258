from odoo import Command, models

from ...exceptions import MoveRefused


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
