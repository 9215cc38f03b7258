from odoo import fields, models


class ServiceOrder(models.Model):
    """From the decision who pays to what the customer of a job has to pay."""

    _inherit = "aftersales.order"

    fee_ids = fields.One2many("aftersales.fee", "order_id", "Fees")
    fee_total = fields.Monetary(
        "Customer Pays",
        compute="_compute_fee_total",
        help="Tax included, in the currency of the company.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    def _compute_fee_total(self):
        for order in self:
            order.fee_total = order._get_customer_shares()._get_totals().total

    def _get_customer_shares(self):
        # sudo: whoever sees the job may see what its customer pays
        shares = self.sudo().fee_ids.share_ids
        return shares.filtered(lambda s: s.payer == "customer" and s.amount)

    def _get_fee_shares(self, kind, product=None):
        """Values of the shares of a fee: who pays, after the decision (F-01 … F-03).

        Where the clerk chose another service type than the decision proposes, his choice
        counts: free and contract service is ours to bear, paid service the customer's.
        """
        self.ensure_one()
        if self.service_type != self._get_proposed_service_type():
            payer = "customer" if self.service_type in ("a", "other") else "company"
            return [self._prepare_share(payer, 100.0, kind, product)]
        answer = self.decision_id._answer(kind, product)
        shares = answer.shares or (("company", 100.0),)
        return [
            self._prepare_share(payer, percent, kind, product)
            for payer, percent in shares
        ]

    def _get_fee_currency(self):
        """In which currency this job is charged: that of the price list of the settings."""
        company = (self.company_id or self.env.company).sudo()  # sudo: no secret
        return company.aftersales_pricelist_id.currency_id or company.currency_id

    def _prepare_share(self, payer, percent, kind=None, product=None):
        partner = self._get_payer_partner(payer, kind, product)
        return {"payer": payer, "percent": percent, "partner_id": partner.id}

    def _is_customer_paying(self, kind, product=None):
        shares = self._get_fee_shares(kind, product)
        return any(share["payer"] == "customer" for share in shares)

    def _tell_accountant(self, fees):
        """A task for the accountant: what stands is not what was decided."""
        role = self.env["aftersales.role"]._get_by_code("accountant")
        people = role._get_holders(self.company_id, self.unit_id)
        people = people or self.unit_id.manager_id or self.env.user
        told = [f"{fee.name}: {fee.decided_payers}" for fee in fees]
        text = self.env._("By the new decision others pay: %s.", "; ".join(told))
        self.message_post(body=text, partner_ids=people.partner_id.ids)
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            self.company_id._aftersales_today(),
            self.env._("Fees stand otherwise than decided"),
            note=text,
            user_id=people[:1].id,
        )

    def _on_decided(self):
        """Fees that nobody quoted yet are settled by the new decision."""
        super()._on_decided()
        if not self.fee_ids:
            return
        # sudo: a technician's diagnosis moves the shares, he may not write them
        self.sudo().fee_ids._follow_decision()
