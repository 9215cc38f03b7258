from odoo import models


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _on_used(self):
        """What was built in costs what its move is worth (extends)."""
        result = super()._on_used()
        self._record_costs()
        return result

    def _record_costs(self):
        # sudo: whoever uses parts does not see what they cost
        moves = self.sudo().line_ids.move_ids.filtered(
            lambda m: m.aftersales_step == "use" and m.state == "done"
        )
        return self.env["aftersales.cost"]._record(
            [move._aftersales_prepare_cost() for move in moves]
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _aftersales_prepare_cost(self):
        """Zero for goods outside our value."""
        line, repair = self.aftersales_requisition_line_id, self.repair_id
        lost = self.aftersales_parcel_line_id
        order = line.order_id or repair.aftersales_order_id or lost.order_id
        return {
            "name": self.product_id.display_name,
            "order_id": order.id,
            "visit_id": line.visit_id.id,
            "date": self.company_id._aftersales_day(self.date),
            "kind": "part",
            "quantity": self.quantity,
            "amount": abs(self.value),
            "move_id": self.id,
            "repair_id": repair.id,
            "parcel_id": lost.parcel_id.id,
            "part_id": self.product_id.id,
            "lot_id": self.move_line_ids.lot_id[:1].id,
        }


class RepairOrder(models.Model):
    _inherit = "repair.order"

    def action_repair_done(self):
        """What the workshop built in and worked costs us, too (extends core)."""
        result = super().action_repair_done()
        self._aftersales_record_costs()
        return result

    def _aftersales_record_costs(self):
        # sudo: the workshop does not see what it costs
        repairs = self.sudo().filtered("aftersales_order_id")
        moves = repairs.move_ids.filtered(
            lambda m: m.repair_line_type == "add" and m.state == "done"
        )
        wanted = [move._aftersales_prepare_cost() for move in moves]
        technicians = (
            self.env["aftersales.technician"].sudo()._get_of_users(repairs.user_id)
        )
        for repair in repairs.filtered("aftersales_labour_hours"):
            technician = technicians.get((repair.company_id, repair.user_id))
            if technician:
                wanted.append(repair._aftersales_prepare_labour_cost(technician))
        return self.env["aftersales.cost"]._record(wanted)

    def _aftersales_prepare_labour_cost(self, technician):
        hours = self.aftersales_labour_hours
        return {
            "name": technician.name,
            "order_id": self.aftersales_order_id.id,
            "date": self.company_id._aftersales_today(),
            "kind": "labour",
            "quantity": hours,
            "amount": round(hours * technician._get_hourly_cost(), 2),
            "technician_id": technician.id,
            "repair_id": self.id,
        }


class Loan(models.Model):
    _inherit = "aftersales.loan"

    def action_bring_back(self):
        """The days that the loaner was away are a cost of the job (extends)."""
        result = super().action_bring_back()
        self._record_costs()
        return result

    def _record_costs(self):
        wanted = []
        for loan in self.sudo().filtered(lambda ln: ln.order_id and ln.out_at):
            if not loan.back_at:
                continue
            company = loan.company_id
            days = (loan.back_at - loan.out_at).days + 1
            product = loan.device_id.product_id.with_company(company)
            percent = company.aftersales_loaner_percent
            wanted.append(
                {
                    "name": loan.device_id.display_name,
                    "order_id": loan.order_id.id,
                    "date": company._aftersales_day(loan.back_at),
                    "kind": "loaner",
                    "quantity": days,
                    "amount": round(product.standard_price * percent / 100 * days, 2),
                    "loan_id": loan.id,
                }
            )
        return self.env["aftersales.cost"]._record(wanted)
