"""Statements as they are downloaded, of what really moved: a bank, WeChat Pay, Alipay."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime


@dataclass
class Move:
    """Amounts are fen; a channel's are gross, what it gives back is below zero."""

    at: datetime
    amount: int
    payer: str = ""
    memo: str = ""
    number: str = ""
    trade: str = ""
    refund_of: str = ""
    fee: int = 0
    balance: int = 0


def write(source, moves):
    """(name, bytes) of the file that ``source`` gives for these days."""
    return _WRITERS[source](moves)


def _bank(moves):
    rows = [
        ["账号：3700000012345678"],
        ["交易日期", "收入", "支出", "余额", "对方户名", "附言"],
    ]
    for move in moves:
        into, out_of = max(move.amount, 0), max(-move.amount, 0)
        rows.append(
            [
                f"{move.at:%Y-%m-%d}",
                _yuan(into) if into else "",
                _yuan(out_of) if out_of else "",
                _yuan(move.balance),
                move.payer,
                move.memo,
            ]
        )
    return "流水.csv", _as_text(rows, "gb18030")


def _wechat(moves):
    heads = (
        "交易时间,商户号,微信订单号,商户订单号,交易状态,货币种类,应结订单金额,微信退款单号,"
        "商户退款单号,退款金额,手续费"
    )
    rows = [heads.split(",")]
    for move in moves:
        back = move.amount < 0
        cells = (
            f"{move.at:%Y-%m-%d %H:%M:%S}",
            "1600000000",
            move.refund_of or move.trade,
            move.number,
            "REFUND" if back else "SUCCESS",
            "CNY",
            _yuan(max(move.amount, 0)),
            move.trade if back else "0",
            f"TK{move.trade}" if back else "0",
            _yuan(max(-move.amount, 0)),
            _yuan(move.fee),
        )
        rows.append([f"`{cell}" for cell in cells])
    into = sum(max(move.amount, 0) for move in moves)
    back = sum(max(-move.amount, 0) for move in moves)
    rows.append(["总交易单数", "应结订单总金额", "退款总金额"])
    rows.append([f"`{cell}" for cell in (len(moves), _yuan(into), _yuan(back))])
    return "微信.csv", _as_text(rows, "utf-8-sig")


def _alipay(moves):
    heads = (
        "支付宝交易号,商户订单号,业务类型,完成时间,订单金额（元）,商家实收（元）,"
        "退款批次号/请求号,服务费（元）"
    )
    rows = [["#支付宝业务明细查询"], ["#账号：[2088000000000000156]"], heads.split(",")]
    for move in moves:
        back = move.amount < 0
        rows.append(
            [
                f"{move.refund_of or move.trade}\t",
                f"{move.number}\t",
                "退款" if back else "交易",
                f"{move.at:%Y-%m-%d %H:%M:%S}",
                _yuan(move.amount),
                _yuan(move.amount),
                f"{move.trade}\t" if back else "",
                _yuan(-move.fee),
            ]
        )
    rows += [["#------业务明细列表结束------"], [f"#交易合计：{len(moves)}笔"]]
    return "支付宝.csv", _as_text(rows, "gb18030")


_WRITERS = {"bank": _bank, "wechat": _wechat, "alipay": _alipay}


def _yuan(fen):
    return f"{fen / 100:.2f}"


def _as_text(rows, coding):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(coding)
