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
        self.visit.write(
            {"cause": cause, "action_taken": action, "tested": True, "instructed": True}
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


def ask_for_parts():
    """The store's day: a vehicle down, a lent tool, old parts in each of their states."""
    for tool in ("demo_tool_megger", "demo_tool_gas"):
        env["stock.quant"]._update_available_quantity(
            env.ref(f"aftersales_service.{tool}"), warehouse.lot_stock_id, 2
        )
    boards = [replace_board(days) for days in (34, 32, 30, 2)]
    clerk = people("warehouse")
    arrived = env["aftersales.old.part"].browse(boards[1:3]).with_user(clerk)
    receipt = (
        env["aftersales.old.part.receipt"]
        .with_user(clerk)
        .create({"unit_id": env.ref("aftersales_service.demo_unit_jinan").id})
    )
    receipt.line_ids = [
        Command.create({"old_part_id": part.id, "expected": 1, "received": 1})
        for part in arrived
    ]
    receipt.action_done()
    arrived[:1].with_user(people("manager")).action_judge(
        "material", "芯片虚焊，属材料缺陷"
    )
    notice = (
        env["aftersales.old.part.notice"]
        .with_user(clerk)
        .create(
            {"supplier_id": env.ref("aftersales_service.demo_maker_electronics").id}
        )
    )
    notice.action_load()
    notice.action_send()
    motor = device("YJ220800002")
    job = Job(motor, "生产线电机抱死，整线停产", 2, "technician2").dispatch(4)
    job.request(
        ("demo_part_18", 1),
        ("demo_part_01", 2),
        urgent="客户整条生产线停产，每小时损失约两万元，库存备机已用完。",
    )
    job = Job(device("YJ210500000"), "电机绝缘低，跳闸", 6).dispatch(3)
    job.request(("demo_part_15", 1), ("demo_tool_megger", 1)).issue()
    job = Job(device("YJ220800002"), "振动超标，轴承发热", 3).dispatch(5)
    job.request(
        ("demo_part_04", 2),
        urgent="锅炉引风机停转，车间无法供暖。",
    )
    job.requisition.sudo().approval_ids.with_user(people("manager")).action_agree()


def replace_board(days):
    """A control board that was replaced ``days`` ago; ID of its old part."""
    with freeze_time(fields.Datetime.now() - timedelta(days=days)):
        job = Job(device("ZJ210700003"), "右灶点不着火，显示E3", 4).dispatch(-3)
        job.request(("demo_part_33", 1)).issue().arrive(consent="食堂孙师傅")
        job.work("控制板点火回路损坏", "更换控制板并试机", (1,)).sign("食堂孙师傅")
        job.take_back()
        env.flush_all()
    line = job.requisition.line_ids
    return env["aftersales.old.part"].search([("requisition_line_id", "=", line.id)]).id


def work_on_the_road():
    """What happens besides: refused, not reached, asked for help, a lead."""
    job = Job(device("YJ210500000"), "风机异响", 2, "technician2").dispatch(1)
    reason = env.ref("aftersales_service.reason_refuse_1")
    job.visit.action_refuse(reason.id, "同一时间在德州处理停产电机")
    job = Job(device("ZJ210700003"), "火力小，火焰发黄", 5).dispatch(2)
    for minutes in (40, 25, 12):
        with freeze_time(fields.Datetime.now() - timedelta(minutes=minutes)):
            job.visit.action_call_failed("无人接听")
            env.flush_all()
    job = Job(device("YJ220800002"), "启动困难，电流大", 7).dispatch(-2)
    job.arrive(consent="设备科刘科长").visit.action_start()
    job.visit.action_ask_help("绕组直流电阻三相不平衡，现场判断不了，请求支援")
    job.visit.action_note_lead("客户准备更换十二台老旧电机，想了解高效电机报价")


def count_the_vans():
    """Statements: the month of two technicians, the half-year of the service centre."""
    statement = env["aftersales.part.statement"].with_user(people("warehouse"))
    month = fields.Date.today().replace(day=1)
    before = fields.Date.subtract(month, days=1)
    names = ("demo_technician_li", "demo_technician_zhao")
    for name in names:
        technician = env.ref(f"aftersales_service.{name}")
        signed = statement.create(
            {
                "technician_id": technician.id,
                "date_from": before.replace(day=1),
                "date_to": before,
            }
        )
        signed.action_load()
        signed.with_user(technician.user_id).action_sign_technician()
        signed.action_sign_store()
        statement.create(
            {
                "technician_id": technician.id,
                "date_from": month,
                "date_to": fields.Date.today(),
            }
        ).action_load()
    statement.create(
        {
            "unit_id": env.ref("aftersales_service.demo_unit_jinan").id,
            "date_from": fields.Date.subtract(month, months=6),
            "date_to": before,
        }
    ).action_load()


def plan_spares():
    """A supplementary plan from consumption, waiting for its approval."""
    plan = (
        env["aftersales.part.plan"]
        .with_user(people("warehouse"))
        .create(
            {
                "kind": "supplement",
                "unit_id": env.ref("aftersales_service.demo_unit_jinan").id,
                "note": "三季度轴承和控制板消耗偏高，建议补充。",
            }
        )
    )
    plan.action_propose()
    plan.action_submit()


def take_in_goods():
    """Three motors came back: one in repair, one waits for the director, one to decide."""
    desk, second = people("dispatcher"), people("warehouse")
    motor = device("YJ220800002")
    same = [("product_id", "=", motor.product_id.id), ("id", "!=", motor.id)]
    other = env["aftersales.device"].search(same, limit=1)
    record = (
        env["aftersales.return"]
        .with_user(desk)
        .create(
            {
                "partner_id": motor.partner_id.id,
                "reason": "试车异响，客户要求返厂检查",
                "source": "parcel",
                "packing": "good",
                "line_ids": [
                    Command.create({"device_id": d.id, "serial": d.serial})
                    for d in (motor, other)
                ]
                + [
                    Command.create(
                        {
                            "product_id": motor.product_id.id,
                            "unreadable": True,
                            "appearance": "铭牌脱落，外壳磕碰",
                        }
                    )
                ],
            }
        )
    )
    record.counted_with_id = second
    record.action_receive()
    record.custody_ids.write({"place": "B区-03"})
    decided = (
        env["aftersales.disposition"]
        .with_user(desk)
        .create(
            [
                {"line_id": line.id, "action": action, "reason": reason}
                for line, action, reason in zip(
                    record.line_ids[:2],
                    ("repair", "back"),
                    ("更换两端轴承", "检测正常，原样返回"),
                    strict=True,
                )
            ]
        )
    )
    decided.action_decide()


def show_returns_room():
    """Each list of the returns room has something to look at."""
    lend_machines()
    quote_a_repair()
    inspect_together()
    walk_round_a_machine()
    send_a_new_one_first()


def announce(goods, reason, **vals):
    """A return of ``goods`` (devices of one customer), announced at the counter."""
    lines = [
        Command.create({"device_id": d.id, "serial": d.serial, "fault": reason})
        for d in goods
    ]
    return (
        env["aftersales.return"]
        .with_user(people("dispatcher"))
        .create(
            {
                "partner_id": goods[0].partner_id.id,
                "reason": reason,
                "line_ids": lines,
                "packing": "good",
            }
            | vals
        )
    )


def take_in(record):
    record.counted_with_id = people("warehouse")
    record.action_receive()
    return record


def others_of(serial, count):
    """Some more devices of the product of ``serial``, that did not come back yet."""
    known = device(serial)
    here = env["aftersales.return.line"].search([]).device_id
    found = env["aftersales.device"].search([("product_id", "=", known.product_id.id)])
    return (found - here - known)[:count]


def lend_machines():
    """Two loaners: one is out and late, one is booked with a deposit."""
    account = env["account.account"].create(
        {
            "name": "其他应付款—押金",
            "code": "224199",
            "account_type": "liability_current",
            "reconcile": True,
        }
    )
    company.aftersales_deposit_account_id = account
    motor = device("YJ220800002")
    today = fields.Datetime.now()
    for number, (days, deposit) in enumerate(((-9, 0), (2, 500)), 1):
        loaner = env["aftersales.device"]._register_batch(
            [
                {
                    "serial": f"BY{number:03}",
                    "product_id": motor.product_id.id,
                    "partner_id": company.partner_id.id,
                    "coverage": {},
                }
            ]
        )
        loaner.is_loaner = True
        loan = (
            env["aftersales.loan"]
            .with_user(people("dispatcher"))
            .create(
                {
                    "device_id": loaner.id,
                    "partner_id": motor.partner_id.id,
                    "start": today + timedelta(days=days),
                    "stop": today + timedelta(days=days + 6),
                    "deposit_amount": deposit,
                }
            )
        )
        if deposit:
            loan.action_take_deposit()
            continue
        loan.photo_out_ids = picture_of("借出外观.png")
        loan.stop = today + timedelta(days=1)
        loan.action_hand_out()
        loan._in_flow().write(
            {"start": today - timedelta(days=9), "stop": today - timedelta(days=3)}
        )


def picture_of(name):
    return (
        env["ir.attachment"]
        .with_user(people("dispatcher"))
        .create({"name": name, "datas": signature_image()})
    )


def quote_a_repair():
    """The finding costs more than was agreed: the second version waits for the customer."""
    motor = device("YJ210500000")
    job = Job(motor, "运行中有焦味", 20)
    record = take_in(announce(motor, "运行中有焦味", order_id=job.order.id))
    made = env["aftersales.disposition"].with_user(people("dispatcher"))
    made = made.create(
        {"line_id": record.line_ids.id, "action": "repair", "reason": "更换轴承"}
    )
    made.action_decide()
    repair = made.sudo().repair_id
    repair.move_ids = [
        Command.create(
            {
                "product_id": env.ref("aftersales_service.demo_part_01").id,
                "product_uom_qty": 2,
                "repair_line_type": "add",
            }
        )
    ]
    repair.aftersales_labour_hours = 1
    if repair.aftersales_consent == "free":
        return
    repair.action_aftersales_quote()
    repair.aftersales_consent_name = "刘经理"
    repair.action_aftersales_agree()
    repair.action_repair_start()
    repair.aftersales_labour_hours = 3
    repair.action_aftersales_quote()


def inspect_together():
    """Two joint inspections: one concluded with a measure, one that waits."""
    desk = people("dispatcher")
    step = env["aftersales.process.step"].create(
        [
            {"department": "装配车间", "name": "绕线"},
            {"department": "装配车间", "name": "总装"},
            {"department": "采购部", "name": "外购件检验"},
        ]
    )[:1]
    pair = others_of("YJ220800002", 30).grouped("partner_id").values()
    goods = max(pair, key=len)[:2]
    record = take_in(announce(goods, "用户反映温升过高", source="parcel"))
    record.action_joint_inspection()
    first = record.inspection_ids.sorted("id")[:1]
    first.with_user(desk).write(
        {
            "fault_found": "定子绕组匝间短路",
            "cause": "material",
            "responsibility": "production",
            "step_id": step.id,
            "solution": "更换定子绕组，加做匝间试验",
            "date_required": fields.Date.today() + timedelta(days=5),
            "disposition": "repair",
            "evidence_ids": picture_of("绕组照片.png").ids,
            "delivery_evidence_ids": picture_of("签收单.png").ids,
        }
    )
    for party, login in zip(
        first.party_ids, ("manager", "technician", "warehouse", "finance"), strict=False
    ):
        sign_for(party, people(login))
    env["aftersales.inspection.measure"].with_user(desk).create(
        {
            "inspection_id": first.id,
            "name": "绕线后增加100%匝间耐压试验",
            "responsible_id": people("technician").id,
            "date_due": fields.Date.today() - timedelta(days=2),
        }
    )


def sign_for(party, user):
    """``user`` holds the role of ``party`` and signs what he found."""
    holder = {"role_id": party.role_id.id, "user_id": user.id, "company_id": company.id}
    if user not in party.role_id._get_holders(company):
        env["aftersales.role.holder"].create(holder)
    party.with_user(user).action_sign("与检测记录一致，同意鉴定结论", "yes")


def walk_round_a_machine():
    """A machine that the customer brought himself, looked at with him."""
    goods = others_of("ZJ210700003", 1)
    record = announce(goods, "炉头变形，送店维修")
    sheet = (
        env["aftersales.walk.round"]
        .with_user(people("dispatcher"))
        .create(
            {
                "line_id": record.line_ids.id,
                "outline": "machine",
                "accessories": "锅架2个，说明书1本",
                "marks": [
                    {"x": 22, "y": 30, "kind": "scratch", "note": "面板划痕 8 cm"},
                    {"x": 78, "y": 70, "kind": "dent", "note": "右后角磕碰"},
                ],
                "work_items": "更换左炉头，清洗风机，试火",
                "labour_estimate": 120,
                "part_estimate": 260,
                "finish_at": fields.Datetime.now() + timedelta(days=2),
                "payment_way": "mobile",
                "old_part_wish": "take",
                "signature": signature_image(),
            }
        )
    )
    sheet.action_sign()
    take_in(record)


def send_a_new_one_first():
    """The line stands still: the new motor leaves before the defective one is here."""
    goods = others_of("YJ220800002", 1)
    record = announce(goods, "生产线停机，先换后退", source="parcel")
    advance = (
        env["aftersales.advance"]
        .with_user(people("dispatcher"))
        .create(
            {
                "line_id": record.line_ids.id,
                "reason": "生产线停机",
                "date_due": fields.Date.today() + timedelta(days=10),
                "deposit_amount": 800,
            }
        )
    )
    advance.action_take_deposit()


def write_tickets():
    """Three tickets of the helpdesk, where it is installed: new, with a job, finished."""
    if "helpdesk.ticket" not in env:
        return
    role = Command.link(env.ref("helpdesk_mgmt.group_helpdesk_user").id)
    (people("dispatcher") | people("manager")).write({"group_ids": [role]})
    contact = people("portal").partner_id
    write_ticket("YJ220800002", "电机启动慢", "早班启动时要等半分钟，皮带没有打滑。")
    ticket = write_ticket("ZJ210700003", "灶具有煤气味", "关火后能闻到，已关总阀。")
    ticket.action_aftersales_create_order()
    ticket.stage_id = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
    ticket = write_ticket(
        "YJ210500000", "请寄一份使用说明书", "原件受潮看不清了。", partner_id=contact.id
    )
    ticket.stage_id = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")


def write_ticket(serial, title, text, **vals):
    found = device(serial)
    owner = found.user_partner_id or found.partner_id
    vals = {"partner_id": owner.id, "aftersales_device_id": found.id} | vals
    named = env["res.partner"].browse(vals["partner_id"])
    vals |= {"partner_name": named.name, "partner_email": named.email}
    return (
        env["helpdesk.ticket"]
        .with_user(people("dispatcher"))
        .create({"name": title, "description": f"<p>{text}</p>"} | vals)
    )


load_master_data()
activate_policy()
read_registers()
find_places()
show_collection_codes()
tell_story(create_portal_user())
ask_for_parts()
work_on_the_road()
count_the_vans()
plan_spares()
take_in_goods()
show_returns_room()
write_tickets()
env.cr.commit()
