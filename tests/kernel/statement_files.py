"""Files of statements as banks and channels write them, of the movements of a `Month`.

Each writer returns (name, bytes, the moves in the order of the file).
"""

import csv
import io

import openpyxl
import xlwt


def as_text(rows, coding, separator=","):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(coding)


def money(fen):
    return f"{fen / 100:,.2f}"


def totals(moves):
    into = sum(move.amount for move in moves if move.amount > 0)
    out_of = -sum(move.amount for move in moves if move.amount < 0)
    return into, out_of


def bank_xls(moves):
    """Numbers as numbers, a title, a row of totals."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("交易明细")
    sheet.write(0, 0, "企业活期明细查询")
    sheet.write(1, 0, "账号：3700 0000 1234")
    heads = [
        "序号",
        "交易日期",
        "对方单位名称",
        "对方账号",
        "借/贷",
        "转入金额",
        "转出金额",
        "余额",
        "摘要",
        "附言",
    ]
    for column, head in enumerate(heads):
        sheet.write(3, column, head)
    for index, move in enumerate(moves):
        side = 5 if move.amount > 0 else 6
        cells = {
            0: index + 1,
            1: f"{move.at:%Y-%m-%d}",
            2: move.payer,
            3: move.account,
            4: "贷" if move.amount > 0 else "借",
            side: abs(move.amount) / 100,
            7: move.balance / 100,
            8: "转账",
            9: move.memo,
        }
        for column, value in cells.items():
            sheet.write(4 + index, column, value)
    sheet.write(4 + len(moves), 0, "合计")
    sheet.write(4 + len(moves), 5, totals(moves)[0] / 100)
    out = io.BytesIO()
    book.save(out)
    return "流水.xls", out.getvalue(), moves


def bank_gbk(moves):
    """GBK, tabs in the cells, days without signs, amounts with commas, a dash for none."""
    rows = [["账户：", "6222021234567890123"], []]
    rows += [
        [
            "记账日",
            "借方发生额",
            "贷方发生额",
            "余额",
            "对方户名",
            "对方账号",
            "摘要",
            "用途",
        ]
    ]
    for move in moves:
        into = money(move.amount) if move.amount > 0 else "-"
        out_of = money(-move.amount) if move.amount < 0 else "-"
        rows.append(
            [
                f"{move.at:%Y%m%d}\t",
                out_of,
                into,
                money(move.balance),
                move.payer,
                f"{move.account}\t",
                "汇款",
                move.memo,
            ]
        )
    into, out_of = map(money, totals(moves))
    rows.append(["合计", out_of, into])
    return "detail.csv", as_text(rows, "gb18030"), moves


def bank_newest_first(moves):
    """UTF-8 with mark, one column of amounts with a flag, references, newest first."""
    moves = moves[::-1]
    rows = [
        [
            "交易流水号",
            "交易时间",
            "借贷标志",
            "交易金额",
            "币种",
            "账户余额",
            "对方名称",
            "附言",
        ]
    ]
    for move in moves:
        rows.append(
            [
                f"{move.at:%y%m%d}{move.balance:012d}",
                f"{move.at:%Y-%m-%d %H:%M:%S}",
                "收入" if move.amount > 0 else "支出",
                money(abs(move.amount)),
                "人民币",
                money(move.balance),
                move.payer,
                move.memo,
            ]
        )
    return "mingxi.csv", as_text(rows, "utf-8-sig"), moves


def bank_xlsx(moves):
    """Real dates, pages with headings and subtotals between, signed amounts."""
    book = openpyxl.Workbook()
    sheet = book.active
    heads = [
        "记账日期",
        "金额（元）",
        "余额（元）",
        "对手名称",
        "对手账号",
        "交易摘要",
        "客户附言",
    ]
    sheet.append(["示例银行对公账户对账单"])
    for start in range(0, len(moves), 30):
        page = moves[start : start + 30]
        sheet.append(heads)
        for move in page:
            sheet.append(
                [
                    move.at.date(),
                    move.amount / 100,
                    move.balance / 100,
                    move.payer,
                    move.account,
                    "网银转账",
                    move.memo,
                ]
            )
        sheet.append(["本页小计", sum(move.amount for move in page) / 100])
    out = io.BytesIO()
    book.save(out)
    return "对账单.xlsx", out.getvalue(), moves


def bank_two_sides(moves):
    """Payer and receiver in columns of their own, semicolons, no balance."""
    rows = [["日期", "收入(元)", "支出(元)", "付款人名称", "收款人名称", "备注"]]
    for move in moves:
        into = move.amount > 0
        rows.append(
            [
                f"{move.at:%Y/%m/%d}",
                money(move.amount) if into else "",
                "" if into else money(-move.amount),
                move.payer if into else "本公司",
                "本公司" if into else move.payer,
                move.memo,
            ]
        )
    return "a.csv", as_text(rows, "utf-8", ";"), moves


BANKS = [bank_xls, bank_gbk, bank_newest_first, bank_xlsx, bank_two_sides]


def wechat(moves):
    heads = [
        "交易时间",
        "公众账号ID",
        "商户号",
        "特约商户号",
        "设备号",
        "微信订单号",
        "商户订单号",
        "用户标识",
        "交易类型",
        "交易状态",
        "付款银行",
        "货币种类",
        "应结订单金额",
        "代金券金额",
        "微信退款单号",
        "商户退款单号",
        "退款金额",
        "充值券退款金额",
        "退款类型",
        "退款状态",
        "商品名称",
        "商户数据包",
        "手续费",
        "费率",
        "订单金额",
        "申请退款金额",
        "费率备注",
    ]
    rows = [heads]
    for move in moves:
        back = move.amount < 0
        paid = move.number.removeprefix("TK") if back else move.number
        cells = dict.fromkeys(heads, "") | {
            "交易时间": f"{move.at:%Y-%m-%d %H:%M:%S}",
            "商户号": "1600000000",
            "微信订单号": move.refund_of or move.trade,
            "商户订单号": paid,
            "交易状态": "REFUND" if back else "SUCCESS",
            "货币种类": "CNY",
            "应结订单金额": "0.00" if back else f"{move.amount / 100:.2f}",
            "微信退款单号": move.trade if back else "0",
            "商户退款单号": move.number if back else "0",
            "退款金额": f"{-move.amount / 100:.2f}" if back else "0.00",
            "手续费": f"{move.fee / 100:.5f}",
            "费率": "0.60%",
        }
        rows.append([f"`{value}" for value in cells.values()])
    into, out_of = totals(moves)
    rows.append(["总交易单数", "应结订单总金额", "退款总金额", "手续费总金额"])
    fee = sum(move.fee for move in moves)
    told = (len(moves), f"{into / 100:.2f}", f"{out_of / 100:.2f}", f"{fee / 100:.5f}")
    rows.append([f"`{value}" for value in told])
    return "微信.csv", as_text(rows, "utf-8-sig"), moves


def alipay(moves):
    heads = (
        "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,对方账户,订单金额（元）,"
        "商家实收（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
    )
    rows = [["#支付宝业务明细查询"], ["#账号：[2088000000000000156]"], heads.split(",")]
    for move in moves:
        back = move.amount < 0
        moment = f"{move.at:%Y-%m-%d %H:%M:%S}"
        rows.append(
            [
                f"{move.refund_of or move.trade}\t",
                f"{move.number.removeprefix('TK') if back else move.number}\t",
                ("退款" if back else "交易") + "\t",
                "售后服务费",
                moment,
                moment,
                "**国(138****0000)\t",
                f"{move.amount / 100:.2f}",
                f"{move.amount / 100:.2f}",
                f"{move.number}\t" if back else "\t",
                f"{-move.fee / 100:.2f}",
                "0.00",
                "",
            ]
        )
    rows += [["#------业务明细列表结束------"], [f"#交易合计：{len(moves)}笔"]]
    return "支付宝.csv", as_text(rows, "gb18030"), moves


def files(month, bank=bank_xls):
    """(name, bytes, moves) of the bank and of both channels."""
    of = {s: [m for m in month.moves if m.source == s] for s in ("wechat", "alipay")}
    return [bank(month.bank), wechat(of["wechat"]), alipay(of["alipay"])]
