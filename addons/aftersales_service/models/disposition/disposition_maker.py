from datetime import datetime, time

from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from .disposition import AT_MAKER, STAYS


class Disposition(models.Model):
    """送厂返修: the machine goes to its maker and comes back (R-50). It stays the customer's
    and in our care, with its receipt; a substitute of ours may stand in for it (R-05)."""

    _inherit = "aftersales.disposition"
    _flow_fields = frozenset({"back_at", "loan_id"})

    loaner_id = fields.Many2one(
        "aftersales.device",
        "Substitute",
        index="btree_not_null",
        check_company=True,
        domain=[("is_loaner", "=", True)],
        help="What the customer gets meanwhile; handed out with photos, as every loaner.",
    )
    date_back = fields.Date("Expected from the Maker")
    loan_id = fields.Many2one(
        "aftersales.loan", readonly=True, copy=False, index="btree_not_null"
    )
    back_at = fields.Datetime("Back from the Maker On", readonly=True, copy=False)

    @api.onchange("action")
    def _onchange_action(self):
        if self.action != "factory":
            self.loaner_id = False

    def _check_decision(self):
        result = super()._check_decision()
        if self.action == "factory":
            lends = self.env["res.groups"]._aftersales_uses("loan")
            if not self.date_back or (lends and not self.loaner_id):
                raise ProofMissing(
                    self.env._(
                        "Please choose the substitute, and the day on which the maker sends it back."
                    )
                )
        return result

    def _begin_supplier(self):
        self._move_goods(self.env.ref("stock.stock_location_suppliers"))
        self.line_id.custody_ids._go_to_maker()
        for disposition in self.filtered("date_back"):
            here = disposition.line_id.custody_ids._get_open()
            here.filtered(
                lambda c: not c.date_promised
            ).date_promised = disposition.date_back

    def _begin_factory(self):
        self._begin_supplier()
        lent = self.filtered("loaner_id")
        loans = self.env["aftersales.loan"].create([d._prepare_loan() for d in lent])
        for disposition, loan in zip(lent, loans, strict=True):
            disposition._in_flow().loan_id = loan

    def _prepare_loan(self):
        """Booked until the end of the day on which the maker sends the machine back."""
        zone = self.company_id._aftersales_zone()
        stop = datetime.combine(self.date_back, time(23, 59, 59))
        offset = stop.replace(tzinfo=zone).utcoffset()
        return {
            "device_id": self.loaner_id.id,
            "return_id": self.return_id.id,
            "company_id": self.company_id.id,
            "start": self._now(),
            "stop": stop - offset,
        }

    def _is_at_maker(self):
        """Whether the goods of this decision are away at their maker."""
        away = self.action in AT_MAKER and self.state == "decided"
        return away and not self.back_at

    def _stays(self):
        """Whether the goods stay the customer's and are given back. What went to a maker
        before it could come back in the system left for good."""
        left = self.action in AT_MAKER and self.state == "done" and not self.back_at
        return self.action in STAYS and not left

    def action_cancel(self):
        """What is at its maker comes back first (extends)."""
        away = self.filtered(lambda d: d._is_at_maker())[:1]
        if away:
            raise MoveRefused(
                self.env._(
                    "%s is at its maker. Press “Back from the Maker” on its custody first.",
                    away.line_id.display_name,
                )
            )
        return super().action_cancel()

    def _come_back(self):
        """From the maker into custody."""
        self._move_goods(self.env.ref("stock.stock_location_suppliers"), into=True)
        self._in_flow().write({"back_at": self._now()})
        unused = self.loan_id.filtered(
            lambda loan: loan.state == "booked" and loan.deposit_state != "held"
        )
        unused.action_cancel()  # nobody fetched the substitute in time


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    def _get_maker_quantity(self):
        """What of this line is at its maker."""
        away = self.disposition_ids.filtered(lambda d: d._is_at_maker())
        return sum(away.mapped("quantity"))
