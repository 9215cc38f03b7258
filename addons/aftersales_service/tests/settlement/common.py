"""Agreements with a supplier and an agent, and fees that they settle."""

from dateutil.relativedelta import relativedelta

from odoo import Command

from ..fees.test_movements import MovementCommon


class SettlementCommon(MovementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = {
            payer: cls.env["res.partner"].create({"name": name, "is_company": True})
            for payer, name in (
                ("supplier", "洛阳轴承有限公司"),
                ("carrier", "德邦物流"),
                ("agent", "华东代理有限公司"),
                ("manufacturer", "宇通客车"),
                ("salesperson", "王业务"),
                ("technician", "李强"),
            )
        }
        cls.relief = cls.env["account.account"].create(
            {
                "name": "追偿收入",
                "code": "605901",
                "account_type": "income_other",
                "company_ids": [Command.link(cls.company.id)],
            }
        )
        cls.buy_vat = cls.env["account.tax"].create(
            {"name": "进项 13%", "amount": 13, "type_tax_use": "purchase"}
        )
        cls.make_manager("finance_manager", "as_finance_manager")

    @classmethod
    def make_manager(cls, code, login):
        cls.boss = cls.make_user("manager", login)
        role = cls.env["aftersales.role"]._get_by_code(code)
        cls.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": cls.boss.id, "company_id": cls.company.id}
        )

    @classmethod
    def make_term(cls, payer="supplier", partner=None, lines=None, policy=None, **vals):
        """Terms in force: ``lines`` are {kind of cost: values}."""
        policy = {
            "name": f"{payer} 协议",
            "payer": payer,
            "partner_id": partner and partner.id,
        } | (policy or {})
        term = cls.env["aftersales.settlement.term"].create(
            {
                "policy_id": cls.env["aftersales.settlement.policy"].create(policy).id,
                "valid_from": "2020-01-01",
                "rhythm": "at_once",
                "line_ids": [
                    Command.create(
                        {"kind": kind, "account_id": cls.relief.id} | (told or {})
                    )
                    for kind, told in (lines or {"labour": {}}).items()
                ],
            }
            | vals
        )
        term.with_user(cls.director).action_approve()
        return term

    def make_share(self, price=100, payer="supplier", partner=None, **percents):
        """The share that ``payer`` settles of a new job's fee."""
        fee = self.make_fee(price, **(percents or {payer: 100}))
        share = fee.share_ids.filtered(lambda s: s.payer == payer)
        share.partner_id = partner or self.partners[payer]
        return share

    def gather(self, shares):
        action = shares.with_user(self.accountant).action_gather()
        found = self.env["aftersales.settlement"].with_user(self.accountant)
        return found.search(action["domain"])

    def make_sent(self, *shares):
        settlement = self.gather(self.env["aftersales.fee.share"].union(*shares))
        settlement.action_send()
        return settlement

    def answer(self, line, net=None, reason="不认可"):
        if net is None:
            line.action_accept()
        else:
            line.write({"answer_net": net, "answer_reason": reason})
            line.action_reply()
        return line

    def make_settled(self, *shares):
        settlement = self.make_sent(*shares)
        settlement.action_accept_all()
        settlement.action_settle()
        return settlement

    def agree_bearing(self, line, reason="协议不清"):
        line.remainder_reason = reason
        line.action_ask_bearing()
        line.sudo().approval_ids[-1:].with_user(self.boss).action_agree()

    def items(self, settlement):
        """{(account type, ): balance} of its documents."""
        told = {}
        for item in settlement.sudo().move_ids.line_ids:
            kind = item.account_id.account_type
            told[kind] = round(told.get(kind, 0.0) + item.balance, 2)
        return {kind: balance for kind, balance in told.items() if balance}

    def last_month(self, day=15):
        first = self.env.company._aftersales_today().replace(day=1)
        return first + relativedelta(months=-1, day=day)
