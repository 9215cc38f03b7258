"""Random histories of money that is taken, shown by statements, matched and taken back."""

from ..fees.cash_histories import CashHistories

CHANNELS = ("wechat", "alipay")


class MatchingHistories(CashHistories):
    """Receipts come by channels' statements, before or after the hand-in; payouts follow."""

    def begin(self, count):
        super().begin(count)
        charges = self.make_charges()
        self.company.aftersales_charge_account_id = charges
        self.desk_of_finance = self.env["aftersales.matching.desk"].with_user(
            self.finance
        )
        self.bank = self.company._aftersales_find("bank")
        self.told, self.number = set(), 0
        self.lines = self.env["account.bank.statement.line"]
        self.waiting = dict.fromkeys(CHANNELS, 0.0)

    def make_charges(self):
        return self.env["account.account"].create(
            {"name": "charges", "code": "6603990", "account_type": "expense"}
        )

    def step(self):
        for visit in self.some(self.visits, 0.5):
            amount = self.random.choice((50, 99.99, 333.33))
            method = self.random.choice(("cash", *CHANNELS, *CHANNELS))
            self.attempt(
                "collected",
                lambda v=visit, a=amount, m=method: v.action_collect(a, m),
            )
        self.tell()
        self.desk_of_finance.propose()
        self.done["confirmed"] += self.desk_of_finance.confirm_sure()["confirmed"]
        self.take_back()
        self.hand_in()

    def tell(self):
        """Statements show what came, and what a channel pays out."""
        rows = self.visits.sudo().collection_ids
        for row in rows.filtered(
            lambda r: r.method in CHANNELS and r.id not in self.told
        ):
            if self.random.random() < 0.6 and row.state != "void":
                self.told.add(row.id)
                fee = round(row.amount * 0.006, 2)
                self.write_line(row.method, row.amount, row.name, fee)
        for channel, name in (("wechat", "财付通"), ("alipay", "支付宝")):
            if self.waiting[channel] and self.random.random() < 0.5:
                self.write_line("bank", round(self.waiting[channel], 2), "", 0, name)
                self.waiting[channel] = 0.0

    def write_line(self, source, amount, number, fee, payer=""):
        self.number += 1
        journal = self.bank
        if source != "bank":
            journal = self.company._aftersales_get_collection_journal(source)
            self.waiting[source] += amount - fee
        self.lines |= self.lines.create(
            {
                "journal_id": journal.id,
                "date": self.company._aftersales_today(),
                "amount": amount,
                "payment_ref": number or "提现",
                "aftersales_key": f"h{self.number}",
                "aftersales_source": source,
                "aftersales_channel": "" if source == "bank" else source,
                "aftersales_number": number,
                "aftersales_payer": payer,
                "aftersales_memo": "提现" if payer else "",
                "aftersales_trade": f"t{self.number}",
                "aftersales_fee": fee,
            }
        )

    def take_back(self):
        rows = self.env["aftersales.bank.proposal"].search(
            [("statement_line_id", "in", self.lines.ids), ("state", "=", "confirmed")]
        )
        for row in self.some(rows, 0.25):
            ids = row.statement_line_id.ids
            self.attempt("undone", lambda i=ids: self.desk_of_finance.undo(i))

    def hand_in(self):
        rows = self.visits.sudo().collection_ids.with_user(self.finance)
        for row in self.some(rows, 0.1):
            self.attempt("void", lambda r=row: r.action_void("wrong"))
        if self.random.random() < 0.5:
            owner = self.technician.with_user(self.finance)
            self.attempt("taken over", owner.action_take_over)
        for handin in rows.handin_id.filtered(lambda h: h.state == "draft"):
            way = self.random.choice(("received", "returned"))
            self.attempt(way, lambda h=handin, w=way: getattr(self, w)(h))


