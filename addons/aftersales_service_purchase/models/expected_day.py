from odoo import models
from odoo.tools import format_date


class StockMove(models.Model):
    _inherit = "stock.move"

    def _aftersales_get_coming_date(self):
        """The day that the vendor named last (extends)."""
        ordered = self.purchase_line_id.date_planned
        return ordered or super()._aftersales_get_coming_date()


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def button_approve(self, force=False):
        """Once it is ordered, the job knows the day (extends core)."""
        result = super().button_approve(force=force)
        ordered = self.filtered(lambda order: order.state == "purchase")
        ordered.order_line._aftersales_tell_day()
        return result


class PurchaseOrderLine(models.Model):
    """Whoever waits for a part hears when it comes, and when that changes."""

    _inherit = "purchase.order.line"

    def write(self, vals):
        """Another day is told at once (extends the ORM's)."""
        if "date_planned" not in vals:
            return super().write(vals)
        before = {line: line.date_planned for line in self}
        result = super().write(vals)
        moved = self.filtered(
            lambda line: line.state == "purchase" and line.date_planned != before[line]
        )
        moved._aftersales_tell_day()
        return result

    def _aftersales_tell_day(self):
        # sudo: whoever buys need not read jobs to tell them the day
        for line in self.sudo().filtered("aftersales_requisition_line_id"):
            requisition = line.aftersales_requisition_line_id.requisition_id
            order = requisition.order_id
            day = order.company_id._aftersales_day(line.date_planned)
            order.message_post(
                body=self.env._(
                    "%(part)s for %(requisition)s is expected on %(day)s (%(order)s).",
                    part=line.product_id.display_name,
                    requisition=requisition.name,
                    day=format_date(self.env, day),
                    order=line.order_id.name,
                ),
                partner_ids=requisition._get_waiting_people().ids,
            )


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _get_waiting_people(self):
        """Who asked, who goes, and whose job it is."""
        users = (
            self.requested_by_id | self.user_id | self.order_id.first_contact_user_id
        )
        return users.filtered("active").partner_id
