from odoo import api, fields, models


class Fee(models.Model):
    _inherit = "aftersales.fee"

    advance_id = fields.Many2one(
        "aftersales.advance",
        "Advance Replacement",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )


class Advance(models.Model):
    """A machine that goes out before the defective one came waits for the customer's
    consent, too, when he has to pay for it."""

    _name = "aftersales.advance"
    _inherit = ["aftersales.advance", "aftersales.sent.mixin"]

    fee_ids = fields.One2many("aftersales.fee", "advance_id", "Service Fees")

    @api.depends(
        "line_id",
        "product_id",
        "fee_ids.quantity",
        "fee_ids.share_ids.sale_line_id.state",
    )
    def _compute_consent(self):
        return super()._compute_consent()

    def _prepare_sent_fee(self):
        return super()._prepare_sent_fee() | {"advance_id": self._origin.id}

    def _prepare_procurement(self):
        return super()._prepare_procurement() | self._prepare_sent_sale()

    def action_send(self):
        """Not before the customer agreed to pay what he has to (extends)."""
        self.check_access("write")  # what is owed is told to who may send only
        self._check_sent_consent()
        return super().action_send()

    def action_quote(self):
        """The price of the new one, for the customer."""
        for advance in self:
            advance._quote_sent()

    def action_agree(self, name, method):
        """The customer's word, given to the desk."""
        for advance in self:
            advance._agree_sent(name, method)

    def action_refused(self):
        """The customer does not want it at this price: nothing is sent."""
        self.action_cancel()

    def action_cancel(self):
        """What is not sent is not charged (extends)."""
        result = super().action_cancel()
        self._drop_sent_fees()
        return result
