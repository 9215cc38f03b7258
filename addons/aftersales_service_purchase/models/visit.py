from odoo import models

from odoo.addons.aftersales_service.exceptions import MoveRefused

_WHO = frozenset({"technician_id", "helper_ids", "planned_start", "order_id"})


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _on_planned(self):
        """Whoever is sent is ordered (extends)."""
        result = super()._on_planned()
        self._order_work()
        return result

    def _after_write(self, changed):
        """Somebody else is sent (extends)."""
        result = super()._after_write(changed)
        if _WHO & changed:
            self._order_work()
        return result

    def _order_work(self):
        visits = self.filtered(lambda v: v.company_id.aftersales_dispatch_purchase)
        visits._reckon_work()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """The bill of an order waits for what a statement waits for (extends core).

        :raises MoveRefused: naming the visit, and what stands against it
        """
        bills = self.filtered(lambda move: move.move_type == "in_invoice")
        # sudo: whoever posts bills need not read visits to be stopped by them
        for work in bills.sudo().line_ids.purchase_line_id.aftersales_work_id:
            if text := work._get_unsigned() or work._get_stopped():
                raise MoveRefused(f"{work.display_name}: {text}")
        return super()._post(soft=soft)

    def _aftersales_get_works(self):
        """Work that was billed from an order, too (extends)."""
        works = super()._aftersales_get_works()
        return works | self.line_ids.purchase_line_id.aftersales_work_id
