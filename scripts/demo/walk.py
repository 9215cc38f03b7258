"""The story of one serial number in the demo company, with everything counted.

Runs in an odoo shell; `scripts/walk` gives it ADDONS (our folder) and TRACE (the step whose
functions are printed).
"""

import collections
import itertools
import sys

from odoo import Command, fields
from odoo.orm.models import BaseModel

PLANNING = "_plan_clocks"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Walk:
    """Counts what one step runs; entered and left with `with`."""

    def __init__(self, step):
        self.step = step
        self.calls = []  # (file, function, depth) of every function of ours
        self.writes = collections.Counter()
        self.plannings = 0
        self.depth = 0

    def __enter__(self):
        env.flush_all()
        env.invalidate_all()
        self.queries = env.cr.sql_log_count
        self.write = BaseModel.write
        walk = self

        def write(records, vals):
            if records and records._name.startswith("aftersales."):
                walk.writes[records._name] += 1
            return walk.write(records, vals)

        BaseModel.write = write
        sys.setprofile(self._see)
        return self

    def __exit__(self, *error):
        sys.setprofile(None)
        BaseModel.write = self.write
        env.flush_all()
        self.queries = env.cr.sql_log_count - self.queries
        if not error[0]:
            self._tell()

    def _see(self, frame, event, _argument):
        code = frame.f_code
        if not code.co_filename.startswith(ADDONS) or code.co_name.startswith("<"):
            return
        if event == "call":
            path = code.co_filename[len(ADDONS) + 1 :]
            self.calls.append((path, code.co_name, self.depth))
            self.depth += 1
            self.plannings += code.co_name == PLANNING
        elif event == "return":
            self.depth -= 1

    def _tell(self):
        rooms = [self._room(path) for path, _name, _depth in self.calls]
        changes = sum(1 for a, b in itertools.pairwise(rooms) if a != b)
        functions = {(path, name) for path, name, _depth in self.calls}
        files = {path for path, _name in functions}
        written = ", ".join(
            f"{name.removeprefix('aftersales.')} {count}"
            for name, count in self.writes.most_common(4)
        )
        print(
            f"{self.step:8} {len(functions):4} functions {len(files):3} files"
            f" {changes:4} changes of room {self.plannings:2} plannings"
            f" {self.queries:4} queries; writes: {written or 'none'}",
            flush=True,
        )
        if self.step == TRACE:
            for path, name, depth in self.calls:
                print(f"    {'· ' * depth}{self._room(path)}: {name}")

    @staticmethod
    def _room(path):
        parts = path.split("/")
        known = parts[0] == "aftersales_service" and len(parts) > 3
        return parts[2] if known else "/".join(parts[:2])


def who(login):
    return env["res.users"].search([("login", "=", login)])


def hand(record, login):
    """The record as that person has it after opening it anew."""
    return record.with_user(who(login)).with_context(lang="zh_CN")


def pack():
    """A machine on stock, sold and reserved: ready for its delivery."""
    product = env["product.product"].search(
        [("tracking", "=", "serial"), ("aftersales_warranty_months", ">", 0)], limit=1
    )
    warehouse = env["stock.warehouse"].search([], limit=1)
    lot = env["stock.lot"].create({"name": "WALK-1", "product_id": product.id})
    env["stock.quant"]._update_available_quantity(
        product, warehouse.lot_stock_id, 1, lot_id=lot
    )
    customer = env["res.partner"].search([("is_company", "=", True)], limit=1)
    sale = env["sale.order"].create(
        {
            "partner_id": customer.id,
            "order_line": [Command.create({"product_id": product.id})],
        }
    )
    sale.action_confirm()
    sale.picking_ids.action_assign()
    sale.picking_ids.move_ids.picked = True
    return sale.picking_ids, lot


def tell():
    """The story; every step as the person who does it."""
    picking, lot = pack()
    with Walk("deliver"):
        picking._action_done()
    device = env["aftersales.device"].search([("lot_id", "=", lot.id)])
    with Walk("call"):
        order = hand(env["aftersales.order"], "dispatcher").create(
            {"device_id": device.id, "fault": "异响", "area": "city"}
        )
    technician = env["aftersales.technician"].search(
        [("user_id", "=", who("technician").id)], limit=1
    )
    visit = hand(env["aftersales.visit"], "dispatcher").create(
        {
            "order_id": order.id,
            "technician_id": technician.id,
            "planned_start": fields.Datetime.now(),
            "override_reason": "演示",
        }
    )
    visit = hand(visit, "technician")
    with Walk("contact"):
        visit.action_contact()
    with Walk("cause"):
        order.action_redecide("misuse")
    work(visit)
    env.flush_all()
    with Walk("quote"):
        order.action_create_quotation()
    sale = order.sudo().sale_order_ids
    sale.action_quotation_sent()
    sale.write({"signed_by": "张主任", "signed_on": fields.Datetime.now()})
    sale.action_confirm()
    shares = hand(order, "finance").fee_ids.share_ids
    with Walk("invoice"):
        shares.action_create_invoices()


def work(visit):
    visit.consent_name = "张主任"
    visit.action_leave()
    visit.action_arrive()
    visit.action_start()
    visit.write(
        {
            "is_ours": "yes",
            "cause": "轴承磨损",
            "action_taken": "更换轴承",
            "tested": True,
            "instructed": True,
        }
    )
    with Walk("finish"):
        visit.action_finish()
    visit.write({"signature": PNG, "signed_by": "张主任", "satisfaction": "4"})


tell()
