from odoo import models


class ServiceOrder(models.Model):
    """Papers of a job: notice to the agent, quotation of the repair, fees."""

    _name = "aftersales.order"
    _inherit = ["aftersales.order", "aftersales.letter.mixin"]

    def _get_aftersales_papers(self):
        names = []
        if self.agent_id and not self._get_serving_agent():
            names.append("agent_notice")
        if self._get_printed_quotation():
            names.append("repair_quotation")
        if self.fee_ids:
            names.append("fee_sheet")
        return self._find_aftersales_form(*names)

    def _get_printed_quotation(self):
        """The last quotation that goes on."""
        # sudo: the desk has no sales rights
        sales = self.sudo().sale_order_ids.filtered(lambda s: s.state != "cancel")
        return sales.sorted("id")[-1:].sudo(self.env.su)

    def _get_aftersales_paper_record(self, form):
        if form == self._find_aftersales_form("repair_quotation"):
            return self._get_printed_quotation()
        return super()._get_aftersales_paper_record(form)

    def _get_aftersales_addressee(self, form):
        if form == self._find_aftersales_form("agent_notice"):
            return self.agent_id
        return super()._get_aftersales_addressee(form)

    def _get_aftersales_paper_words(self, form):
        if form == self._find_aftersales_form("agent_notice"):
            return self.env._(
                "A user of goods that you sold asks for service: %(device)s, %(fault)s. Please answer before we leave.",
                device=self._get_paper_device(),
                fault=self._get_mail_summary(),
            )
        return self._get_fee_words()

    def _get_fee_words(self):
        paper = self.env["report.aftersales_service.report_fee_sheet"]
        currency = self.company_id.currency_id
        return self.env._(
            "%(device)s: fees %(fees)s, of which the customer pays %(customer)s with tax.",
            device=self._get_paper_device(),
            fees=currency.format(paper._get_sum(self)),
            customer=currency.format(paper._get_customer_total(self)),
        )

    def _get_paper_device(self):
        """The machine as papers say it."""
        # sudo: device and product of a job that may be read
        order = self.sudo()
        return (
            " ".join(filter(None, (order.product_id.name, order.device_id.serial)))
            or order.name
        )

    def _on_aftersales_letter(self, letter):
        """The agent who got the notice was told before (W-07, F-47; extends)."""
        result = super()._on_aftersales_letter(letter)
        notice = letter.form_id == self._find_aftersales_form("agent_notice")
        if notice and not self.agent_notified_at:
            # sudo: whoever may send the notice
            self.sudo().action_notify_agent()
        return result
