"""Who settles what: a printed fee card in force, a claim on a supplier, an agent's statement.

Runs after company.py in the same shell and uses its people, devices and jobs.
"""


def read_fee_card():
    """The printed card, read and completed by finance, approved by the director; three of
    its parts have other names in our books and stay with the sentence why."""
    path = pathlib.Path(file_path("aftersales_service/tests/data/收费标准卡.xls"))
    register = (
        env["aftersales.import"]
        .with_user(people("finance"))
        .create(
            {
                "kind": "fee_card",
                "filename": path.name,
                "data": base64.b64encode(path.read_bytes()),
            }
        )
    )
    register.action_check()
    register.action_import()
    cards = env["aftersales.fee.card"].search([("company_id", "=", company.id)])
    rates = cards.version_ids.with_user(people("finance")).rate_ids
    for name, family in (("电机检修", "motor"), ("灶具检修", "stove")):
        categ = env.ref(f"aftersales_service.demo_categ_{family}")
        rates.filtered(lambda rate, name=name: rate.name == name).categ_id = categ
    cards.version_ids.with_user(people("manager")).action_approve()


def tell_costs():
    """What an hour of each technician and a kilometre cost us, so that jobs have a margin."""
    company.aftersales_km_cost = 0.8
    env["aftersales.technician"].search([]).hourly_cost = 45


def agree(payer, partner, kinds, **vals):
    """What was agreed with a payer, in force since two years."""
    finance = people("finance")
    policy = (
        env["aftersales.settlement.policy"]
        .with_user(finance)
        .create(
            {
                "name": f"{partner.name}结算协议",
                "payer": payer,
                "partner_id": partner.id,
            }
        )
    )
    labour = env.ref("aftersales_service.demo_product_labour")
    line = {"becomes": "service", "product_id": labour.id}
    term = (
        env["aftersales.settlement.term"]
        .with_user(finance)
        .create(
            {
                "policy_id": policy.id,
                "valid_from": fields.Date.today() - timedelta(days=730),
                "line_ids": [Command.create({"kind": k} | line) for k in kinds],
            }
            | vals
        )
    )
    term.with_user(people("manager")).action_approve()


def serve(machine, days, fault, cause, part):
    """A job under warranty that was finished ``days`` ago."""
    with freeze_time(fields.Datetime.now() - timedelta(days=days)) as clock:
        job = Job(machine, fault, 3)
        if machine.agent_id:
            job.order.action_notify_agent()
        job.dispatch(because="熟悉该机型").request((part, 1)).issue()
        job.arrive(consent="用户王师傅")
        job.work(cause, "更换后试机正常", (1,), clock)
        job.sign("用户王师傅").take_back().close()
        env.flush_all()
    return job.order


def buy_and_sell_alarm_panels(customer):
    """Panels are made by somebody else; within the warranty he settles what they cause."""
    maker = env.ref("aftersales_service.demo_maker_electronics")
    panel = env.ref("aftersales_service.demo_product_jk16")
    panel.aftersales_origin = "outsourced"
    panel.seller_ids = [Command.create({"partner_id": maker.id})]
    agree(
        *("supplier", maker, ("part", "labour", "travel")),
        rhythm="at_once",
        claim_number=60,
        answer_days=5,
    )
    found = sell_machine(customer, "JK-16", "JK260700031", days=120)
    return [
        serve(found, 21, "布防后误报", "主板电源纹波过大", "demo_part_45"),
        serve(found, 9, "键盘无响应", "接口虚焊", "demo_part_46"),
        serve(found, 3, "断电后不能自启", "防区扩展板损坏", "demo_part_54"),
    ]


def sell_through_an_agent():
    """What the agent sold is served by us, told to him before and charged after."""
    agent = env["res.partner"].create(
        {
            "name": "鲁东机电经销有限公司",
            "is_company": True,
            "city": "烟台市",
        }
    )
    agree("agent", agent, ("part", "labour", "travel"), rhythm="monthly")
    sold = sell_machine(agent, "YJ-90L", "YJ260600088", days=150)
    sold.agent_id = agent
    return [
        serve(sold, days, fault, "后端盖轴承室磨损", "demo_part_06")
        for days, fault in ((45, "轴承端异响"), (38, "机壳发热"), (2, "振动大"))
    ]


def gather(*orders):
    shares = env["aftersales.fee.share"].with_user(people("finance"))
    shares = shares.search([("order_id", "in", [order.id for order in orders])])
    shares = shares.filtered(lambda share: share.payer in ("supplier", "agent"))
    ready = shares.filtered(lambda share: not share.settlement_obstacle)
    found = env["aftersales.settlement"].with_user(people("finance"))
    return found.search(ready.action_gather()["domain"], order="id")


def settle():
    """A claim in each of its steps, and last month's statement of the agent."""
    answered, sent, _draft = gather(*buy_and_sell_alarm_panels(found_customer()))
    answered.action_send()
    first, *others = answered.line_ids
    first.write({"answer_net": 0, "answer_reason": "安装接线不规范，不属质量问题"})
    first.action_reply()
    for line in others:
        line.action_accept()
    sent.action_send()
    statement = gather(*sell_through_an_agent())[:1]
    statement.action_send()
    statement.action_accept_all()
    statement.action_settle()


def found_customer():
    return env["res.partner"].search([("name", "=", "示例客户020有限公司")], limit=1)


def audit():
    """After-sales audits a job's fees; the accountant finds the question on his list."""
    for serial in ("YJ210500000", "JK260700031"):
        jobs = env["aftersales.order"].search([("device_id", "=", device(serial).id)])
        for order in jobs.filtered("fee_ids")[:1]:
            order.with_user(people("manager")).action_audit_fees()


read_fee_card()
tell_costs()
settle()
audit()
env.cr.commit()