# Rows that must not be: each law looks into tables of its own.
LAWS = {
    "of each payer, collected is handed in and in hand": """
        SELECT taken.partner_id
          FROM aftersales_collection taken
          LEFT JOIN account_payment payment ON payment.id = taken.payment_id
         WHERE taken.state NOT IN ('later', 'void')
         GROUP BY taken.partner_id
        HAVING sum(taken.amount)
            <> coalesce(sum(payment.amount) FILTER (WHERE taken.state = 'posted'), 0)
             + coalesce(sum(taken.amount) FILTER (WHERE taken.state <> 'posted'), 0)
    """,
    "of each payer, what arrived is what payments no longer wait for": """
        SELECT coalesce(booked.partner_id, matched.partner_id)
          FROM (SELECT item.partner_id, sum(item.balance - item.amount_residual) AS total
                  FROM account_payment pay
                  JOIN account_move_line item ON item.move_id = pay.move_id
                   AND item.account_id = pay.outstanding_account_id
                  JOIN account_journal journal ON journal.id = pay.journal_id
                   AND journal.default_account_id <> item.account_id
                  JOIN aftersales_collection taken ON taken.payment_id = pay.id
                 WHERE item.parent_state = 'posted'
                 GROUP BY item.partner_id) booked
          FULL JOIN (SELECT item.partner_id, -sum(item.balance) AS total
                  FROM account_move_line item
                  JOIN account_move move ON move.id = item.move_id
                   AND move.origin_payment_id IS NULL
                 WHERE item.parent_state = 'posted' AND item.account_id IN
                       (SELECT pay.outstanding_account_id FROM account_payment pay
                          JOIN aftersales_collection taken ON taken.payment_id = pay.id
                          JOIN account_journal journal ON journal.id = pay.journal_id
                         WHERE journal.default_account_id <> pay.outstanding_account_id)
                 GROUP BY item.partner_id) matched
            ON matched.partner_id = booked.partner_id
         WHERE coalesce(booked.total, 0) <> coalesce(matched.total, 0)
    """,
    "a receipt has one payment that lives": """
        SELECT pay.memo FROM account_payment pay
          JOIN account_journal journal ON journal.id = pay.journal_id
         WHERE pay.state NOT IN ('canceled', 'rejected') AND pay.memo IS NOT NULL
         GROUP BY pay.memo HAVING count(*) > 1
    """,
    "a line of a channel is paid out once": """
        SELECT item.res_id FROM aftersales_bank_proposal_item item
          JOIN aftersales_bank_proposal proposal ON proposal.id = item.proposal_id
         WHERE proposal.state = 'confirmed'
           AND item.res_model = 'account.bank.statement.line'
         GROUP BY item.res_id HAVING count(*) > 1
    """,
    "items, charge and rest make the amount of the line": """
        SELECT proposal.id FROM aftersales_bank_proposal proposal
          JOIN account_bank_statement_line line ON line.id = proposal.statement_line_id
         WHERE round(line.amount - coalesce((SELECT sum(item.amount)
                  FROM aftersales_bank_proposal_item item
                 WHERE item.proposal_id = proposal.id), 0)
               + coalesce(proposal.fee, 0) + coalesce(proposal.fen_off, 0)
               - coalesce(proposal.rest, 0), 2) <> 0
    """,
    "a channel's account is what came, less charges, less payouts": """
        SELECT journal.id FROM account_journal journal
          JOIN account_move_line item ON item.account_id = journal.default_account_id
           AND item.parent_state = 'posted'
          JOIN res_company company ON journal.id IN
               (company.aftersales_wechat_journal_id, company.aftersales_alipay_journal_id)
         GROUP BY journal.id
        HAVING round(sum(item.balance) - coalesce((
            SELECT sum(line.amount) FROM account_bank_statement_line line
             WHERE line.journal_id = journal.id), 0) + coalesce((
            SELECT sum(line.aftersales_fee) FROM account_bank_statement_line line
              JOIN aftersales_bank_proposal proposal
                ON proposal.statement_line_id = line.id AND proposal.state = 'confirmed'
             WHERE line.journal_id = journal.id), 0) + coalesce((
            SELECT sum(part.amount) FROM aftersales_bank_proposal_item part
              JOIN aftersales_bank_proposal proposal
                ON proposal.id = part.proposal_id AND proposal.state = 'confirmed'
              JOIN account_bank_statement_line line ON line.id = part.res_id
             WHERE part.res_model = 'account.bank.statement.line'
               AND line.journal_id = journal.id), 0), 2) <> 0
    """,
    "what is on the way between our accounts is nothing": """
        SELECT company.id FROM account_move_line item
          JOIN res_company company ON company.transfer_account_id = item.account_id
         WHERE item.parent_state = 'posted'
         GROUP BY company.id HAVING round(sum(item.balance), 2) <> 0
    """,
}


def get_broken(env):
    """{law: rows that break it}."""
    env.flush_all()
    broken = {}
    for law, query in LAWS.items():
        env.cr.execute(query)
        if rows := env.cr.fetchall():
            broken[law] = rows
    return broken
