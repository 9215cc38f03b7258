"""Last month, ready to be closed: four jobs that customers paid in four ways, one fapiao, and
files to import: the statements of the bank and of WeChat Pay, the list of the tax office.

Runs after statements.py in the same shell.
"""

TAX_NUMBERS = {
    "示例客户020有限公司": "91370100MA3C00200R",
    "示例客户046有限公司": "91370100MA3C00460B",
    "鲁东机电经销有限公司": "91370600MA3C00990L",
}
# 修理修配劳务, as the tax office lists it.
REPAIR = "2010200000000000000"


def set_up_books():
    """What an administrator says once: accounts, tax numbers, codes of the tax office."""
    accounts = env["account.account"].with_company(company)
    for name, code in (("charge", "5603"), ("pending", "2241")):
        company[f"aftersales_{name}_account_id"] = accounts.search(
            [("code", "=like", f"{code}%")], limit=1
        )
    company.vat = "91370100MA3C00010F"
    bank = env["account.journal"].search(
        [("company_id", "=", company.id), ("code", "=", "BNK1")]
    )
    bank.bank_acc_number = "37050161600000001234"
    for name, number in TAX_NUMBERS.items():
        env["res.partner"].search([("name", "=", name)]).vat = number
    env["product.category"].search([]).aftersales_tax_code = REPAIR
    alone = env["product.template"].search([("categ_id", "=", False)])
    alone.aftersales_tax_code = REPAIR
    layouts = env["aftersales.voucher.layout"].search([("kind", "=", "entries")])
    layouts.own_codes = True


def on(day, hour=2):
    """That day of last month."""
    return freeze_time(
        fields.Datetime.to_datetime(FIRST) + timedelta(days=day - 1, hours=hour)
    )


def serve_for_money(serial, day, fault, cause, part, method=None):
    """A job that the customer pays, with its invoice; collected on the spot or not."""
    who = "technician" if method == "cash" else "technician2"
    with on(day) as clock:
        job = Job(device(serial), fault, 3, who)
        job.dispatch(-2, because="客户指定").request((part, 1)).issue()
        job.arrive(consent="刘经理").work(cause, "更换后试机正常", (1,), clock)
        job.sign("刘经理").take_back().quote().invoice()
        if method:
            job.collect(method)
        env.flush_all()
    return job.order.sudo()


def hand_in(login):
    """Today the technician hands over all he took; each receipt keeps its day."""
    technician = env["aftersales.technician"].search(
        [("user_id", "=", people(login).id)], limit=1
    )
    finance = people("finance")
    action = technician.with_user(finance).action_take_over()
    handin = env["aftersales.handin"].with_user(finance).browse(action["res_id"])
    handin.write({"counted_amount": handin.cash_amount, "is_counted": True})
    handin.action_receive()


def register_fapiao(invoice):
    day = invoice.invoice_date
    fapiao = (
        env["aftersales.fapiao"]
        .with_user(people("finance"))
        .create(
            {
                "number": f"{day:%y}372000000000000101",
                "date": day,
                "partner_id": invoice.commercial_partner_id.id,
                "net": invoice.amount_untaxed,
                "tax": invoice.amount_tax,
                "link_ids": [Command.create({"move_id": invoice.id})],
            }
        )
    )
    fapiao.action_register()


def last_month():
    set_up_books()
    told, mixed = (
        serve_for_money("YJ210500000", *rest)
        for rest in (
            (5, "轴承异响", "轴承缺油", "demo_part_01"),
            (14, "端盖漏油", "油封老化", "demo_part_06"),
        )
    )
    paid = serve_for_money(
        *("JK220100012", 9, "探头误报", "探测器老化", "demo_part_49", "wechat")
    )
    hand_in("technician2")
    # Still in his pocket: the dashboard names him.
    serve_for_money(
        *("JK220100012", 20, "键盘失灵", "接口虚焊", "demo_part_46", "cash")
    )
    first, second = told._get_invoices()[:1], mixed._get_invoices()[:1]
    register_fapiao(first)
    payout = write_wechat(paid.collection_ids)
    write_fapiaos(second | paid._get_invoices())
    customer = first.commercial_partner_id.name
    write_bank(
        [
            (8, first.amount_total, customer, f"维修费 {first.name}"),
            (12, payout, "财付通支付科技有限公司", "微信支付结算款"),
            (17, second.amount_total, "王建军", f"代{customer}付维修费"),
            (25, 500.0, "山东某某贸易有限公司", "往来款"),
            (28, -12.5, "", "账户管理费"),
        ]
    )


last_month()
env.cr.commit()
