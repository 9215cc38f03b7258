from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing
from ..base.blocker import Blocker


class Visit(models.Model):
    _inherit = "aftersales.visit"

    handed_invoice = fields.Char(
        "Invoice Number Handed Over",
        copy=False,
        help="The tax invoice (发票) that the technician gave to the customer.",
    )

    def action_hand_over_invoice(self, number=None):
        """交付发票: its number, as printed on it.

        :raises ProofMissing: without a number
        """
        for visit in self:
            visit._require_state(
                ("arrived", "in_work", "tested", "accepted", "closed"),
                visit.env._("hand over an invoice"),
            )
            if not (number or "").strip():
                raise ProofMissing(
                    visit.env._(
                        "%s: please write the number of the invoice.", visit.name
                    )
                )
            visit.handed_invoice = number.strip()


class ServiceOrder(models.Model):
    """Who invoices the customer of a job (V-13): the accountant (F-34), the technician who
    hands it over on the spot (F-36), or the agent himself (F-49).

    What the agent owes us or we owe him is the agent's statement, not of this file.
    """

    _inherit = "aftersales.order"

    def _get_invoicing_party(self):
        self.ensure_one()
        return self._get_policy().sudo().invoicing_party  # sudo: a switch of the job

    def _hands_over_invoice(self):
        """Whether the technician owes the customer an invoice on the spot."""
        return self._get_invoicing_party() == "technician"

    def _is_invoiced_by_agent(self):
        return self._get_invoicing_party() == "agent"

    def _get_wanted_papers(self):
        """Where the agent collects and invoices, the receipt that the customer signed
        comes to head office, whatever else is asked for (extends)."""
        wanted = super()._get_wanted_papers()
        sent = self._get_made_visits() and self._is_invoiced_by_agent()
        return [*wanted, "receipt"] if sent and "receipt" not in wanted else wanted

    def _refuse_agent_invoice(self):
        raise MoveRefused(
            self.env._(
                "%(order)s: by its service policy %(agent)s invoices the customer. What is due between us belongs on the agent's statement.",
                order=self.name,
                # sudo: the name of the agent
                agent=self.sudo().agent_id.name or self.env._("the agent"),
            )
        )

    def _get_uninvoiced_visits(self):
        """:class:`Blocker`: the invoice that the technician owes the customer."""
        visits = self.visit_ids.filtered(lambda v: v.state != "cancelled")
        charged = self.fee_ids.share_ids.filtered(
            lambda s: s.payer == "customer" and s.amount
        )
        if (
            charged
            and visits
            and self._hands_over_invoice()
            and not any(visits.mapped("handed_invoice"))
        ):
            return [self._prepare_invoice_blocker(visits[-1:])]
        return []

    def _prepare_invoice_blocker(self, visit):
        return Blocker(
            self.env._(
                "The customer has no invoice yet: the technician hands it over and writes its number on %s.",
                visit.name,
            ),
            visit,
            visit.technician_id.name,
        )


class FeeShare(models.Model):
    _inherit = "aftersales.fee.share"

    def action_create_invoices(self):
        """We do not invoice what the agent invoices (extends)."""
        for order in self.filtered(lambda s: s.payer == "customer").order_id:
            if order._is_invoiced_by_agent():
                order._refuse_agent_invoice()
        return super().action_create_invoices()
