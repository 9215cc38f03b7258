from datetime import datetime, time

from odoo import api, fields, models

from ...exceptions import ProofMissing


class Disposition(models.Model):
    """A substitute of ours stands in for a machine that is at its maker (R-05, R-50)."""

    _inherit = "aftersales.disposition"
    _flow_fields = frozenset({"loan_id"})

    loaner_id = fields.Many2one(
        "aftersales.device",
        "Substitute",
        index="btree_not_null",
        check_company=True,
        domain=[("is_loaner", "=", True)],
        help="What the customer gets meanwhile; handed out with photos, as every loaner.",
    )
    loan_id = fields.Many2one(
        "aftersales.loan", readonly=True, copy=False, index="btree_not_null"
    )

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

    def _begin_factory(self):
        """The substitute is booked (extends)."""
        result = super()._begin_factory()
        lent = self.filtered("loaner_id")
        loans = self.env["aftersales.loan"].create([d._prepare_loan() for d in lent])
        for disposition, loan in zip(lent, loans, strict=True):
            disposition._in_flow().loan_id = loan
        return result

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

    def _come_back(self):
        """Nobody fetched the substitute in time (extends)."""
        result = super()._come_back()
        unused = self.loan_id.filtered(
            lambda loan: loan.state == "booked" and loan.deposit_state != "held"
        )
        unused.action_cancel()
        return result
