from odoo import Command, api, fields, models

from ...kernel.money import share_out
from .selections import CODES

_LAST = 1000  # the line of what is withheld stands below all others


class Settlement(models.Model):
    """What we owe becomes a draft vendor bill for finance, an entry of wages, or a workbook
    for payroll alone."""

    _inherit = "aftersales.settlement"

    direction = fields.Selection(selection_add=[("owed", "What We Owe")])

    @api.depends("payer")
    def _compute_direction(self):
        """Extends."""
        result = super()._compute_direction()
        for settlement in self.filtered(lambda s: s.payer in CODES):
            settlement.direction = "owed"
        return result

    def _book_lines(self, becomes, lines):
        """A workbook is no document; a bill stays a draft until finance has the paper
        (extends)."""
        if becomes == "payroll":
            return self.env["account.move"]
        return super()._book_lines(becomes, lines)

    def _finish_document(self, move, becomes):
        return None if becomes == "bill" else super()._finish_document(move, becomes)

    def _prepare_bill(self, lots):
        vals = self._prepare_invoice("in_invoice", lots)
        term = self.term_id
        if withheld := self._get_withheld(lots):
            vals["invoice_line_ids"].append(
                Command.create(
                    {
                        "sequence": _LAST,
                        "name": term.withheld_note or self.env._("Tax withheld"),
                        "quantity": 1,
                        "price_unit": -withheld,
                        "account_id": term.withheld_account_id.id,
                        "tax_ids": [Command.clear()],
                    }
                )
            )
        return vals | {"narration": term.withheld_note or False}

    def _get_withheld(self, lots):
        lines = self.env["aftersales.settlement.line"].union(*(ls for _k, ls in lots))
        return self._get_withheld_of(lines)

    def _get_withheld_of(self, lines):
        """Of the sum of a statement, above what is free."""
        whole, term = sum(lines.mapped("accepted_net")), self.term_id
        base = max(whole - term.withheld_free, 0.0)
        return self.currency_id.round(base * term.withheld_percent / 100)

    def _prepare_accrual(self, lots):
        """Wages: cost against what is owed and what is withheld."""
        journal, term = self._get_journal(lots), self.term_id
        rows = [
            self._prepare_item(
                self._get_relieved_account(agreed),
                sum(lines.mapped("accepted_net")),
                self._get_line_words(agreed, lines),
            )
            for (agreed, _taxes), lines in lots
        ]
        withheld = self._get_withheld(lots)
        left = sum(row["balance"] for row in rows) - withheld
        rows.append(self._prepare_item(term.owed_account_id, -left, self.name))
        if withheld:
            note = term.withheld_note or self.env._("Tax withheld")
            rows.append(self._prepare_item(term.withheld_account_id, -withheld, note))
        return {
            "move_type": "entry",
            "line_ids": [Command.create(row) for row in rows],
        } | ({"journal_id": journal.id} if journal else {})

    def _get_lot_items(self, move, lots):
        """The journal items of the costs: without what is withheld (extends)."""
        if self.direction != "owed":
            return super()._get_lot_items(move, lots)
        items = move.invoice_line_ids
        if not move.is_invoice():
            items = move.line_ids.filtered(lambda item: item.balance > 0)
        return items.sorted(lambda item: (item.sequence, item.id))[: len(lots)]

    @api.depends("line_ids.accepted_net", "line_ids.becomes")
    def _compute_payment(self):
        """A draft bill stands, an accrual is paid by payroll (extends)."""
        result = super()._compute_payment()
        for settlement in self.filtered(lambda s: s.direction == "owed"):
            moves = settlement.sudo().move_ids  # sudo: as in `settlement`
            posted = moves.filtered(lambda m: m._aftersales_get_live_part() > 0)
            standing = posted | moves.filtered(lambda m: m.state == "draft")
            settled = settlement.state == "settled"
            booked = settlement.line_ids.filtered(
                lambda ln: ln.accepted_net and ln.becomes != "payroll"
            )
            bills = standing.filtered(lambda m: m.move_type == "in_invoice")
            settlement.is_reversed = settled and bool(booked) and not standing
            settlement.is_paid = bool(
                settled and bills and standing == posted and not settlement.residual
            )
        return result

    def _get_open_items(self):
        """What he owes by anything, against this bill (extends)."""
        if self.direction != "owed":
            return super()._get_open_items()
        items = self.env["account.move.line"]
        common = [
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("company_id", "=", self.company_id.id),
            ("currency_id", "=", self.company_id.currency_id.id),
            (
                "partner_id.commercial_partner_id",
                "=",
                self.partner_id.commercial_partner_id.id,
            ),
        ]
        owes = items.search(
            [*common, ("account_id.account_type", "=", "asset_receivable")]
        ).filtered(lambda item: item.amount_residual > 0)
        owed = items.search(
            [
                *common,
                ("move_id", "in", self.sudo().move_ids.ids),  # sudo: see `move_ids`
                ("account_id.account_type", "=", "liability_payable"),
            ]
        )
        first = owes[:1].account_id
        return owes.filtered(lambda item: item.account_id == first), owed

    def action_print(self):
        """What we owe is a statement (extends)."""
        if self[:1].direction == "owed":
            report = self.env.ref("aftersales_service.action_report_statement")
            return report.report_action(self, config=False)
        return super().action_print()


class SettlementLine(models.Model):
    _inherit = "aftersales.settlement.line"

    def _get_billed(self):
        """{(work, kind of cost): net amount}, as finance left the posted bills: what an
        item says is shared out among its lines, to the fen."""
        told = {}
        items = self.filtered(lambda ln: ln.becomes == "bill").move_line_id
        mates = self.search([("move_line_id", "in", items.ids)], order="id")
        for item, lines in mates.grouped("move_line_id").items():
            part = item.move_id._aftersales_get_live_part()
            if not part:
                continue
            parts = share_out(
                item.price_subtotal * part,
                lines.mapped("accepted_net"),
                item.currency_id.rounding,
            )
            for line, amount in zip(lines, parts, strict=True):
                told[line.work_id, line.kind] = float(amount)
        return told
