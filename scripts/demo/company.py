"""Demo company: master data, the old register, and one job in each step of the line.

Runs in an odoo shell of a fresh database; every job goes through the same buttons that
people press, each as its own user.
"""

import base64
import pathlib
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.modules import Manifest
from odoo.tools import file_path
from odoo.tools.convert import convert_file

OURS = [("author", "=", "After-Sales Suite contributors"), ("state", "=", "installed")]
REGISTERS = {"device": "客户产品档案.xls", "call": "叫修登记簿.xls"}
company = env.ref("base.main_company")
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)


def load_master_data():
    company.write(
        {"name": "示例机电设备有限公司", "street": "高新区示例路88号", "city": "济南市"}
    )
    company.partner_id.write({"lang": "zh_CN", "phone": "0531-88880000"})
    env.user.lang = "zh_CN"
    for addon in env["ir.module.module"].search(OURS).sorted("id").mapped("name"):
        for file in Manifest.for_addon(addon)["demo"]:
            convert_file(env, addon, file, {}, mode="init", noupdate=True)
    env["res.users"].search([("login", "!=", "__system__")]).write(
        {"lang": "zh_CN", "odoobot_state": "disabled"}
    )
    warehouse.write({"name": "济南中心仓库", "code": "JN"})
    for technician in env["aftersales.technician"].search([]):
        technician.location_id.name = f"车存 {technician.name}"
    parts = env["product.product"].search([("aftersales_is_part", "=", True)])
    for index, part in enumerate(parts):
        env["stock.quant"]._update_available_quantity(
            part, warehouse.lot_stock_id, 3 + index % 17
        )


def activate_policy():
    """City 6 and suburb 7 working hours, in force since a year."""
    preset = env.ref("aftersales_service.sla_policy_ps_06")
    calendar = env.ref("resource_calendar_makeup.calendar_china")
    company.resource_calendar_id = calendar
    start = fields.Date.today() - timedelta(days=365)
    policy = preset._activate(company, calendar=calendar, valid_from=start)
    policy.version_ids.with_user(people("manager")).action_approve()


def read_registers():
    """Devices first: the calls of the old register are about them."""
    for kind, filename in REGISTERS.items():
        path = pathlib.Path(file_path(f"aftersales_service/demo/register/{filename}"))
        record = env["aftersales.import"].create(
            {
                "kind": kind,
                "filename": filename,
                "data": base64.b64encode(path.read_bytes()),
            }
        )
        record.action_check()
        record.action_import()


def create_portal_user():
    customer = env["res.partner"].search(
        [("name", "=", "示例客户020有限公司")], limit=1
    )
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": "刘经理",
            "login": "portal",
            "password": "demo",
            "lang": "zh_CN",
            "partner_id": env["res.partner"]
            .create(
                {"name": "刘经理", "parent_id": customer.id, "email": "liu@example.com"}
            )
            .id,
            "group_ids": [Command.set([env.ref("base.group_portal").id])],
        }
    )
    return customer


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


def people(login):
    return env["res.users"].search([("login", "=", login)])


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

    def work(self, cause, action, used=()):
        self.visit.action_start()
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


def device(serial):
    return env["aftersales.device"]._find_by_scan(serial)


def tell_story(customer):
    env.ref("aftersales_service.demo_policy_motor_2026").with_user(
        people("manager")
    ).action_approve()
    sold = sell_machine(customer, "YJ-90L", "YJ260900001", days=40)
    sell_machine(customer, "ZJ-2000", "ZJ260600011", days=150)
    misused = sell_machine(customer, "YJ-132", "YJ260500021", days=170)
    job = Job(misused, "进水烧毁绕组", 50, "technician2").dispatch(-46)
    job.request(("demo_part_19", 1)).issue().arrive()
    job.order.with_user(people("technician2")).action_redecide("misuse")
    job.visit.consent_name = "刘经理"
    job.work("现场水冲洗电机，绕组进水", "更换定子绕组", (1,)).sign(
        "刘经理", "3"
    ).take_back().quote()
    Job(device("YJ220800002"), "电机不启动，有嗡嗡声", hours_ago=1)
    Job(device("ZJ210700003"), "右灶点不着火", hours_ago=5).dispatch()
    Job(device("FC210500001"), "门锁打不开，客户进不了门", 4).dispatch(
        because="门锁专修钱伟请假，李强做过同款锁体"
    ).request(("demo_part_35", 1))
    job = (
        Job(sold, "运行异响，轴承端发热", 26).dispatch(-20).request(("demo_part_01", 2))
    )
    job.issue().arrive().work("轴承缺油磨损", "更换驱动端轴承，加注润滑脂", (1,))
    job.sign("张主任").take_back().close()
    job = (
        Job(sold, "振动大", 8)
        .dispatch(-5)
        .request(("demo_part_02", 1))
        .issue()
        .arrive()
    )
    job = Job(device("YJ210500000"), "过载跳闸", 30, "technician2").dispatch(-24)
    job.request(("demo_part_01", 2)).quote().issue().arrive()
    job.work("轴承卡滞", "更换两端轴承，重新找正", (2,)).sign("刘经理", "3")
    job.take_back().invoice(pay=True).close()
    job = Job(device("YJ210500000"), "风叶碰罩", 12, "technician2").dispatch(-6)
    job.request(("demo_part_09", 1)).quote(sign=False)
    job = Job(device("JK220100012"), "误报频繁", 20, "technician2").dispatch(-12)
    job.request(("demo_part_49", 1)).issue().arrive(consent="物业王经理")
    job.work("探测器老化", "更换红外探测器", (1,)).sign(
        "物业王经理"
    ).take_back().quote().invoice().collect("wechat", "0003171")
    job = Job(device("YJ210500000"), "接线盒漏水", 28, "technician2").dispatch(-22)
    job.arrive(consent="刘经理").work("密封圈老化", "更换密封圈，重做防水").sign(
        "刘经理"
    )
    job.collect("cash", "0003172").quote().invoice()


def show_collection_codes():
    """What customers of the demo company scan; the codes lead nowhere."""
    import io

    import qrcode

    for name, text in (("wechat", "wxp://demo"), ("alipay", "https://example.com/pay")):
        stream = io.BytesIO()
        qrcode.make(text, box_size=8, border=2).save(stream, format="PNG")
        company[f"aftersales_{name}_qr"] = base64.b64encode(stream.getvalue())


CITIES = {
    "济南": (36.65, 117.12),
    "青岛": (36.07, 120.38),
    "长沙": (28.23, 112.94),
    "苏州": (31.30, 120.59),
    "湖州": (30.89, 120.09),
}


OURS_IN_JINAN = ("YJ220800002", "ZJ210700003", "YJ210500000", "JK220100012")


def find_places():
    """Coordinates of customers, a few kilometres around their city; those of the story
    live where its technicians do."""
    for index, serial in enumerate(OURS_IN_JINAN):
        found = device(serial)
        place = found.site_id | found.user_partner_id | found.partner_id
        place.street = f"济南市历城区示例路{index * 37 + 12}号"
    for city, (north, east) in CITIES.items():
        places = env["res.partner"].search([("street", "=like", f"{city}市%")])
        for index, place in enumerate(places):
            place.write(
                {
                    "partner_latitude": north + (index * 7 % 23 - 11) / 100,
                    "partner_longitude": east + (index * 5 % 19 - 9) / 100,
                }
            )


load_master_data()
activate_policy()
read_registers()
find_places()
show_collection_codes()
tell_story(create_portal_user())
env.cr.commit()
