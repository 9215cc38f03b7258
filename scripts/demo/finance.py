"""Last month, ready to be closed: four jobs that customers paid in four ways, one fapiao, and
the statements of the bank and of WeChat Pay as files to import.

Runs after money.py in the same shell.
"""

import csv
import io

from odoo.tools import config

STATEMENTS = pathlib.Path(config["data_dir"]).resolve().parent / "statements"
FIRST = fields.Date.today().replace(day=1) - timedelta(days=1)
FIRST = FIRST.replace(day=1)
BANK_HEADS = "交易时间,收入,支出,账户余额,对方户名,摘要,附言,交易流水号"
WECHAT_HEADS = (
    "交易时间,商户号,微信订单号,商户订单号,交易状态,货币种类,应结订单金额,"
    "微信退款单号,商户退款单号,退款金额,手续费,费率"
)


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


def write_file(name, rows, coding):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    STATEMENTS.mkdir(parents=True, exist_ok=True)
    (STATEMENTS / name).write_bytes(text.getvalue().encode(coding))


def write_bank(moves):
    """(day, amount, payer, memo) as a bank exports them."""
    rows, balance = [BANK_HEADS.split(",")], 50000.0
    for number, (day, amount, payer, memo) in enumerate(moves, 1):
        balance += amount
        moment = FIRST + timedelta(days=day - 1)
        rows.append(
            [
                f"{moment:%Y-%m-%d} 10:{number:02d}:00",
                f"{amount:.2f}" if amount > 0 else "",
                f"{-amount:.2f}" if amount < 0 else "",
                f"{balance:.2f}",
                payer,
                "转账",
                memo,
                f"{FIRST:%Y%m}{number:06d}",
            ]
        )
    write_file(f"银行流水{FIRST:%Y%m}.csv", rows, "utf-8-sig")


def write_wechat(taken):
    """The receipts by WeChat Pay as its merchant platform exports them; what it keeps."""
    rows = [WECHAT_HEADS.split(",")]
    fees = [round(row.amount * 0.006, 2) for row in taken]
    for number, (row, fee) in enumerate(zip(taken, fees, strict=True), 1):
        moment = fields.Datetime.context_timestamp(row, row.taken_at)
        cells = (
            f"{moment:%Y-%m-%d %H:%M:%S}",
            "1600000000",
            f"42000{FIRST:%Y%m}{number:08d}",
            row.name,
            "SUCCESS",
            "CNY",
            f"{row.amount:.2f}",
            *("0", "0", "0.00"),
            f"{fee:.5f}",
            "0.60%",
        )
        rows.append([f"`{cell}" for cell in cells])
    total = sum(taken.mapped("amount"))
    rows.append(["总交易单数", "应结订单总金额", "退款总金额", "手续费总金额"])
    told = (len(taken), f"{total:.2f}", "0.00", f"{sum(fees):.5f}")
    rows.append([f"`{cell}" for cell in told])
    write_file(f"微信支付账单{FIRST:%Y%m}.csv", rows, "utf-8-sig")
    return round(total - sum(fees), 2)


def last_month():
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
