"""A parcel arrives once: whoever receives at the same time, and whether the process dies in
the middle; a waybill is written once."""

PIECES = 5
PREPARE = f"""
from odoo import Command
company = env.company
groups = ["base.group_user", "aftersales_service.aftersales_service_group_warehouse"]
users = [env["res.users"].with_context(no_reset_password=True).create({{
    "name": login, "login": login, "email": login + "@example.com",
    "group_ids": [Command.set([env.ref(name).id for name in groups])]}})
    for login in ("parcel_a", "parcel_b", "parcel_c")]
partner = env["res.partner"].create({{"name": "示例水泵有限公司"}})
part = env["product.product"].create({{
    "name": "轴承", "is_storable": True, "aftersales_is_part": True, "list_price": 10}})
warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
env["stock.quant"]._update_available_quantity(part, warehouse.lot_stock_id, {PIECES})
technician = env["aftersales.technician"].create({{"name": "李强", "examined": True}})
order = env["aftersales.order"].create({{"partner_id": partner.id, "fault": "异响"}})
visit = env["aftersales.visit"].create(
    {{"order_id": order.id, "technician_id": technician.id}})
requisition = env["aftersales.requisition"].create({{
    "visit_id": visit.id,
    "line_ids": [Command.create({{"product_id": part.id, "quantity": {PIECES}}})]}})
requisition.action_submit()
mine = requisition.with_user(users[0])
parcel = env["aftersales.parcel"].browse(mine.action_pack_parcel()["res_id"])
parcel.write({{"courier_id": partner.id, "tracking_ref": "SD1"}})
parcel.with_user(users[0]).action_send()
env.cr.commit()
answer = parcel.state
"""
KILLED = """
import os, signal
user = env["res.users"].search([("login", "=", "parcel_b")])
parcel = env["aftersales.parcel"].search([("tracking_ref", "=", "SD1")])
parcel.with_user(user).action_receive_all()
env.flush_all()
os.kill(os.getpid(), signal.SIGKILL)
"""
AT_ONCE = """
import threading, time
from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying
registry, told, company = env.registry, {}, env.company.id
users = env["res.users"].search([("login", "in", ("parcel_b", "parcel_c"))])
parcel_id = env["aftersales.parcel"].search([("tracking_ref", "=", "SD1")]).id
env.cr.commit()

def press(uid, wait):
    time.sleep(wait)
    with registry.cursor() as cr:
        mine = api.Environment(cr, uid, {"allowed_company_ids": [company]})
        parcel = mine["aftersales.parcel"].browse(parcel_id)

        def step():
            parcel.action_receive_all()
            mine.flush_all()
            time.sleep(2)  # so that the other one meets rows that are not committed

        try:
            retrying(step, mine)
            told[uid] = "booked"
        except UserError:
            told[uid] = "refused"

threads = [threading.Thread(target=press, args=(u.id, n * 0.3)) for n, u in enumerate(users)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
env.cr.rollback()
answer = sorted(told.values())
"""
WAYBILLS = """
import threading, time
from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying
registry, told, company = env.registry, {}, env.company.id
user = env["res.users"].search([("login", "=", "parcel_a")])
sent = env["aftersales.parcel"].search([("tracking_ref", "=", "SD1")])
carrier = sent.courier_id.id
drafts = env["aftersales.parcel"].with_user(user).create(
    [{"technician_id": sent.technician_id.id} for _number in range(2)]).ids
env.cr.commit()

def write(parcel_id, waybill, wait):
    time.sleep(wait)
    with registry.cursor() as cr:
        mine = api.Environment(cr, user.id, {"allowed_company_ids": [company]})
        parcel = mine["aftersales.parcel"].browse(parcel_id)

        def step():
            parcel.write({"courier_id": carrier, "tracking_ref": waybill})
            mine.flush_all()
            time.sleep(2)  # as above

        try:
            retrying(step, mine)
            told[parcel_id] = "written"
        except UserError:
            told[parcel_id] = "refused"

threads = [
    threading.Thread(target=write, args=(parcel_id, waybill, wait))
    for parcel_id, waybill, wait in zip(drafts, ("SD2", "sd 2"), (0, 0.3))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
env.cr.rollback()
answer = sorted(told.values())
"""
TABLES = """
    SELECT (SELECT state FROM aftersales_parcel WHERE tracking_ref = 'SD1'),
           (SELECT count(*) FROM aftersales_parcel_receipt),
           (SELECT coalesce(sum(quantity), 0)::int FROM stock_move
             WHERE aftersales_parcel_step = 'arrived' AND state = 'done'),
           (SELECT coalesce(sum(q.quantity), 0)::int FROM stock_quant q
              JOIN aftersales_technician t ON t.location_id = q.location_id)
"""


def test_killed_in_the_middle_and_received_by_two(odoo, ours, database, ask, rows):
    name = database(ours, "parcelled")
    assert ask(name, PREPARE) == "sent"
    assert odoo.shell(name, KILLED).returncode != 0
    assert rows(name, TABLES) == [("sent", 0, 0, 0)]
    assert ask(name, AT_ONCE) == ["booked", "refused"]
    assert rows(name, TABLES) == [("done", 1, PIECES, PIECES)]
    assert ask(name, WAYBILLS) == ["refused", "written"]
