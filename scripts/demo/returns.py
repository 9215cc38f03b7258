"""Returned goods: taken in, inspected, quoted, lent in their place, walked round.

Runs after company.py in the same shell and uses its people and devices.
"""


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
    """Some more customers' devices of the product of ``serial``, not back yet."""
    known = device(serial)
    here = env["aftersales.return.line"].search([]).device_id
    found = env["aftersales.device"].search([("product_id", "=", known.product_id.id)])
    theirs = found.filtered(lambda d: d.commercial_partner_id != company.partner_id)
    return (theirs - here - known)[:count]


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
    record.line_ids.unusable = True
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


take_in_goods()
show_returns_room()
env.cr.commit()
