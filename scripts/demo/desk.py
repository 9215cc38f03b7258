"""What else lies on a dispatcher's and a director's desk: papers that wait for somebody.

Runs after company.py in the same shell and uses its people, devices and jobs.
"""

import email.message


def order_of(serial):
    """The open job of a device."""
    done = ("closed", "filed", "cancelled")
    jobs = [("device_id", "=", device(serial).id), ("state", "not in", done)]
    return env["aftersales.order"].search(jobs, order="id", limit=1)


def ask_for_time():
    """延期申请单: the locksmith is sold out; the director has to answer."""
    order = order_of("FC210500001").with_user(people("dispatcher"))
    clock = order.clock_ids.filtered(lambda c: not c.stopped_at)[:1]
    if clock:
        later = clock.due_at + timedelta(days=2)
        reason = "锁芯需厂家调货，已与客户约定后天上门"
        vals = {"clock_id": clock.id, "due_at": later, "reason": reason}
        env["aftersales.sla.extension"].with_user(people("dispatcher")).create(
            vals
        ).action_request()


def ask_for_help_and_goodwill():
    """升级 and 善意保修, both under 待我审批."""
    order = order_of("YJ220800002").with_user(people("dispatcher"))
    order.action_escalate(
        "同一台泵三个月内第二次报修，怀疑轴承座同轴度超差", escalation_class="difficult"
    )
    device("YJ210500000").with_user(people("dispatcher")).action_request_goodwill(
        3, "老客户，出保仅两个月，维修后赠送三个月"
    )


def override_a_decision():
    """Misuse, but the customer buys ten motors a year: we pay the labour."""
    order = order_of("YJ260500021")
    env["aftersales.decision.override"].with_user(people("manager")).create(
        {
            "order_id": order.id,
            "cost_kind": "labour",
            "payer": "company",
            "amount": 120,
            "reason": "年度框架客户，工时费由本公司承担",
        }
    ).action_submit()


def note_wrong_telephone():
    """The technician found another number on the door."""
    env["aftersales.correction"].with_user(people("technician")).create(
        {
            "order_id": order_of("ZJ210700003").id,
            "kind": "phone",
            "right_value": "13800020031",
        }
    )


def file_papers_of_a_machine():
    motor = device("YJ260900001")
    files = (
        ("certificate", "产品合格证 HG-2026-0901", None),
        ("manual", "使用维护说明书", "V3.2"),
    )
    kinds = dict(env["aftersales.device.file"]._fields["kind"].selection)
    for kind, name, version in files:
        env["aftersales.device.file"].with_user(people("dispatcher")).create(
            {
                "device_id": motor.id,
                "kind": kind if kind in kinds else "certificate",
                "name": name,
                "version": version,
            }
        )


def group_into_a_project(customer):
    project = (
        env["aftersales.project"]
        .with_user(people("dispatcher"))
        .create(
            {
                "name": "污水处理厂一期泵组",
                "code": "XM2026-018",
                "partner_id": customer.id,
            }
        )
    )
    orders = env["aftersales.order"].search([("partner_id", "=", customer.id)])
    orders.filtered(lambda o: o.state not in ("filed", "cancelled")).with_user(
        people("dispatcher")
    ).write({"project_id": project.id})


def name_brands_and_steps():
    for name in ("示例电机", "灵动安防", "旺火"):
        env["aftersales.brand"].create({"name": name})
    steps = (
        ("电机车间", "绕线"),
        ("电机车间", "浸漆"),
        ("电机车间", "总装"),
        ("质检部", "出厂试验"),
        ("储运部", "包装"),
        ("储运部", "装车"),
    )
    for number, (department, name) in enumerate(steps, start=1):
        env["aftersales.process.step"].create(
            {"department": department, "name": name, "sequence": 10 * number}
        )


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


MAILS = (
    (
        "刘经理 <liu@example.com>",
        "YJ210500000 又跳闸了",
        "今天早上开机十分钟后跳闸，热继电器复位后仍跳。请尽快派人。",
    ),
    (
        "孙先生 <sun@unknown.example>",
        "门打不开",
        "你们去年装的防盗门锁芯卡住了，铭牌看不清，电话 13800000031。",
    ),
)


def receive_mails():
    """One customer is known and has his order; a stranger waits under 待处理邮件."""
    domain = env["mail.alias.domain"].create({"name": "fuwu.example"})
    company.alias_domain_id = domain
    env.ref("aftersales_service.demo_unit_jinan").alias_name = "service"
    company.aftersales_mail_confirm = False  # a demo sends nothing
    for number, (sender, subject, text) in enumerate(MAILS):
        mail = email.message.EmailMessage()
        mail["From"], mail["To"] = sender, "service@fuwu.example"
        mail["Subject"], mail["Message-Id"] = subject, f"<demo-{number}@mail.example>"
        mail.set_content(text)
        env["mail.thread"].message_process(False, mail.as_bytes())


def hand_money_in():
    """The technician is at the counter with what he carries; it has to be counted."""
    carried = env["aftersales.collection"].search([("state", "=", "held")])
    carried.technician_id[:1].with_user(people("finance")).action_take_over()


ask_for_time()
ask_for_help_and_goodwill()
override_a_decision()
note_wrong_telephone()
file_papers_of_a_machine()
group_into_a_project(people("portal").partner_id.parent_id)
name_brands_and_steps()
write_tickets()
receive_mails()
hand_money_in()
env["aftersales.duty"]._open_due(company)
env.cr.commit()
