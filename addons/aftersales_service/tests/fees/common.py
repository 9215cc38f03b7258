"""A job outside the warranty whose customer pays 176 (120 labour, two bearings at 28)."""

from ..common import AfterSalesCommon


class CashCommon(AfterSalesCommon):
    @classmethod
    def make_policy(cls, **switches):
        """A service policy in force with these switches."""
        policy = cls.env["aftersales.sla.policy"].create(
            {"name": "服务政策", "company_id": cls.company.id}
        )
        version = cls.env["aftersales.sla.version"].create(
            {"policy_id": policy.id, "valid_from": "2020-01-01", "rule_ids": []}
            | switches
        )
        version.with_user(cls.director).action_approve()
        return version

    def make_job(self, **vals):
        """An order and its visit, at work."""
        self.order = self.make_order(self.make_device(), service_type="a", **vals)
        self.visit = self.make_visit(self.order)
        self.requisition = self.make_requisition(self.visit)
        self.issue(self.requisition)
        self.go_to_work(self.visit, consent="王经理")
        return self.visit

    def collect(self, amount=176, method="cash", **args):
        found = self.visit.action_collect(amount, method, **args)
        return self.env["aftersales.collection"].browse(found)

    def take_over(self, technician=None):
        """The accountant's sheet over what the technician carries."""
        technician = (technician or self.li).with_user(self.accountant)
        action = technician.action_take_over()
        handins = self.env["aftersales.handin"].with_user(self.accountant)
        return handins.browse(action["res_id"])

    def count(self, handin, amount=None, reason=None):
        """Count the cash (default: as the receipts say) and receive it."""
        handin.write(
            {
                "counted_amount": handin.cash_amount if amount is None else amount,
                "is_counted": True,
                "difference_reason": reason,
            }
        )
        handin.action_receive()

    def finish_job(self):
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        self.sign(self.visit)

    def invoice(self):
        """Quote, confirm and post the invoice of the job."""
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        sale.action_confirm()
        invoice = sale.with_user(self.accountant)._create_invoices()
        invoice.action_post()
        return invoice
