"""Lines of statements are confirmed once: whoever presses at the same time, and whether the
process dies in the middle."""

LINES = 12
PREPARE = f"""
from odoo import Command, fields
company = env.company
bank = company._aftersales_find("bank")
if not bank:
    env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
    bank = company._aftersales_find("bank")
groups = ["base.group_user", "account.group_account_invoice"]
groups.append("aftersales_service.aftersales_service_group_finance")
for login in ("match_a", "match_b"):
    env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "email": login + "@example.com",
        "group_ids": [Command.set([env.ref(name).id for name in groups])]}})
partner = env["res.partner"].create({{"name": "示例水泵有限公司"}})
for step in range({LINES}):
    move = env["account.move"].create({{
        "move_type": "out_invoice", "partner_id": partner.id,
        "invoice_date": fields.Date.today(),
        "invoice_line_ids": [Command.create(
            {{"name": "修理", "price_unit": 1000 + step, "tax_ids": False}})]}})
    move.action_post()
    env["account.bank.statement.line"].create({{
        "journal_id": bank.id, "date": fields.Date.today(), "amount": 1000 + step,
        "payment_ref": move.name, "aftersales_key": "twice%s" % step,
        "aftersales_source": "bank", "aftersales_payer": partner.name,
        "aftersales_memo": move.name}})
env.cr.commit()
answer = env["aftersales.bank.proposal"].search_count([])
"""
KILLED = """
import os, signal
user = env["res.users"].search([("login", "=", "match_a")])
assert env["aftersales.matching.desk"].with_user(user).confirm_sure()["confirmed"]
env.flush_all()
os.kill(os.getpid(), signal.SIGKILL)
"""
AT_ONCE = """
import logging, threading, time
from odoo import api
from odoo.service.model import retrying
registry, told, company = env.registry, {{}}, env.company.id
users = env["res.users"].search([("login", "in", ("match_a", "match_b"))])
env.cr.commit()
logged = []

class Keeper(logging.Handler):
    def emit(self, record):
        logged.append(record.getMessage())

logging.getLogger().addHandler(Keeper(logging.WARNING))

def press(uid, wait):
    time.sleep(wait)
    with registry.cursor() as cr:
        mine = api.Environment(cr, uid, {{"allowed_company_ids": [company]}})
        desk = mine["aftersales.matching.desk"]

        def step():
            result = {step}
            mine.flush_all()
            time.sleep(2)  # so that the other one meets rows that are not committed
            return result

        told[uid] = retrying(step, mine)

threads = [threading.Thread(target=press, args=(u.id, n * 0.3)) for n, u in enumerate(users)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
env.cr.rollback()
answer = [sorted(told.values(), key=str), logged]
"""
PROPOSE = "[desk.propose()[name] for name in ('count', 'sure_count')]"
CONFIRM = "[len(desk.confirm_sure()[name]) for name in ('ids', 'refused')]"
UNDO = """len([desk.undo([line.id]) for line in mine["account.bank.statement.line"].search(
    [("aftersales_key", "like", "twice")]) if mine["aftersales.bank.proposal"].search_count(
    [("statement_line_id", "=", line.id), ("state", "=", "confirmed")])])"""
TABLES = """
    SELECT (SELECT count(*) FROM aftersales_bank_proposal WHERE state = 'confirmed'),
           (SELECT count(*) FROM account_bank_statement_line WHERE is_reconciled),
           (SELECT count(*) FROM account_partial_reconcile),
           (SELECT sum(amount_residual)::int FROM account_move
             WHERE move_type = 'out_invoice')
"""
TOTAL = sum(1000 + step for step in range(LINES))


NOTHING = [(0, 0, 0, TOTAL)]


def test_killed_in_the_middle_and_pressed_by_two(odoo, ours, database, ask, rows):
    """Each step by two at once: done once, and nothing of it is an error in the log."""
    name = database(ours, "matched")
    assert ask(name, PREPARE) == 0
    assert ask(name, AT_ONCE.format(step=PROPOSE)) == [[[LINES, LINES]] * 2, []]
    assert odoo.shell(name, KILLED).returncode != 0
    assert rows(name, TABLES) == NOTHING
    assert ask(name, AT_ONCE.format(step=CONFIRM)) == [[[0, 0], [LINES, 0]], []]
    assert rows(name, TABLES) == [(LINES, LINES, LINES, 0)]
    assert ask(name, AT_ONCE.format(step=UNDO)) == [[0, LINES], []]
    assert rows(name, TABLES) == NOTHING
