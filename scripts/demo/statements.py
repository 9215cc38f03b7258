"""Files of last month as banks, WeChat Pay and the tax office write them.

Runs in the same shell before finance.py, which says what happened.
"""

import csv
import io

import xlsxwriter

from odoo.tools import config

STATEMENTS = pathlib.Path(config["data_dir"]).resolve().parent / "statements"
FIRST = fields.Date.today().replace(day=1) - timedelta(days=1)
FIRST = FIRST.replace(day=1)
BANK_HEADS = "交易时间,收入,支出,账户余额,对方户名,摘要,附言,交易流水号"
WECHAT_HEADS = (
    "交易时间,商户号,微信订单号,商户订单号,交易状态,货币种类,应结订单金额,"
    "微信退款单号,商户退款单号,退款金额,手续费,费率"
)


FAPIAO_HEADS = (
    "序号,发票代码,发票号码,数电发票号码,销方识别号,销方名称,购方识别号,购买方名称,开票日期,金额,税额,价税合计,"
    "发票来源,发票票种,发票状态,是否正数发票,备注"
)


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


def write_fapiaos(invoices):
    """What the tax office's site exports (全量发票查询): fapiaos that were issued there."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("发票基础信息")
        sheet.write_row(0, 0, FAPIAO_HEADS.split(","))
        for number, invoice in enumerate(invoices, 1):
            buyer, day = invoice.commercial_partner_id, invoice.invoice_date
            sheet.write_row(
                *(number, 0),
                [
                    *(number, "", ""),
                    f"{day:%y}372000000000000{200 + number}",
                    *(company.vat, company.name, buyer.vat, buyer.name),
                    f"{day:%Y-%m-%d} 09:30:00",
                    *(invoice.amount_untaxed, invoice.amount_tax, invoice.amount_total),
                    *(
                        "电子发票服务平台",
                        "数电票（普通发票）",
                        "正常",
                        "是",
                        invoice.name,
                    ),
                ],
            )
    (STATEMENTS / f"全量发票查询导出结果{FIRST:%Y%m}.xlsx").write_bytes(file.getvalue())
