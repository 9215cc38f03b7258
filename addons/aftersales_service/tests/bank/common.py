"""Statements as banks and channels write them."""

import base64
import csv
import io

from ..common import AfterSalesCommon

HEADS = ["交易日期", "收入", "支出", "余额", "对方户名", "对方账号", "附言"]
MOVES = [
    ["2026-10-08", "1,130.00", "", "11,130.00", "齐鲁泵业有限公司", "37001", "维修款"],
    ["2026-10-09", "", "60.00", "11,070.00", "顺达物流有限公司", "37002", "运费"],
    ["2026-10-10", "176.00", "", "11,246.00", "王建国", "37003", ""],
]
WECHAT = [
    "交易时间", "公众账号ID", "商户号", "微信订单号", "商户订单号", "用户标识", "交易状态",
    "货币种类", "应结订单金额", "微信退款单号", "商户退款单号", "退款金额", "商品名称", "手续费",
]  # fmt: skip


def as_csv(rows, coding="gb18030"):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(coding)


def bank(moves=MOVES, heads=HEADS, account="3700000012345678"):
    titles = [["账号：" + account]] if account else []
    return as_csv([*titles, heads, *moves])


def wechat(payments, merchant="1900000001", total=None):
    """A 交易账单; each payment is (number, amount, refund, fee) in yuan."""
    rows = [WECHAT]
    for place, (number, amount, refund, fee) in enumerate(payments):
        kind = "REFUND" if refund else "SUCCESS"
        row = [
            f"2026-10-08 10:{place:02}:00", "wx1", merchant, f"42000{number}", number,
            "openid", kind, "CNY", amount, f"5030{number}" if refund else "0",
            f"R{number}" if refund else "0", refund, "维修", f"{fee:.5f}",
        ]  # fmt: skip
        rows.append([f"`{value}" for value in row])
    into = sum(amount for _n, amount, _r, _f in payments)
    rows.append(["总交易单数", "应结订单总金额", "退款总金额"])
    refunds = sum(refund for _n, _a, refund, _f in payments)
    told = (len(payments), into if total is None else total, refunds)
    rows.append([f"`{value}" for value in told])
    return as_csv(rows, "utf-8-sig")


class BankCommon(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.make_journal("工商银行", "GSYH")
        cls.company._aftersales_get_collection_journal("wechat")
        cls.wechat = cls.company.aftersales_wechat_journal_id

    @classmethod
    def make_journal(cls, name, code, **vals):
        return cls.env["account.journal"].create(
            {"name": name, "code": code, "type": "bank"} | vals
        )

    def upload(self, data, name="流水.csv", journal=None, user=None):
        return (
            self.env["aftersales.bank.file"]
            .with_user(user or self.accountant)
            .create(
                {
                    "name": name,
                    "data": base64.b64encode(data),
                    "journal_id": (journal or self.journal).id,
                }
            )
        )

    def read(self, data, **options):
        file = self.upload(data, **options)
        file.action_check()
        self.assertEqual(file.state, "checked", file.fault)
        file.action_read()
        self.assertEqual(file.state, "done", file.fault)
        return file

    def get_lines(self, journal=None):
        return self.env["account.bank.statement.line"].search(
            [("journal_id", "=", (journal or self.journal).id)], order="id"
        )
