from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

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

    # --- how much

    def _aftersales_get_with_fapiao(self, besides=None, registered=False):
        """How much of the invoice 发票 are for, with tax, in its currency; of a credit note
        below zero, as its red letter is.

        :param besides: links that are not counted
        :param registered: those that stand only; else drafts as well
        """
        self.ensure_one()
        # sudo: see the class
        links = self.sudo().aftersales_fapiao_link_ids
        if besides:
            links -= besides.sudo()
        if registered:
            links = links.filtered(lambda link: link.state == "registered")
        return self.currency_id.round(
            sum(
                link.currency_id._convert(
                    link.amount, self.currency_id, self.company_id, link.date
                )
                for link in links
            )
        )

    def _aftersales_get_without_fapiao(self):
        """The rest, drafts counted."""
        total = self._aftersales_get_sign() * self.amount_total
        return self.currency_id.round(total - self._aftersales_get_with_fapiao())

    def _aftersales_to_fapiao(self, amount, fapiao):
        return self.currency_id._convert(
            amount, fapiao.currency_id, self.company_id, fapiao.date
        )

    def _aftersales_get_sign(self):
        return -1 if self.move_type in ("out_refund", "in_refund") else 1

    def _aftersales_get_side(self):
        """Whose 发票 it may have; none for what is no invoice."""
        if self.is_sale_document():
            return "issued"
        return "received" if self.is_purchase_document() else None

    def _aftersales_check_fapiao(self):
        """:raises ValidationError: when 发票 are for more than was invoiced, or red letters
        take back more than was issued
        """
        for move in self:
            sign = move._aftersales_get_sign()
            over = -move._aftersales_get_without_fapiao() * sign
            back = -move._aftersales_get_with_fapiao() * sign
            named = {"invoice": move.display_name}
            if move.currency_id.compare_amounts(over, 0.0) > 0:
                raise ValidationError(
                    self.env._(
                        "%(invoice)s has fapiao for more than was invoiced: %(over)s too much.",
                        over=move.currency_id.format(over),
                        **named,
                    )
                )
            if move.currency_id.compare_amounts(back, 0.0) > 0:
                raise ValidationError(
                    self.env._(
                        "%(invoice)s: red letters take back %(back)s more than was issued for it.",
                        back=move.currency_id.format(back),
                        **named,
                    )
                )

    def _aftersales_touch(self):
        """Of two people who assign 发票 to one invoice at once, the second one fails on the
        changed row, is repeated, and reads what the first one wrote."""
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE account_move SET write_date = write_date WHERE id IN %s",
                    tuple(self.ids),
                )
            )

    # --- in one word

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
        done = self._aftersales_get_with_fapiao(registered=True)
        done *= self._aftersales_get_sign()
        compare = self.currency_id.compare_amounts
        if not compare(done, self.amount_total):
            return "whole"
        if compare(done, 0.0) <= 0:
            return "none"
        return "over" if compare(done, self.amount_total) > 0 else "part"

    def _search_aftersales_fapiao_state(self, operator, value):
        if operator not in ("in", "="):
            return NotImplemented
        wanted = {value} if isinstance(value, str) else set(value)
        linked = Domain("aftersales_fapiao_link_ids.fapiao_id.state", "=", "registered")
        posted = Domain("state", "=", "posted") & Domain(
            "move_type", "in", self.get_invoice_types()
        )
        free = posted & Domain("amount_total", "!=", 0) & ~linked
        if wanted == {"none"}:
            return free | Domain("id", "in", self._aftersales_find_taken_back().ids)
        known = self.search(posted & linked)
        found = known.filtered(lambda move: move.aftersales_fapiao_state in wanted)
        found = Domain("id", "in", found.ids)
        return found | free if "none" in wanted else found

    @api.model
    def _aftersales_find_taken_back(self):
        """Invoices of which red letters took back all 发票."""
        groups = self.env["aftersales.fapiao.link"]._read_group(
            [("fapiao_id.state", "=", "registered"), ("move_id.state", "=", "posted")],
            ["move_id"],
            having=[("amount:sum", "=", 0)],
        )
        return self.union(*(move for (move,) in groups))
