"""A month is closed once and whole: whether the process dies in the middle, two people press
at once, or something of that month is entered while it is being closed."""

COSTS = 300
PREPARE = f"""
from dateutil.relativedelta import relativedelta
from odoo import Command
company = env.company
groups = ["base.group_user", "aftersales_service.aftersales_service_group_finance"]
users = env["res.users"].with_context(no_reset_password=True).create([{{
    "name": login, "login": login, "email": login + "@example.com", "tz": "Asia/Shanghai",
    "group_ids": [Command.set([env.ref(name).id for name in groups])]}}
    for login in ("close_a", "close_b")])
job = env["aftersales.order"].create({{
    "partner_id": env["res.partner"].create({{"name": "示例水泵有限公司"}}).id, "fault": "异响"}})
first = company._aftersales_today().replace(day=1)
months = [first - relativedelta(months=n) for n in (1, 2, 3)]
env["aftersales.cost"].create([{{"name": "外协费", "order_id": job.id, "amount": 1 + n / 100,
    "date": month.replace(day=1 + n % 28), "reason": "发票"}}
    for month in months for n in range({COSTS})])
periods = env["aftersales.period"].with_user(users[0]).create(
    [{{"month": month, "company_id": company.id}} for month in months])
periods.action_begin()
env.cr.commit()
answer = [period.state for period in periods]
"""
FIND = """
company = env.company
first, second, third = env["aftersales.period"].search([], order="month desc")
users = env["res.users"].search([("login", "in", ("close_a", "close_b"))], order="login")
"""
KILLED = (
    FIND
    + """
import os, signal
first.with_user(users[0]).action_close()
assert first.state == "closed" and first.workbook
env.flush_all()
os.kill(os.getpid(), signal.SIGKILL)
"""
)
AT_ONCE = (
    FIND
    + """
import threading, time
from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying
registry, told, ids = env.registry, [None, None], company.ids
job = env["aftersales.order"].search([], limit=1).id
days = {period.id: str(period.last_day) for period in (first, second, third)}
env.cr.commit()

def close(mine, period):
    mine["aftersales.period"].browse(period).action_close()
    return "closed"

def enter(mine, period):
    cost = mine["aftersales.cost"].create({"name": "漏记", "order_id": job, "amount": 7,
        "date": days[period], "reason": "发票"})
    mine.flush_all()
    return "late" if cost.late_of else "in its month"

def run(place, uid, wait, work, period):
    time.sleep(wait)
    with registry.cursor() as cr:
        mine = api.Environment(cr, uid, {"allowed_company_ids": ids})

        def step():
            result = work(mine, period)
            mine.flush_all()
            time.sleep(2)  # so that the other one meets rows that are not committed
            return result

        try:
            told[place] = retrying(step, mine)
        except UserError as error:
            told[place] = type(error).__name__

def both(period, one, two):
    threads = [
        threading.Thread(target=run, args=(n, user, n * 0.7, work, period))
        for n, (user, work) in enumerate(zip(uids, (one, two)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(told)

uids = users.ids
env.cr.rollback()
answer = [both(first.id, close, close), both(second.id, enter, close), both(third.id, close, enter)]
env.cr.rollback()
env.invalidate_all()
for period in (first, second, third):
    assert period._find_differences() == [], period._find_differences()
"""
)
TABLES = """
    SELECT p.state, p.fingerprint IS NOT NULL,
           (SELECT count(*) FROM aftersales_period_event e
             WHERE e.period_id = p.id AND e.kind = 'closed'),
           (SELECT count(DISTINCT fingerprint) FROM aftersales_period_event e
             WHERE e.period_id = p.id AND e.kind = 'closed'),
           (SELECT count(*) FROM ir_attachment a WHERE a.res_id = p.id
             AND a.res_model = 'aftersales.period' AND a.res_field = 'workbook')
      FROM aftersales_period p ORDER BY p.month DESC
"""


def test_a_month_is_closed_once_and_whole(odoo, ours, database, ask, rows):
    name = database(ours, "month_closed")
    assert ask(name, PREPARE) == ["closing"] * 3
    assert odoo.shell(name, KILLED).returncode != 0
    assert rows(name, TABLES) == [("closing", False, 0, 0, 0)] * 3
    assert ask(name, AT_ONCE) == [
        ["closed", "MoveRefused"],
        ["in its month", "closed"],
        ["closed", "late"],
    ]
    assert rows(name, TABLES) == [("closed", True, 1, 1, 1)] * 3
