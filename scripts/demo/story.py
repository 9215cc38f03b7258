"""The old register, and one job in each step of the line."""

import base64
import pathlib
from datetime import timedelta

from odoo import Command, fields
from odoo.tools import file_path

REGISTERS = {"device": "客户产品档案.xls", "call": "叫修登记簿.xls"}


def activate_policy():
    """City 6 and suburb 7 working hours, in force since a year."""
    preset = env.ref("aftersales_service.sla_policy_ps_06")
    calendar = env.ref("resource_calendar_makeup.calendar_china")
    company.resource_calendar_id = calendar
    start = fields.Date.today() - timedelta(days=365)
    policy = preset._activate(
        company, calendar=calendar, valid_from=start, grace_minutes=15
    )
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


activate_policy()
read_registers()
find_places()
show_collection_codes()
tell_story(create_portal_user())
env.cr.commit()
