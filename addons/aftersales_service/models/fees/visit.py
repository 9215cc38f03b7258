from odoo import api, fields, models

from ...exceptions import ProofMissing
from ..visit.visit_event import CHANNELS
from .price import Totals

_TOLD = ("customer_net", "customer_tax", "customer_amount")


class Visit(models.Model):
    _inherit = "aftersales.visit"

    fee_ids = fields.One2many("aftersales.fee", "visit_id", "Fees")
    labour_hours = fields.Float("Labour (Hours)", default=1.0)
    consent_name = fields.Char(
        "Agreed to the Fee By",
        copy=False,
        help="Who agreed to the fee on the spot, when no quotation was signed.",
    )
    consent_method = fields.Selection(
        CHANNELS,
        "Agreed How",
        default="spoken",
        copy=False,
        help="A text message or a screenshot is attached to the visit.",
    )
    consent_at = fields.Datetime(
        "Agreed At", compute="_compute_consent_at", store=True, copy=False
    )
    customer_net = fields.Monetary("Without Tax", compute="_compute_customer_amount")
    customer_tax = fields.Monetary("Tax", compute="_compute_customer_amount")
    customer_amount = fields.Monetary(
        "Customer Pays", compute="_compute_customer_amount", help="Tax included."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.depends("consent_name")
    def _compute_consent_at(self):
        for visit in self:
            visit.consent_at = visit.consent_name and (visit.consent_at or self._now())

    @api.depends(
        "fee_ids.share_ids.amount", "fee_ids.share_ids.sale_line_id.price_total"
    )
    def _compute_customer_amount(self):
        for visit in self:
            totals = visit._get_charged_shares()._get_totals()
            visit.customer_net, visit.customer_tax, visit.customer_amount = totals

    def _get_told_totals(self):
        """What the customer was told; once he signed, what stood there when he signed."""
        signed = self.signed_content or {}
        if "customer_tax" in signed:
            return Totals(*(signed[name] for name in _TOLD))
        return Totals(*(self[name] for name in _TOLD))

    def _get_charged_shares(self):
        # sudo: the technician shows the customer the total, whatever he may read
        shares = self.sudo().fee_ids.share_ids
        return shares.filtered(lambda s: s.payer == "customer" and s.amount)

    def _prepare_work(self):
        """Every visit causes labour; what it costs is known before work begins (F-26;
        extends)."""
        result = super()._prepare_work()
        self._create_labour()
        return result

    def _create_labour(self):
        # sudo: dispatchers plan visits, prices come from the fee card alone (F-25)
        fees = self.env["aftersales.fee"].sudo()._in_flow()
        labour = [
            visit._prepare_labour_vals()
            for visit in self
            if not visit._take_quoted_labour()
        ]
        return fees.create([vals for vals in labour if vals])

    def _take_quoted_labour(self):
        """Labour that was put on the job before anybody was sent is this visit's."""
        # sudo: as above
        fees = self.sudo().order_id.fee_ids.filtered(
            lambda fee: (
                fee.kind == "labour" and fee.quantity > 0 and fee._is_of_job_alone()
            )
        )
        if not fees or not self._causes_labour():
            return False
        fees._in_flow().visit_id = self.id
        self.labour_hours = sum(fees.mapped("quantity"))
        return True

    def _causes_labour(self):
        """Whether the work of this visit costs us or the customer something.

        The work of an agent who serves himself does not (V-16, F-49); what he may claim
        from us is settled on the agent's statement.
        """
        # sudo: a switch of the job
        return (
            not self.sudo().order_id._get_serving_agent() and self.service_type != "d"
        )

    def _prepare_labour_vals(self):
        product = self.company_id.aftersales_labour_product_id
        if not product or not self._causes_labour():
            return None
        return {
            "name": product.display_name,
            "order_id": self.order_id.id,
            "visit_id": self.id,
            "kind": "labour",
            "product_id": product.id,
            "quantity": self.labour_hours,
        }

    def _check_may_start(self):
        """Chargeable work starts only with the customer's consent (W-22, F-26)."""
        shares = self._get_charged_shares()
        agreed = all(share.sale_line_id.state == "sale" for share in shares)
        if shares and not agreed and not self.consent_name:
            raise ProofMissing(
                self.env._(
                    "This visit costs the customer %(amount)s. Show the fee card, then write down who agreed, or let the customer sign the quotation.",
                    amount=self.currency_id.format(self.customer_amount),
                )
            )
        return super()._check_may_start()

    def _get_hour_fees(self):
        """Hook: fees whose quantity is the hours of work."""
        # sudo: see `_create_labour`
        return self.sudo().fee_ids.filtered(lambda f: f.kind == "labour")

    def _check_findings(self):
        """More hours than the customer signed for need his word first (W-22, D-41)."""
        lines = [fee._get_sale_line() for fee in self._get_hour_fees()]
        if lines and all(line.state == "sale" for line in lines):
            agreed = sum(line.product_uom_qty for line in lines)
            if self.labour_hours - agreed > 1e-6 and not self.consent_name:
                raise ProofMissing(
                    self.env._(
                        "The customer agreed to %(agreed)g hours, but %(used)g are entered. Write down who agreed to the rest.",
                        agreed=agreed,
                        used=self.labour_hours,
                    )
                )
        return super()._check_findings()

    def _on_work_ended(self):
        result = super()._on_work_ended()
        for visit in self:
            visit._settle_labour()
        return result

    def _settle_labour(self):
        """The hours fill what was quoted, line after line; the last takes the rest."""
        hours, fees = self.labour_hours, self._get_hour_fees()
        for fee in fees:
            taken = hours if fee == fees[-1:] else min(fee.quantity, hours)
            fee._settle_quantity(taken)
            hours -= taken

    def action_cancel(self):
        """A visit that does not happen costs nothing."""
        result = super().action_cancel()
        for fee in self.sudo().fee_ids:  # sudo: see `_create_labour`
            fee._settle_quantity(0.0)
        return result

    def _get_signed_fields(self):
        return super()._get_signed_fields() | {
            "labour_hours",
            "consent_name",
            "consent_method",
        }

    def _prepare_signed_content(self):
        content = super()._prepare_signed_content()
        return content | {
            "customer_net": self.customer_net,
            "customer_tax": self.customer_tax,
            "customer_amount": self.customer_amount,
            "consent": [self.consent_name or "", self.consent_method or ""],
        }
