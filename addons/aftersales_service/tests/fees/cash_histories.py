"""Random histories of money that technicians take, as `settlement/histories` for fees."""

from ..settlement.histories import People

METHODS = ("cash", "cash", "wechat", "alipay", "transfer", "later")


class CashHistories(People):
    """Jobs at work, whose customers pay a little at a time."""

    def begin(self, count):
        self.work.list_price = 1000
        self.company.aftersales_labour_product_id = self.work
        self.technician = self.env["aftersales.technician"].create(
            {"name": "T", "user_id": self.user.id, "examined": True, "grade": "senior"}
        )
        orders = self.env["aftersales.order"].with_user(self.desk).create(
            [
                {"partner_id": partner.id, "fault": "x", "service_type": "a"}
                for partner in self.random.choices(self.partners["customer"], k=count)
            ]
        )  # fmt: skip
        visits = self.env["aftersales.visit"].with_user(self.desk).create(
            [
                {"order_id": order.id, "technician_id": self.technician.id}
                for order in orders
            ]
        )  # fmt: skip
        self.visits = visits.with_user(self.user)
        self.visits.consent_name = "Wang"
        for step in ("contact", "leave", "arrive", "start"):
            getattr(self.visits, f"action_{step}")()

    def step(self):
        for visit in self.some(self.visits, 0.6):
            amount = self.random.choice((50, 99.99, 333.33, 1130))
            method = self.random.choice(METHODS)
            self.attempt(
                "collected",
                lambda v=visit, a=amount, m=method: v.action_collect(a, m),
            )
        rows = self.visits.sudo().collection_ids.with_user(self.finance)
        for row in self.some(rows, 0.3):
            self.attempt("void", lambda r=row: r.action_void("wrong"))
        if self.random.random() < 0.7:
            owner = self.technician.with_user(self.finance)
            self.attempt("taken over", owner.action_take_over)
        for handin in rows.handin_id.filtered(lambda h: h.state == "draft"):
            way = self.random.choice(("received", "received", "returned"))
            self.attempt(way, lambda h=handin, w=way: getattr(self, w)(h))
        for payment in self.some(rows.sudo().payment_id, 0.1):
            self.attempt("bounced", payment.action_cancel)

    def received(self, handin):
        handin.write({"counted_amount": handin.cash_amount, "is_counted": True})
        handin.action_receive()

    def returned(self, handin):
        handin.action_cancel()


# One side, the other side: each term from its own table.
CASH_LAWS = {
    "collected is handed in or in hand": """
        SELECT coalesce(sum(amount) FILTER (WHERE state NOT IN ('later', 'void')), 0),
               coalesce(sum(amount) FILTER (WHERE state IN ('posted')), 0)
                 + coalesce(sum(amount) FILTER (WHERE state IN ('held', 'handed')), 0)
          FROM aftersales_collection WHERE visit_id IN %(visits)s
    """,
    "handed in is arrived or under way": """
        SELECT sum(taken.amount),
               coalesce(sum(payment.amount) FILTER (WHERE payment.is_matched), 0)
                 + coalesce(sum(payment.amount) FILTER (WHERE NOT payment.is_matched), 0)
          FROM aftersales_collection taken
          LEFT JOIN account_payment payment ON payment.id = taken.payment_id
         WHERE taken.visit_id IN %(visits)s AND taken.state = 'posted'
    """,
    "the books say it, too": """
        SELECT sum(payment.amount), -sum(item.balance)
          FROM aftersales_collection taken
          JOIN account_payment payment ON payment.id = taken.payment_id
          JOIN account_move move ON move.id = payment.move_id AND move.state = 'posted'
          JOIN account_move_line item ON item.move_id = move.id
          JOIN account_account account ON account.id = item.account_id
         WHERE taken.visit_id IN %(visits)s AND account.account_type = 'asset_receivable'
    """,
    "no receipt is on two sheets": """
        SELECT count(*), count(DISTINCT payment_id) FROM aftersales_collection
         WHERE visit_id IN %(visits)s AND payment_id IS NOT NULL
    """,
}


def get_cash_faults(histories):
    """[(law, one side, the other side)] of what does not agree."""
    histories.env.flush_all()
    faults = []
    for law, query in CASH_LAWS.items():
        histories.env.cr.execute(query, {"visits": tuple(histories.visits.ids)})
        one, other = (float(side or 0) for side in histories.env.cr.fetchone())
        if abs(one - other) > 0.004:
            faults.append((law, one, other))
    return faults
