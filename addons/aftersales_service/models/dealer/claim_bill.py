from odoo import Command, api, models
from odoo.tools import format_date

from ...exceptions import MoveRefused
from ...groups import FINANCE


class DealerClaim(models.Model):
    """What we owe a dealer for his claims: one vendor bill over all that was answered."""

    _inherit = "aftersales.dealer.claim"

    def action_bill(self):
        """A draft bill for each dealer and company; each claim on one living bill.

        :raises MoveRefused: where none of them waits to be billed
        """
        self._require_group(FINANCE)
        self.check_access("write")
        waiting = self.filtered("to_pay")
        if not waiting:
            raise MoveRefused(
                self.env._(
                    "None of these claims waits for a bill: they are not answered yet, nothing was accepted, or they stand on a bill."
                )
            )
        bills = self.env["account.move"]
        groups = waiting.grouped(
            lambda c: (c.company_id, c.dealer_id.commercial_partner_id)
        )
        for (company, dealer), claims in groups.items():
            bill = bills.with_company(company).create(claims._prepare_bill(dealer))
            for item in bill.invoice_line_ids.filtered("tax_ids"):
                # what was accepted is without tax, whatever the taxes of the product say
                net, taxes = item.price_unit, item.tax_ids
                item.price_unit = taxes._aftersales_get_price(net, bill.currency_id)
            claims._in_flow().bill_id = bill
            bills |= bill
        action = self.env["ir.actions.actions"]._for_xml_id(
            "account.action_move_in_invoice_type"
        )
        return action | {"domain": [("id", "in", bills.ids)]}

    def _prepare_bill(self, dealer):
        lines = self.line_ids.filtered("accepted_net").sorted(
            lambda line: (line.claim_id.id, line.sequence)
        )
        return {
            "move_type": "in_invoice",
            "company_id": self.company_id.id,
            "partner_id": dealer.id,
            "currency_id": self.currency_id.id,
            "ref": ", ".join(self.sorted("id").mapped("name")),
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": line._get_product().id,
                        "name": f"{line.claim_id.name} {line.claim_id.device_id.serial or ''} {line.name}",
                        "quantity": 1.0,
                        "price_unit": line.accepted_net,
                    }
                )
                for line in lines
            ],
        }

    def _get_progress_words(self):
        """How far it is, as its dealer reads it."""
        # sudo: of the bill only whether it is paid is told
        bill = self.sudo().bill_id
        if self.state == "answered" and self._is_billed() and bill.state == "posted":
            return (
                self.env._("Paid to You") if self._is_paid() else self.env._("Billed")
            )
        return self._state_label(self.state)

    @api.model
    def _prepare_months(self, domain):
        """[{label, claimed, accepted, paid}] of the last twelve months, newest first: the
        statement of a dealer."""
        groups = self._read_group(
            [*domain, ("state", "in", ("filed", "answered"))],
            ["create_date:month"],
            ["id:recordset"],
            order="create_date:month desc",
            limit=12,
        )
        return [
            {
                "label": format_date(self.env, month, date_format="yyyy-MM"),
                "claimed": sum(claims.mapped("claimed_net")),
                "accepted": sum(claims.mapped("accepted_net")),
                "paid": sum(
                    claims.filtered(lambda c: c._is_paid()).mapped("accepted_net")
                ),
            }
            for month, claims in groups
        ]

    def _is_paid(self):
        bill = self.sudo().bill_id  # sudo: only whether it is paid
        paid = bill.payment_state in ("paid", "in_payment")
        return bill.state == "posted" and paid
