from odoo import models


class Fee(models.Model):
    """Counts in the month in which its visit ended, else in which it was entered."""

    _name = "aftersales.fee"
    _inherit = ["aftersales.fee", "aftersales.period.fact"]
    # Another job may be one of another company; merged jobs are of the same.
    _fact_watched = frozenset({"quantity", "price_unit", "order_id"})
    _fact_fixed = ("kind", "product_id")

    def _get_fact_day(self):
        moment = self.visit_id.ended_at or self.create_date or self.env.cr.now()
        return self.company_id._aftersales_day(moment)

    def _get_fact_amount(self):
        return self.amount


class FeeShare(models.Model):
    """Its amounts are its movements; here stands who pays."""

    _name = "aftersales.fee.share"
    _inherit = ["aftersales.fee.share", "aftersales.period.fact"]
    _fact_fixed = ("payer", "fee_id")

    def _get_fact_day(self):
        return self._get_cause_day()

    def _is_movable(self):
        """A decision leaves what a closed month counts (extends)."""
        return super()._is_movable() and not self._find_closed_facts()


class FeeMovement(models.Model):
    _name = "aftersales.fee.movement"
    _inherit = ["aftersales.fee.movement", "aftersales.period.fact"]
    _fact_fixed = ("share_id", "kind")
    _fact_amounts = ("net", "tax")

    def _get_fact_day(self):
        return self.day

    def _get_fact_amount(self):
        """What is shared out adds up to what there is; other kinds say what became of it."""
        return self.net if self.kind == "shared" else 0.0


class Cost(models.Model):
    _name = "aftersales.cost"
    _inherit = ["aftersales.cost", "aftersales.period.fact"]
    _fact_fixed = ("kind", "date")

    def _get_fact_day(self):
        return self.date

    def _get_fact_amount(self):
        return self.amount
