"""The store: parts asked for and used, parcels, old parts, vans that are counted, the plan
of spares; which part replaces which, and what machines were built of.

Runs after company.py in the same shell and uses its people, devices and jobs.
"""


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


def send_by_courier():
    """Three parcels: late on the road, one piece missing, arrived whole."""
    carrier = env["res.partner"].create(
        {"name": "齐鲁速运有限公司", "is_company": True, "phone": "0531-95338"}
    )
    motor, fan = device("YJ210500000"), device("YJ220800002")
    late = send_parcel(carrier, "QL7301240018", 4, motor, ("demo_part_01", 2))
    late.note = "客户催问，包裹停在德州中转站"
    short = send_parcel(carrier, "QL7301240025", 3, fan, ("demo_part_04", 3))
    tell_arrival(short, arrived=2, missing=1)
    whole = send_parcel(carrier, "QL7301240031", 2, motor, ("demo_part_09", 1))
    tell_arrival(whole, arrived=1)


def send_parcel(carrier, waybill, days, machine, *parts):
    """Parts of a job that a courier took ``days`` ago, expected on the next day."""
    for name, quantity in parts:
        env["stock.quant"]._update_available_quantity(
            env.ref(f"aftersales_service.{name}"), warehouse.lot_stock_id, quantity
        )
    with freeze_time(fields.Datetime.now() - timedelta(days=days)):
        job = Job(machine, "轴承异响，等备件", 2, "technician2")
        job.dispatch(29 * days + 30).request(*parts)
        clerk = people("warehouse")
        action = job.requisition.with_user(clerk).action_pack_parcel()
        parcel = env["aftersales.parcel"].browse(action["res_id"]).with_user(clerk)
        parcel.write(
            {
                "courier_id": carrier.id,
                "tracking_ref": waybill,
                "date_expected": fields.Date.add(company._aftersales_today(), days=1),
                "cost": 18,
                "weight": 2.5,
            }
        )
        parcel.action_send()
        env.flush_all()
    return parcel


def tell_arrival(parcel, arrived, missing=0):
    """As the technician tells it: so many came, so many did not."""
    mine = parcel.with_user(parcel.sudo().technician_user_id)
    mine.line_ids[:1].write({"counted": arrived, "counted_missing": missing})
    mine.action_receive()


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


def know_the_parts():
    """The part of this serial: what replaces what, from which serial number on, what two
    machines were built of, and a motor inside a stove."""
    changes = env["aftersales.part.supersession"].with_user(people("manager"))
    changes.create(
        [
            {
                "product_id": part(1),
                "successor_id": part(60),
                "since": "2026-03-01",
                "both_ways": True,
                "note": "更改单 2026-012：改为带密封圈",
                "company_id": company.id,
            },
            {
                "product_id": part(47),
                "successor_id": part(61),
                "new_quantity": 2,
                "since": "2026-06-01",
                "use_up": False,
                "note": "12V 停产，用两只 6V 串联",
                "company_id": company.id,
            },
            {
                "product_id": part(33),
                "successor_id": part(62),
                "since": "2022-01-01",
                "use_up": False,
                "note": "2022 年起的灶具换新控制板",
                "company_id": company.id,
            },
        ]
    )
    stove = env["product.template"].search([("default_code", "=", "ZJ-2000")], limit=1)
    place = {"machine_tmpl_id": stove.id, "place": "控制盒", "company_id": company.id}
    env["aftersales.part.fit"].with_user(people("manager")).create(
        [
            place | {"product_id": part(33), "serial_to": "ZJ219999999"},
            place | {"product_id": part(62), "serial_from": "ZJ220000000"},
        ]
    )
    import_list(
        "出厂配置清单.xlsx",
        ("整机序列号", "零件编号", "零件序列号", "数量", "安装位置", "装机日期"),
        ("YJ260900001", "P1001", "", 2, "两端轴承", "2026-09-01"),
        ("YJ260900001", "P1018", "", 1, "定子", "2026-09-01"),
        ("YJ260900001", "P1009", "", 1, "风叶", "2026-09-01"),
        ("ZJ260600011", "P1062", "KZ26060011", 1, "控制盒", "2026-06-01"),
        ("ZJ260600011", "P1021", "", 2, "燃气管路", "2026-06-01"),
        ("ZJ210700003", "P1033", "KZ21070003", 1, "控制盒", "2021-07-01"),
        ("ZJ210700003", "P1023", "", 1, "灶面", "2021-07-01"),
    )
    motor = device("YJ260900001").with_user(people("dispatcher"))
    motor.action_put_into(device("ZJ260600011"), "出厂装配", "风机电机")


def part(number):
    return env.ref(f"aftersales_service.demo_part_{number:02}").id


def import_list(filename, *rows):
    """As the factory sends it: what each machine was built of."""
    import io

    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    record = env["aftersales.import"].create(
        {
            "kind": "built",
            "filename": filename,
            "data": base64.b64encode(stream.getvalue()),
        }
    )
    record.action_import()


ask_for_parts()
send_by_courier()
work_on_the_road()
count_the_vans()
plan_spares()
know_the_parts()
env.cr.commit()
