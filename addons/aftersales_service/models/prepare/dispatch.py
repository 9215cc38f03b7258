from odoo import fields, models

from ..parts.requisition_job import GOING


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    leaves_without_parts = fields.Boolean(
        "Dispatch without Asking for Parts",
        help="Otherwise whoever sends somebody before the parts of the job are ready writes why. It never keeps anybody from going.",
    )


class ServiceOrder(models.Model):
    """Nobody leaves silently without the parts of the job (parts before dispatch)."""

    _inherit = "aftersales.order"

    def _get_parts_warnings(self, day=None, known=None):
        """{job: sentence} of those whose parts are not there on ``day`` of their company.

        :param known: their readiness, where it was asked already
        """
        parts = self._get_readiness() if known is None else known
        told = {}
        for order, readiness in parts.items():
            there = readiness.state == "road" and readiness.day and day
            if readiness.state == "ready" or (there and readiness.day <= day):
                continue
            # sudo: a switch of the policy, for dispatchers who may not read policies
            if not order._get_policy().sudo().leaves_without_parts:
                told[order] = order._get_parts_warning(readiness)
        return told

    def _get_parts_warning(self, readiness):
        if readiness.state == "missing":
            return self.env._("Parts of %s are missing.", self.name)
        if not readiness.day:
            return self.env._("Parts of %s are still on their way.", self.name)
        return self.env._(
            "Parts of %(order)s are expected by %(day)s.",
            order=self.name,
            day=readiness.day.strftime("%m-%d"),
        )

    def _propose_technicians(self, start=None, kind=None):
        """Whoever it is, without parts he goes with a word why only (extends)."""
        found = super()._propose_technicians(start, kind)
        day = self.company_id[:1]._aftersales_day(start or fields.Datetime.now())
        warnings = self._get_parts_warnings(day)
        for order, sentence in warnings.items():
            for candidate in found[order.id]:
                candidate["warnings"] = [*candidate["warnings"], sentence]
        return found


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _get_dispatch_warnings(self):
        """What is not there when somebody leaves is a reason to write why (extends)."""
        found = super()._get_dispatch_warnings()
        for day, visits in self._get_leaving_days().items():
            warnings = visits.order_id._origin._get_parts_warnings(day)
            for visit in visits:
                sentence = warnings.get(visit.order_id._origin)
                if sentence:
                    found[visit] = [*found[visit], sentence]
        return found

    def _get_leaving_days(self):
        """{day: visits that have not begun}"""
        waiting = self.filtered(lambda v: v.state in GOING[:2])
        return waiting.grouped(
            lambda v: v.company_id._aftersales_day(
                v.planned_start or fields.Datetime.now()
            )
        )
