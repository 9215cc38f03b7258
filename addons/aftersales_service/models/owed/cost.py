from odoo import models


class OwedWork(models.Model):
    _inherit = "aftersales.owed.work"

    def _record_costs(self):
        """A contractor's visit costs its job what we owe for it: what was counted, then
        what his bill says. Wages by piece are in the technician's hourly cost."""
        works = self.filtered(lambda work: work.payer == "contractor")
        billed = works._get_billed()
        return self.env["aftersales.cost"]._record(
            [work._prepare_cost(billed) for work in works]
        )

    def _prepare_cost(self, billed):
        amount = sum(
            billed.get((self, kind), pay["net"])
            for kind, pay in (self.details or {}).items()
        )
        return {
            "name": self.display_name,
            "order_id": self.order_id.id,
            "visit_id": self.visit_id.id,
            "technician_id": self.technician_id.id,
            "date": self.company_id._aftersales_today(),
            "kind": "contractor",
            "quantity": 1.0,
            "amount": self.currency_id.round(amount),
            "partner_id": self.partner_id.id,
        }


class Visit(models.Model):
    """Hours and kilometres of a contractor's people cost what we owe him, no more."""

    _inherit = "aftersales.visit"

    def _record_costs(self):
        """Extends."""
        visits = self.sudo().filtered("ended_at")  # sudo: as in `cost`
        visits._reckon_work()
        result = super()._record_costs()
        visits.owed_work_ids._record_costs()
        return result

    def _get_contracted(self):
        works = self.owed_work_ids.filtered(lambda work: work.payer == "contractor")
        return works.filtered("term_id").technician_id

    def _prepare_labour_costs(self, facts):
        contracted = self._get_contracted()
        for vals in super()._prepare_labour_costs(facts):
            if vals["technician_id"] not in contracted.ids:
                yield vals

    def _prepare_travel(self, facts):
        vals = super()._prepare_travel(facts)
        if self.technician_id in self._get_contracted():
            vals |= {"amount": 0.0, "quantity": 0.0}
        return vals


class AccountMove(models.Model):
    _inherit = "account.move"

    def _aftersales_follow(self, again):
        """What a contractor billed is what his visits cost (extends)."""
        result = super()._aftersales_follow(again)
        # sudo: accountants need not read what jobs cost
        mine = self.sudo()
        (mine | mine.reversed_entry_id)._aftersales_get_works()._record_costs()
        return result

    def _aftersales_get_works(self):
        """Work of visits that these bills pay."""
        bills = self.filtered(
            lambda m: m.move_type == "in_invoice" and m.aftersales_settlement_id
        )
        lines = self.env["aftersales.settlement.line"].sudo()
        found = lines.search([("move_line_id.move_id", "in", bills.ids)])
        return found.work_id if bills else lines.work_id
