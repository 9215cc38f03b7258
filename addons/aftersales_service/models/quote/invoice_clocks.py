from odoo import api, models


class SlaEvent(models.Model):
    _inherit = "aftersales.sla.event"

    @api.model
    def _get_homes(self):
        """What the fees tell (extends the hook)."""
        return super()._get_homes() | {"invoice_issued": "fees"}


class ReturnOrder(models.Model):
    _inherit = "aftersales.return"

    def _is_charged_repair(self):
        """Repaired for money of the customer that no invoice asks for yet (T-43, R-35;
        extends the hook)."""
        # sudo: the desk hands goods back, it reads neither repairs nor sales
        repairs = self.sudo().line_ids.disposition_ids.repair_id
        return super()._is_charged_repair() or any(
            repair.state == "done"
            and repair.aftersales_customer_amount > 0
            and any(
                sale.state == "sale" and sale.invoice_status != "invoiced"
                for sale in repair.aftersales_sale_ids
            )
            for repair in repairs
        )


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """The customer has his invoice: the deadline of the day of return ends (T-43;
        extends `account`)."""
        posted = super()._post(soft=soft)
        charging = posted.filtered(lambda m: m.move_type == "out_invoice")
        lines = charging.line_ids.sale_line_ids
        if lines and self.env["aftersales.sla.event"]._is_used("invoice_issued"):
            lines.order_id._aftersales_tell_invoiced()
        return posted


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _aftersales_tell_invoiced(self):
        """Jobs and returns whose fees or repairs are on these sales."""
        # sudo: who invoices need not read jobs, returns and repairs
        shares = self.env["aftersales.fee.share"]._get_of_lines(self.order_line)
        repairs = self.sudo().aftersales_repair_id
        shares.order_id._clock_event("invoice_issued")
        repairs.aftersales_disposition_id.return_id._tell_clocks("invoice_issued")
