from odoo import Command

from ..returns.common import ReturnsCommon


class TestRepairCosts(ReturnsCommon):
    """What the workshop builds in and works costs the job, whoever pays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])
        cls.keeper.group_ids |= cls.env.ref("stock.group_stock_user")
        cls.li.hourly_cost = 45

    def test_parts_and_hours_of_a_repair(self):
        job = self.make_order(self.device, service_type="c")
        line = {"device_id": self.device.id, "serial": "SN1"}
        record = self.receive(self.make_return(lines=[line], order_id=job.id))
        disposition = self.decide(record.line_ids, "repair")
        repair = disposition.sudo().repair_id
        repair.write({"user_id": self.technician.id, "aftersales_labour_hours": 2})
        repair.move_ids = [
            Command.create(
                {
                    "product_id": self.part.id,
                    "product_uom_qty": 3,
                    "repair_line_type": "add",
                }
            )
        ]
        repair = repair.with_user(self.keeper)
        repair.action_repair_start()
        repair.action_repair_end()
        rows = job.sudo().cost_ids
        self.assertEqual(
            {row.kind: row.amount for row in rows}, {"part": 33.0, "labour": 90.0}
        )
        self.assertEqual(rows.repair_id, repair.sudo())
        repair.sudo()._aftersales_record_costs()
        self.assertEqual(job.sudo().cost_ids, rows)
