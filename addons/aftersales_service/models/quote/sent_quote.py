from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...kernel import decision as kernel
from .repair_quote import CONSENTS


class SentGoods(models.AbstractModel):
    """A document that sends something new to the customer, in exchange or as a missing
    part. What the customer has to pay for is priced, quoted and agreed to before anything
    moves (R-11, F-49)."""

    _name = "aftersales.sent.mixin"
    _description = "Something New for the Customer"

    company_id = fields.Many2one("res.company", index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    consent = fields.Selection(
        CONSENTS, "Consent to the Price", compute="_compute_consent"
    )
    customer_amount = fields.Monetary("Customer Pays", compute="_compute_consent")

    def _get_sent_product(self):
        return self.product_id

    def _get_sent_quantity(self):
        return self.line_id.quantity

    def _sends_something(self):
        """Hook: whether this document sends anything that could cost the customer."""
        return True

    def _get_sent_fee(self):
        """The fee of what is sent as it is now; an earlier one was for something else."""
        # sudo: the desk sees how far the price is
        return self.sudo().fee_ids.filtered(
            lambda fee: fee.product_id == self._get_sent_product()
            and fee.product_id.uom_id.compare(fee.quantity, self._get_sent_quantity())
            == 0
        )[-1:]

    def _get_sent_shares(self):
        shares = self._get_sent_fee().share_ids
        return shares.filtered(lambda share: share.payer == "customer")

    def _is_customer_paying(self):
        """By the decision of the job; without a job by the warranty of the device. Of
        what never had one nobody has decided, so nobody is charged."""
        # sudo: who pays is told to whoever sends
        order = self.sudo().return_id.order_id
        product = self._get_sent_product()
        if order:
            agent = order._is_invoiced_by_agent()
            return not agent and order._is_customer_paying("part", product)
        device = self.sudo().line_id.device_id
        if not device.coverage_ids:
            return False
        part = kernel.Line(
            "part", product.aftersales_part_class or "ordinary", product.id
        )
        facts = self.env["aftersales.decision"]._make_facts(
            device, self.company_id._aftersales_today(), lines=(part,)
        )
        answer = kernel.decide(facts)[0]
        return any(payer == "customer" for payer, _percent in answer.shares)

    def _compute_consent(self):
        for document in self:
            document.consent = document._get_sent_consent()
            document.customer_amount = document._get_sent_amount()

    def _get_sent_consent(self):
        if not self._sends_something():
            return False
        if not self._is_customer_paying():
            return "free"
        # sudo: as above
        lines = self._get_sent_shares().sudo().sale_line_id
        states = set(lines.mapped("state"))
        if not states:
            return "to_quote"
        if states == {"sale"}:
            return "agreed"
        return "refused" if states == {"cancel"} else "waiting"

    def _get_sent_amount(self):
        """What it costs the customer, tax included; estimated before it is quoted."""
        if self.consent in (False, "free"):
            return 0.0
        shares = self._get_sent_shares()
        order = self.sudo().return_id.order_id  # sudo: as above
        if shares or not order:
            return shares._get_totals().total
        # sudo: as above
        fee = self.env["aftersales.fee"].sudo().new(self._prepare_sent_fee())
        part = order._get_fee_shares("part", fee.product_id)
        percent = sum(s["percent"] for s in part if s["payer"] == "customer")
        price = fee._get_card_price() * percent / 100
        charge = order._prepare_charge(
            fee.product_id, fee.quantity, fee.currency_id, price_unit=price
        )
        return order._sum_charges([charge]).total

    def _prepare_sent_fee(self):
        product = self._get_sent_product()
        return {
            "name": product.display_name,
            "order_id": self.return_id.order_id.id,
            "kind": "part",
            "product_id": product.id,
            "quantity": self._get_sent_quantity(),
        }

    # --- before anything moves

    def _check_sent_consent(self):
        """:raises ProofMissing: while the customer did not agree to pay for it"""
        for document in self.filtered(lambda d: d._sends_something()):
            if document.consent in ("free", "agreed"):
                continue
            document._check_sent_job()
            raise ProofMissing(
                self.env._(
                    "%(document)s costs the customer %(amount)s, which has not been agreed. Press “Quote to Customer” and wait for consent, or decide something else.",
                    document=document.display_name,
                    amount=document.currency_id.format(document.customer_amount),
                )
            )

    def _check_sent_job(self):
        if not self.return_id.order_id:
            raise ProofMissing(
                self.env._(
                    "The warranty of %s does not cover this, so the customer pays for what is sent. Open a service order on the return first; it carries the price.",
                    self.line_id.display_name,
                )
            )

    # --- quote and consent

    def _quote_sent(self):
        """Price what is sent and put it on the customer's quotation.

        :raises ProofMissing: without job or price; :raises MoveRefused: nothing to pay
        """
        self.check_access("write")
        if self.consent not in ("to_quote", "refused"):
            raise MoveRefused(
                self.env._("There is nothing to quote for %s.", self.display_name)
            )
        self._check_sent_job()
        # sudo: the desk has no sales rights; prices come from the fee card alone
        document = self.sudo()
        fee = document._get_sent_fee() or document._create_sent_fee()
        shares = fee.share_ids.filtered(lambda s: s.payer == "customer" and s.amount)
        if not shares:
            raise ProofMissing(
                self.env._(
                    "%s has no price. Put one on the fee card or on the product first.",
                    fee.name,
                )
            )
        sale = document.return_id.order_id._quote(shares)
        if sale.state == "draft":
            sale.action_quotation_sent()
        sale.message_post(
            body=self.env._("Please approve the price of %s.", fee.name),
            partner_ids=sale.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _create_sent_fee(self):
        self._drop_sent_fees()
        return self.env["aftersales.fee"]._in_flow().create(self._prepare_sent_fee())

    def _drop_sent_fees(self):
        """What is not sent costs nothing."""
        for fee in self.sudo().fee_ids:  # sudo: as above
            fee._settle_quantity(0.0)

    def _agree_sent(self, name, method):
        """The customer's word, kept on his quotation."""
        self.check_access("write")
        if self.consent != "waiting":
            raise MoveRefused(
                self.env._(
                    "No quotation of %s waits for consent. Quote it first.",
                    self.display_name,
                )
            )
        if not (name or "").strip():
            raise ProofMissing(self.env._("Please write who agreed, and how."))
        # sudo: as in `_quote_sent`
        sale = self._get_sent_shares().sudo().sale_line_id.order_id
        how = self.env["repair.order"]._fields["aftersales_consent_method"]
        how = dict(how._description_selection(self.env)).get(method, method)
        sale.message_post(
            body=self.env._("%(name)s agreed (%(how)s).", name=name.strip(), how=how)
        )
        sale.action_confirm()

    def _prepare_sent_sale(self):
        """The agreed quotation line that what is sent delivers."""
        # sudo: as above
        line = self._get_sent_shares().sudo().sale_line_id[:1]
        return {"sale_line_id": line.id} if line.state == "sale" else {}

    def action_ask_consent(self):
        """Open the window that asks who agreed, and how."""
        self.ensure_one()
        key = (
            "disposition_id" if self._name == "aftersales.disposition" else "advance_id"
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer Agreed"),
            "res_model": "aftersales.repair.consent",
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{key}": self.id},
        }
