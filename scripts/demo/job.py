"""One job, taken as far as a story wants, through the buttons that people press, each as
its own user; and a machine sold and delivered.
"""

import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields


def sell_machine(customer, code, serial, days):
    """A machine sold and delivered ``days`` ago: its device is born with the delivery."""
    product = env["product.product"].search([("default_code", "=", code)], limit=1)
    lot = env["stock.lot"].create({"name": serial, "product_id": product.id})
    env["stock.quant"]._update_available_quantity(
        product, warehouse.lot_stock_id, 1, lot_id=lot
    )
    order = env["sale.order"].create(
        {
            "partner_id": customer.id,
            "order_line": [Command.create({"product_id": product.id})],
        }
    )
    order.action_confirm()
    picking = order.picking_ids
    picking.action_assign()
    picking.move_ids.picked = True
    with freeze_time(fields.Datetime.now() - timedelta(days=days)):
        picking._action_done()
        env.flush_all()
    return env["aftersales.device"].search([("lot_id", "=", lot.id)])


class Job:
    """One service order, taken as far as the story wants."""

    def __init__(
        self, device, fault, hours_ago=3, technician="technician", area="city"
    ):
        self.technician = people(technician)
        self.order = (
            env["aftersales.order"]
            .with_user(people("dispatcher"))
            .create(
                {
                    "device_id": device.id,
                    "fault": fault,
                    "area": area,
                    "called_at": fields.Datetime.now() - timedelta(hours=hours_ago),
                    "unit_id": env.ref("aftersales_service.demo_unit_jinan").id,
                }
            )
        )

    def dispatch(self, hours_ahead=2, because=False):
        technician = env["aftersales.technician"].search(
            [("user_id", "=", self.technician.id)], limit=1
        )
        visit = (
            env["aftersales.visit"]
            .with_user(people("dispatcher"))
            .create(
                {
                    "order_id": self.order.id,
                    "technician_id": technician.id,
                    "override_reason": because,
                    "planned_start": fields.Datetime.now()
                    + timedelta(hours=hours_ahead),
                }
            )
        )
        self.visit = visit.with_user(self.technician)
        return self

    def request(self, *parts, urgent=False):
        lines = [
            Command.create(
                {"product_id": env.ref(f"aftersales_service.{part}").id, "quantity": n}
            )
            for part, n in parts
        ]
        self.requisition = (
            env["aftersales.requisition"]
            .with_user(self.technician)
            .create(
                {
                    "visit_id": self.visit.id,
                    "line_ids": lines,
                    "urgent": bool(urgent),
                    "explanation": urgent,
                }
            )
        )
        self.requisition.action_submit()
        return self

    def quote(self, sign=True):
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        sale.action_quotation_sent()
        if sign:
            sale.write({"signed_by": "刘经理", "signed_on": fields.Datetime.now()})
            sale.action_confirm()
        return self

    def issue(self):
        self.requisition.with_user(people("warehouse")).action_issue()
        return self

    def arrive(self, consent=None):
        self.visit.consent_name = consent
        self.visit.action_contact()
        self.visit.action_leave()
        self.visit.action_arrive()
        return self

    def work(self, cause, action, used=(), clock=None):
        """From beginning to end; on a frozen ``clock`` the work takes its time."""
        self.visit.action_start()
        if clock:
            clock.tick(timedelta(minutes=90))
        known = self.visit.order_id.cause
        self.visit.write(
            {
                "cause": cause,
                "action_taken": action,
                "tested": True,
                "instructed": True,
                "is_ours": "yes",
                "found_cause": "wear" if known == "unknown" else known,
            }
        )
        if used:
            for line, quantity in zip(self.requisition.line_ids, used, strict=True):
                line.quantity_to_use = quantity
        self.visit.action_finish()
        return self

    def sign(self, name, satisfaction="4"):
        card = dict.fromkeys(self.visit._get_rating_fields(), satisfaction)
        self.visit.write({"signature": signature_image(), "signed_by": name} | card)
        self.visit.action_sign()
        self.visit.action_close()
        return self

    def collect(self, method, number=None):
        """The technician takes on the spot what is still owed."""
        order = self.order.sudo()
        owed = order._get_collectable()[order.id]
        self.visit.action_collect(owed, method, number)
        return self

    def take_back(self):
        self.requisition.action_return_unused()
        clerk = self.requisition.with_user(people("warehouse"))
        if clerk._get_waiting("return"):
            clerk.action_receive_return()
        clerk.action_reconcile()
        return self

    def close(self):
        self.order.action_close()
        return self

    def invoice(self, pay=False):
        invoice = self.order.sudo().sale_order_ids._create_invoices()
        invoice.action_post()
        if pay:
            env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({})._create_payments()
        return self


def signature_image():
    import io

    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (300, 100), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    points = [
        (20, 70),
        (60, 25),
        (80, 75),
        (120, 40),
        (150, 70),
        (190, 30),
        (230, 65),
        (280, 45),
    ]
    draw.line(points, fill=(20, 30, 90, 255), width=4, joint="curve")
    stream = io.BytesIO()
    image.save(stream, format="PNG")
    return base64.b64encode(stream.getvalue())
