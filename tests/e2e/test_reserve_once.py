"""Two accountants reckon and book the same month at the same moment: it happens once."""

import pytest
from workshop.database import run_program

from .conftest import together

BOOKS = """
import datetime
from odoo import Command
company = env.company
common = {"company_ids": [Command.link(company.id)]}
account = env["account.account"].create
cost = account(common | {"name": "warranty", "code": "640198", "account_type": "expense_direct_cost"})
held = account(common | {"name": "reserve", "code": "280198", "account_type": "liability_current"})
journal = env["account.journal"].create({"name": "reserve", "code": "RSV", "type": "general"})
company.write({"aftersales_reserve_books": True, "aftersales_reserve_cost_account_id": cost.id,
               "aftersales_reserve_account_id": held.id, "aftersales_reserve_journal_id": journal.id})
machine = env["product.product"].create({"name": "pump", "is_storable": True, "tracking": "serial", "aftersales_is_device": True})
customer = env["res.partner"].search([("name", "=", "customer")], limit=1)
for month in (1, 2, 3, 4):
    day = datetime.date(2025, month, 10)
    for number in range(3):
        device = env["aftersales.device"]._register_batch([{"serial": f"RSV-{month}{number}", "product_id": machine.id,
            "partner_id": customer.id, "delivery_date": day, "coverage": {"months": 24, "start_date": day}}])
        order = env["aftersales.order"].create({"partner_id": customer.id, "device_id": device.id, "fault": "noise",
                                                "called_at": f"2025-0{month + number}-20 02:00:00"})
        env["aftersales.cost"].create({"order_id": order.id, "name": "x", "amount": 100, "reason": "x",
                                       "date": f"2025-0{month + number}-20"})
env.cr.commit()
"""


@pytest.fixture
def books(odoo, server):
    run_program(odoo, server, BOOKS)


def test_two_accountants_book_a_month_once(books, people, rows, server):
    money = [people("money1"), people("money2")]
    vals = {"month": "2025-04-01"}
    made = together(
        *(lambda p=p: p.call("aftersales.reserve", "create", [vals]) for p in money)
    )
    assert len([error for _ids, error in made if error]) == 1
    (((reserve,),),) = [[ids] for ids, error in made if not error]

    def press(method):
        return together(
            *(
                lambda p=p: p.call("aftersales.reserve", method, [reserve])
                for p in money
            )
        )

    assert press("action_reckon") == [(None, None)] * 2
    lines = rows(
        server,
        "SELECT count(*), count(DISTINCT sale_month) FROM aftersales_reserve_line"
        " WHERE reserve_id = %s",
        reserve,
    )
    assert lines == [(4, 4)]
    _done, error = people("boss").call(
        "aftersales.reserve", "action_approve", [reserve]
    )
    assert not error
    for _press in range(2):
        answers = press("action_make_entry")
        assert all("cannot become" in error for _done, error in answers if error)
    entries = rows(
        server,
        "SELECT count(*), min(m.state) FROM aftersales_reserve_entry_rel r"
        " JOIN account_move m ON m.id = r.move_id WHERE r.reserve_id = %s",
        reserve,
    )
    assert entries == [(1, "draft")]
    every = rows(
        server,
        "SELECT count(*) FROM account_move WHERE ref LIKE %s",
        "Warranty reserve%",
    )
    assert every == [(1,)]
