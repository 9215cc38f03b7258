from odoo import models

from ...exceptions import MoveRefused


class AccountMove(models.Model):
    """From an invoice to its 发票, and what follows for the invoice."""

    _inherit = "account.move"

    def _aftersales_follow_fapiao(self, gone=()):
        """What follows from a 发票 that was registered, or taken away.

        :param gone: numbers of eight digits that it had
        """
        for move in self:
            # sudo: finance registers 发票 and need not write invoices
            move.sudo()._aftersales_fill_core_fapiao(gone)
        self._aftersales_tell_voucher()

    def _aftersales_fill_core_fapiao(self, gone=()):
        """The field of the Chinese localisation holds eight signs and cuts the rest off
        without a word, so it is filled with exactly eight digits only. What somebody typed
        there himself stays."""
        if "fapiao" not in self._fields:
            return
        links = self.aftersales_fapiao_link_ids.filtered(
            lambda link: link.state == "registered"
        )
        numbers = set().union(*(link.fapiao_id._get_eights() for link in links))
        if len(numbers) == 1:
            [number] = numbers
            if self.fapiao != number:
                self.fapiao = number
        elif self.fapiao in set(gone) - numbers:
            self.fapiao = False

    def action_aftersales_fapiao(self):
        """登记发票: a new one for what these invoices of one partner have none for yet.

        :raises MoveRefused: when there is nothing, or they are of several partners
        """
        self.env["aftersales.fapiao"].check_access("create")
        self.check_access("read")
        invoices = self.filtered(
            lambda move: move.state == "posted"
            and move._aftersales_get_without_fapiao()
        )
        if not invoices:
            raise MoveRefused(
                self.env._("There is nothing for which a fapiao is missing.")
            )
        kinds = {
            (m.company_id, m.commercial_partner_id, m._aftersales_get_side())
            for m in invoices
        }
        if len(kinds) > 1:
            raise MoveRefused(
                self.env._("One fapiao is for invoices of one partner and one side.")
            )
        [(company, partner, side)] = kinds
        sums = [move._aftersales_get_fapiao_sums() for move in invoices]
        return {
            "type": "ir.actions.act_window",
            "res_model": "aftersales.fapiao",
            "view_mode": "form",
            "context": {
                "default_company_id": company.id,
                "default_partner_id": partner.id,
                "default_side": side,
                "default_net": sum(net for net, _tax in sums),
                "default_tax": sum(tax for _net, tax in sums),
                "default_link_ids": [(0, 0, {"move_id": m.id}) for m in invoices],
            },
        }

    def _aftersales_get_fapiao_sums(self):
        """(amount, tax) in yuan of what has no 发票 yet."""
        yuan = self.env["aftersales.fapiao"]._get_yuan()
        left = self._aftersales_get_without_fapiao()
        net = left * self.amount_untaxed / self.amount_total
        total, net = (
            self.currency_id._convert(amount, yuan, self.company_id, self.date)
            for amount in (left, net)
        )
        return net, yuan.round(total - net)
