"""Reminders, vouchers and fapiaos: pressed by two at once, and killed in the middle."""

PREPARE = """
from datetime import timedelta
from odoo import Command, fields
company = env.company
groups = ["base.group_user", "account.group_account_invoice"]
groups.append("aftersales_service.aftersales_service_group_finance")
for login in ("twice_a", "twice_b"):
    env["res.users"].with_context(no_reset_password=True).create({
        "name": login, "login": login, "email": login + "@example.com",
        "group_ids": [Command.set([env.ref(name).id for name in groups])]})
line = env["sale.order.line"].search(
    [("order_id.aftersales_order_id", "!=", False), ("display_type", "=", False)], limit=1)
partner = line.order_id.partner_id.commercial_partner_id
partner.email = "twice@example.com"
day = fields.Date.today() - timedelta(days=40)
move = env["account.move"].create({
    "move_type": "out_invoice", "partner_id": partner.id,
    "invoice_date": day, "invoice_date_due": day,
    "invoice_line_ids": [Command.create({
        "name": "修理", "price_unit": 1000, "tax_ids": False,
        "sale_line_ids": [Command.link(line.id)]})]})
move.action_post()
env["aftersales.dunning"]._cron_propose()
layout = env.ref("aftersales_service.voucher_layout_kingdee")
layout.own_codes = True
files = env["aftersales.voucher.file"].create(
    [{"layout_id": layout.id, "month": day.replace(day=1)}] * 2)
papers = env["aftersales.fapiao"].create([{
    "number": f"{day:%y}37200000000000000{n}", "date": day, "partner_id": partner.id,
    "currency_id": company.currency_id.id, "net": 1000} for n in range(2)])
papers.with_user(env["res.users"].search([("login", "=", "twice_a")])).action_register()
env["ir.config_parameter"].set_param("twice.ids", repr({
    "move": move.id, "files": files.ids, "papers": papers.ids,
    "dunning": env["aftersales.dunning.line"].search([("move_id", "=", move.id)]).dunning_id.ids}))
env.cr.commit()
answer = env["aftersales.dunning.line"].search_count([("move_id", "=", move.id)])
"""
STEPS = """
import ast
from odoo import tools
tools.config["test_enable"] = True  # a paper as a page: its printing is tested elsewhere
ids = ast.literal_eval(env["ir.config_parameter"].get_param("twice.ids"))

def send(mine, number):
    quiet = mine["aftersales.dunning"].with_context(mail_notify_force_send=False)
    quiet.browse(ids["dunning"]).action_send()

def export(mine, number):
    mine["aftersales.voucher.file"].browse(ids["files"][number]).action_make()

def assign(mine, number):
    mine["aftersales.fapiao.link"].create(
        {"fapiao_id": ids["papers"][number], "move_id": ids["move"], "amount": 1000})
"""
KILLED = """
import os, signal
user = env["res.users"].search([("login", "=", "twice_a")])
mine = env(user=user.id)
send(mine, 0)
export(mine, 0)
assign(mine, 0)
env.flush_all()
os.kill(os.getpid(), signal.SIGKILL)
"""
AT_ONCE = """
import threading, time
from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying
registry, told, company = env.registry, [], env.company.id
users = env["res.users"].search([("login", "in", ("twice_a", "twice_b"))]).ids
env.cr.commit()

def press(step, number):
    time.sleep(number * 0.3)
    with registry.cursor() as cr:
        mine = api.Environment(cr, users[number], {"allowed_company_ids": [company]})

        def once():
            step(mine, number)
            mine.flush_all()
            time.sleep(2)  # so that the other one meets rows that are not committed

        try:
            retrying(once, mine)
            told.append((step.__name__, "done"))
        except UserError:
            cr.rollback()
            told.append((step.__name__, "refused"))

for step in (send, export, assign):
    threads = [threading.Thread(target=press, args=(step, n)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
env.cr.rollback()
answer = sorted(map(list, told))
"""
TABLES = """
    SELECT (SELECT count(*) FROM aftersales_dunning WHERE state = 'sent'),
           (SELECT count(*) FROM aftersales_letter WHERE res_model = 'aftersales.dunning'),
           (SELECT count(*) - count(DISTINCT move_id) FROM aftersales_voucher_entry),
           (SELECT count(*) FROM aftersales_voucher_file WHERE state = 'made'),
           (SELECT sum(amount)::int FROM aftersales_fapiao_link)
"""


def test_killed_in_the_middle_and_pressed_by_two(odoo, used, database, ask, rows):
    name = database(used, "twice")
    assert ask(name, PREPARE) == 1
    assert odoo.shell(name, STEPS + KILLED).returncode != 0
    assert rows(name, TABLES) == [(0, 0, 0, 0, None)]
    assert ask(name, STEPS + AT_ONCE) == [
        [step, outcome]
        for step in ("assign", "export", "send")
        for outcome in ("done", "refused")
    ]
    assert rows(name, TABLES) == [(1, 1, 0, 1, 1000)]
