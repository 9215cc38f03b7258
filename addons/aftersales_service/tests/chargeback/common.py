"""A vehicle maker who claims, an agreement with him, and lists as he sends them."""

import base64
import csv
import io

import xlsxwriter

from odoo import Command

from ..settlement.common import SettlementCommon

HEADINGS = ("索赔单号", "底盘号", "故障日期", "零件图号", "零件名称", "故障现象", "材料费", "工时费", "外出费", "索赔金额", "索赔类型")  # fmt: skip


def row(number, serial="", day="2026-03-02", **more):
    """A row of his list; `more` are headings and cells."""
    given = {"索赔单号": number, "底盘号": serial, "故障日期": day, "索赔金额": 100}
    return [(given | more).get(heading, "") for heading in HEADINGS]


class ChargebackCommon(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.partners["manufacturer"]
        cls.cost = cls.env["account.account"].create(
            {
                "name": "三包损失",
                "code": "660190",
                "account_type": "expense",
                "company_ids": [Command.link(cls.company.id)],
            }
        )
        cls.env["aftersales.role.holder"].search([]).unlink()
        cls.manager = cls.hold("deputy_general_manager", "as_deputy")
        cls.arbiter = cls.hold("group_quality", "as_group_quality")

    @classmethod
    def hold(cls, code, login):
        user = cls.make_user("manager", login)
        role = cls.env["aftersales.role"]._get_by_code(code)
        cls.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": user.id, "company_id": cls.company.id}
        )
        return user

    @classmethod
    def agree(cls, **vals):
        return cls.env["aftersales.chargeback.agreement"].create(
            {"partner_id": cls.maker.id, "becomes": "entry", "account_id": cls.cost.id}
            | vals
        )

    # --- files as they come

    def write_xlsx(self, rows, headings=HEADINGS):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet("三包索赔明细")
            sheet.merge_range(
                0, 0, 0, len(headings) - 1, "宇通客车 2026年2月 三包索赔清单"
            )
            sheet.write_row(1, 0, headings)
            for number, cells in enumerate(rows, 2):
                sheet.write_row(number, 0, cells)
            sheet.write_row(len(rows) + 3, 0, ["制表人：王芳"])
        return stream.getvalue()

    def write_csv(self, rows, headings=HEADINGS, encoding="gb18030"):
        stream = io.StringIO()
        csv.writer(stream).writerows([headings, *rows])
        return stream.getvalue().encode(encoding)

    def read(self, data, name="索赔清单.xlsx", claimant=None):
        record = (
            self.env["aftersales.import"]
            .with_user(self.dispatcher)
            .create(
                {
                    "kind": "chargeback",
                    "filename": name,
                    "claimant_id": (claimant or self.maker).id,
                    "data": base64.b64encode(data),
                }
            )
        )
        record.action_check()
        return record

    def take_in(self, *rows):
        """The list that comes from these rows."""
        record = self.read(self.write_xlsx(rows))
        record.action_import()
        return record.chargeback_ids

    # --- a list by hand

    def make_list(self, *nets, **vals):
        """A list with one claim for each amount."""
        self.seq = getattr(self, "seq", 0) + 1
        record = (
            self.env["aftersales.chargeback"]
            .with_user(self.dispatcher)
            .create({"partner_id": self.maker.id} | vals)
        )
        record.line_ids = [
            Command.create({"number": f"SP{self.seq}-{n}", "net": net})
            for n, net in enumerate(nets or (100,), 1)
        ]
        return record

    def propose(self, record, *told):
        """``told``: for each claim an amount, or nothing for all of it."""
        for line, net in zip(record.line_ids, told or [None] * 9, strict=False):
            whole = net is None or net == line.net
            word = "accept" if whole else "part" if net else "reject"
            line.write(
                {"proposal": word}
                | ({} if whole else {"proposal_reason": "超出三包范围"})
                | ({"proposed_net": net} if word == "part" else {})
            )
        record.action_propose()
        return record

    def decide(self, record):
        record.with_user(self.director).action_decide()
        return record

    def approve(self, record, agree=True, user=None):
        asked = record.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        asked = asked.with_user(user or self.manager)
        asked.action_agree() if agree else asked.action_refuse("再核对旧件")
        record.invalidate_recordset()
        return record

    def answer_list(self, *told, nets=None, **vals):
        """A list answered as told."""
        record = self.make_list(*(nets or [100] * len(told)), **vals)
        return self.approve(self.decide(self.propose(record, *told)))

    def settle(self, record):
        mine = record.with_user(self.accountant)
        mine.action_settle()
        return mine

    def invoice(self, amount, partner=None):
        """What the maker owes us for goods."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.maker).id,
                "invoice_date": self.env.company._aftersales_today(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "减振器",
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move
