import datetime

from odoo import Command
from odoo.tests import HttpCase, tagged

from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestTours(AfterSalesCommon, HttpCase):
    """The through-line in the browser, each step as the person whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = [*cls.users.values(), cls.colleague]
        for user in users:
            user.write({"lang": "zh_CN", "email": f"{user.login}@example.com"})
        cls.env["aftersales.device"].search([]).unlink()
        cls.device = cls.make_device(
            "YJ210500000",
            coverage={"months": 12, "start_date": datetime.date(2021, 5, 29)},
        )
        cls.customer.email = "buyer@example.com"
        cls.portal = cls.env["res.users"].create(
            {
                "name": "刘经理",
                "login": "as_portal",
                "password": "as_portal",
                "lang": "zh_CN",
                "partner_id": cls.env["res.partner"]
                .create(
                    {
                        "name": "刘经理",
                        "parent_id": cls.customer.id,
                        "email": "liu@example.com",
                    }
                )
                .id,
                "group_ids": [Command.set([cls.env.ref("base.group_portal").id])],
            }
        )

    def walk(self, tour, user, url="/odoo"):
        self.start_tour(url, tour, login=user.login, timeout=120)
        self.env.invalidate_all()

    def test_through_line_to_the_invoice(self):
        self.walk("aftersales_dispatcher", self.dispatcher)
        order = self.device.order_ids
        self.assertEqual((order.state, order.service_type), ("dispatched", "a"))
        self.walk("aftersales_request", self.technician)
        self.walk("aftersales_quote", self.dispatcher)
        sale = order.sale_order_ids
        self.assertEqual((sale.state, sale.amount_untaxed), ("sent", 176))
        self.walk("aftersales_customer_signs", self.portal, "/my/service")
        self.assertEqual(sale.state, "sale")
        self.assertFalse(sale.picking_ids)
        self.walk("aftersales_issue", self.keeper)
        self.walk("aftersales_work", self.technician)
        visit = order.visit_ids
        self.assertTrue(visit.signature_hash)
        self.assertEqual(order.state, "signed")
        self.walk("aftersales_take_back", self.keeper)
        line = visit.requisition_ids.line_ids
        self.assertEqual((line.used_quantity, line.returned_quantity), (1, 1))
        self.walk("aftersales_close", self.dispatcher)
        self.assertEqual(order.state, "filed")
        self.walk("aftersales_invoice", self.accountant)
        invoice = sale.invoice_ids
        self.assertEqual(invoice.amount_untaxed, 148)
        self.assertEqual(set(order.fee_ids.share_ids.mapped("progress")), {"paid"})
