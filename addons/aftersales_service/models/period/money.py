from odoo import models


class Collection(models.Model):
    """Counts on the day on which the customer paid, while it is not void."""

    _name = "aftersales.collection"
    _inherit = ["aftersales.collection", "aftersales.period.fact"]
    _fact_watched = frozenset({"state", "amount"})
    _fact_fixed = ("method", "technician_id", "taken_at")

    def _get_fact_day(self):
        return self.company_id._aftersales_day(self.taken_at)

    def _get_fact_amount(self):
        return 0.0 if self.state in ("later", "void") else self.amount


class HandIn(models.Model):
    """Counts on the day on which the accountant received it."""

    _name = "aftersales.handin"
    _inherit = ["aftersales.handin", "aftersales.period.fact"]
    _fact_depends = ("state", "received_at")
    _fact_fixed = ("name", "technician_id")

    def _get_fact_day(self):
        if self.state != "received" or not self.received_at:
            return False
        return self.company_id._aftersales_day(self.received_at)

    def _get_fact_amount(self):
        return self.cash_amount + self.other_amount + self.difference


class Settlement(models.Model):
    """Counts on the day on which it was booked."""

    _name = "aftersales.settlement"
    _inherit = ["aftersales.settlement", "aftersales.period.fact"]
    _fact_depends = ("state",)
    _fact_fixed = ("name", "payer")

    def _get_fact_day(self):
        if self.state != "settled":
            return False
        days = self.move_ids.mapped("date")
        return max(days) if days else self.company_id._aftersales_today()

    def _get_fact_amount(self):
        lines = self.line_ids
        return sum(lines.mapped("accepted_net")) + sum(lines.mapped("booked_tax"))


class Fapiao(models.Model):
    """Counts on the day on which it was issued, once it is registered."""

    _name = "aftersales.fapiao"
    _inherit = ["aftersales.fapiao", "aftersales.period.fact"]
    _fact_depends = ("state",)
    _fact_watched = frozenset({"state", "net", "tax"})
    _fact_fixed = (
        *("number", "code", "kind", "side", "date"),
        *("currency_id", "company_id"),
    )

    def _get_fact_day(self):
        return self.date if self.state == "registered" else False

    def _get_fact_amount(self):
        return self.total if self.state == "registered" else 0.0
