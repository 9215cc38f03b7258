from odoo import api, fields, models
from odoo.fields import Domain

from ...groups import AUDITOR, FINANCE, MANAGER, any_of
from .selections import COVERED

_PEOPLE = any_of(FINANCE, MANAGER, AUDITOR)


class AccountMove(models.Model):
    """What of an invoice the tax office knows. Read through `sudo()`: whoever may invoice
    needs no right to 发票 for that."""

    _inherit = "account.move"

    aftersales_fapiao_link_ids = fields.One2many(
        "aftersales.fapiao.link", "move_id", "Fapiaos", groups=_PEOPLE
    )
    aftersales_fapiao_state = fields.Selection(
        COVERED,
        "Fapiao State",
        compute="_compute_aftersales_fapiao_state",
        search="_search_aftersales_fapiao_state",
        groups=_PEOPLE,
    )

    def _aftersales_get_without_fapiao(self):
        """How much of the invoice, with tax, no 发票 was registered for, in the currency of
        the invoice; of a credit note below zero, as its red letter is."""
        self.ensure_one()
        # sudo: see the class
        links = self.sudo().aftersales_fapiao_link_ids
        done = sum(
            link.currency_id._convert(
                link.amount, self.currency_id, self.company_id, link.date or self.date
            )
            for link in links
        )
        return self.currency_id.round(
            self._aftersales_get_sign() * self.amount_total - done
        )

    def _aftersales_get_sign(self):
        return -1 if self.move_type in ("out_refund", "in_refund") else 1

    def _aftersales_is_over_fapiao(self):
        """Whether 发票 were registered for more than was invoiced."""
        left = self._aftersales_get_without_fapiao() * self._aftersales_get_sign()
        return self.currency_id.compare_amounts(left, 0.0) < 0

    @api.depends(
        "aftersales_fapiao_link_ids.amount",
        "aftersales_fapiao_link_ids.fapiao_id.state",
        "amount_total",
        "state",
    )
    def _compute_aftersales_fapiao_state(self):
        for move in self:
            move.aftersales_fapiao_state = (
                move._aftersales_get_covered() if move.is_invoice() else False
            )

    def _aftersales_get_covered(self):
        if self.currency_id.is_zero(self._aftersales_get_without_fapiao()):
            return "whole"
        if self._aftersales_is_over_fapiao():
            return "over"
        links = self.sudo().aftersales_fapiao_link_ids  # sudo: see the class
        return "part" if links else "none"

    def _search_aftersales_fapiao_state(self, operator, value):
        if operator not in ("in", "="):
            return NotImplemented
        wanted = {value} if isinstance(value, str) else set(value)
        linked = Domain("aftersales_fapiao_link_ids", "!=", False)
        posted = Domain("state", "=", "posted") & Domain(
            "move_type", "in", self.get_invoice_types()
        )
        if wanted == {"none"}:
            return posted & ~linked
        moves = self.search(posted & linked)
        found = moves.filtered(lambda move: move.aftersales_fapiao_state in wanted)
        known = Domain("id", "in", found.ids)
        return known | (posted & ~linked) if "none" in wanted else known

    def _aftersales_follow_fapiao(self):
        """What follows from a 发票 that was registered, or taken away."""
        for move in self:
            # sudo: finance registers 发票 and need not write invoices
            move.sudo()._aftersales_fill_core_fapiao()
        self._aftersales_tell_voucher()

    def _aftersales_fill_core_fapiao(self):
        """The field of the Chinese localisation holds eight signs and cuts the rest off
        without a word, so it is filled with exactly eight digits only."""
        if "fapiao" not in self._fields:
            return
        links = self.aftersales_fapiao_link_ids.filtered(
            lambda link: link.state == "registered"
        )
        numbers = {
            number
            for link in links
            for number in (link.fapiao_id.number, link.fapiao_id.paper_number)
            if number and len(number) == 8
        }
        number = numbers.pop() if len(numbers) == 1 else False
        if self.fapiao != number and (number or len(self.fapiao or "") == 8):
            self.fapiao = number

    def action_aftersales_fapiao(self):
        """登记发票: a new one for these invoices of one partner."""
        self.env["aftersales.fapiao"].check_access("create")
        self.check_access("read")
        invoices = self.filtered(lambda move: move.state == "posted")
        first = invoices[:1]
        lines = [(0, 0, {"move_id": move.id}) for move in invoices]
        return {
            "type": "ir.actions.act_window",
            "res_model": "aftersales.fapiao",
            "view_mode": "form",
            "context": {
                "default_company_id": first.company_id.id,
                "default_partner_id": first.commercial_partner_id.id,
                "default_side": "received"
                if first.is_purchase_document()
                else "issued",
                "default_net": sum(
                    m._aftersales_get_sign() * m.amount_untaxed for m in invoices
                ),
                "default_tax": sum(
                    m._aftersales_get_sign() * m.amount_tax for m in invoices
                ),
                "default_link_ids": lines,
            },
        }
