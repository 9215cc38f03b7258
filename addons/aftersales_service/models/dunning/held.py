from odoo import models
from odoo.fields import Domain

from ..settlement.selections import DONE


class AccountMove(models.Model):
    _inherit = "account.move"

    def _aftersales_get_jobs(self):
        return self.line_ids.sale_line_ids.order_id.aftersales_order_id

    def _aftersales_is_ours(self):
        """An invoice of jobs or of a settlement."""
        return self.move_type == "out_invoice" and bool(
            self.aftersales_settlement_id or self._aftersales_get_jobs()
        )

    def _aftersales_get_undunnable(self):
        """Of these, those that nobody may be reminded of now: complained about, disputed,
        held back by core's own button, or money for them is in somebody's hand or on the
        way."""
        # sudo: jobs, complaints and receipts, for a yes or no
        jobs = {move: move._aftersales_get_jobs() for move in self.sudo()}
        every = self.env["aftersales.order"].sudo().union(*jobs.values())
        bad = every._get_complained() | every._get_disputed()
        bad |= (every - bad).filtered(lambda job: job._get_on_the_way() > 0)
        held = self.sudo().filtered(lambda move: move.payment_state == "blocked")
        held |= self._aftersales_get_arriving()
        return self.filtered(
            lambda move: move.sudo() in held or jobs[move.sudo()] & bad
        )

    def _aftersales_get_arriving(self):
        """Those that a line of a statement may have paid already; whoever confirms or drops
        the proposal decides."""
        # sudo: proposals, as above
        items = self.env["aftersales.bank.proposal.item"].sudo()
        lines = self.sudo().line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        found = items.search(
            [
                ("res_model", "=", lines._name),
                ("res_id", "in", lines.ids),
                ("proposal_id.state", "in", ("open", "later")),
            ]
        )
        named = set(found.mapped("res_id"))
        return lines.filtered(lambda line: line.id in named).move_id


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_complained(self):
        """Those that are a complaint themselves, or whose machine has one, still open."""
        if not self:
            return self
        about = Domain("id", "in", self.ids)
        if self.device_id:
            about |= Domain("device_id", "in", self.device_id.ids)
        complaints = self.search(
            Domain("order_kind", "=", "complaint")
            & Domain("state", "not in", (*DONE, "cancelled"))
            & about
        )
        return self.filtered(
            lambda job: job in complaints
            or any(
                job.device_id
                and other.device_id == job.device_id
                and other.partner_id.commercial_partner_id
                == job.partner_id.commercial_partner_id
                for other in complaints
            )
        )

    def _get_disputed(self):
        """Those of which a line of a monthly statement is disputed, and nobody talked
        about it yet."""
        found = self.env["aftersales.monthly.line"].search(
            [
                ("order_id", "in", self.ids),
                ("state", "=", "disputed"),
                ("is_resolved", "=", False),
            ]
        )
        return found.order_id
