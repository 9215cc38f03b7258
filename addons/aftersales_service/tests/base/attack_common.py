"""Records, people and values for attacks that are generated from the registry."""

import base64

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.document_flow.tests.attack import PICTURE, AttackRecords

from ..common import GROUP
from ..returns.common import ReturnsCommon


class AttackCommon(AttackRecords, ReturnsCommon):
    """A job in the middle of its life, and everybody who might attack it."""

    attack_models = ("aftersales.", "document.")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls._make_people()
        cls._tell_story()
        cls.made = {"res.company": cls.company, "res.users": cls.director}
        for name in cls.our_models():
            cls.find_or_make(name)
        cls.env.flush_all()

    @classmethod
    def guarded_models(cls):
        return [n for n in cls.our_models() if hasattr(cls.env[n], "_may_store_file")]

    @classmethod
    def _make_people(cls):
        """{name: user}: every role, a customer, an employee without a role, and the
        director, technician and keeper of another company."""
        other = cls.env["res.company"].create({"name": "外人公司"})
        groups = ",".join(GROUP + role for role in ("manager", "technician"))
        strangers = {
            "portal": new_test_user(cls.env, "attack_portal", "base.group_portal"),
            "nobody": new_test_user(cls.env, "attack_nobody", "base.group_user"),
            "company_b": new_test_user(
                cls.env,
                "attack_b",
                f"base.group_user,{groups},{GROUP}warehouse",
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            ),
        }
        return cls.users | strangers

    @classmethod
    def _tell_story(cls):
        """A job in the middle: dispatched, signed, with parts, money and a warranty."""
        case = cls()
        motor = cls.make_device("ATTACK-0")
        device = cls.make_device("ATTACK-1", coverage={"months": 12})
        cls._tell_parts(device, motor)
        order = case.make_order(device)
        visit = case.make_visit(order)
        requisition = case.make_requisition(visit)
        case.go_to_work(visit, consent="张主任")
        cls.order, cls.visit, cls.requisition = order, visit, requisition
        cls._tell_parcel()
        cls._tell_walk(case)
        cls._tell_drawing()
        cls._tell_return(case, device)
        cls._tell_books()

    @classmethod
    def _tell_parcel(cls):
        """What a courier has of the requisition; of one piece it is said that it is missing."""
        packed = cls.requisition.with_user(cls.keeper).action_pack_parcel()
        parcel = cls.env["aftersales.parcel"].browse(packed["res_id"])
        carrier = cls.env["res.partner"].create({"name": "顺达快递"})
        parcel.write({"courier_id": carrier.id, "tracking_ref": "机密运单"})
        parcel.with_user(cls.keeper).action_send()
        lines = parcel.with_user(cls.technician).line_ids
        lines[:1].parcel_id._receive({lines[:1]: (0.0, 0.0, 1.0)})
        cls.parcel = parcel

    @classmethod
    def _tell_walk(cls, case):
        """A keeper picks for another job; one part lies in its box."""
        visit = case.make_visit(case.make_order(service_type="c"))
        asked = case.make_requisition(visit)
        keeper = cls.env(user=cls.keeper)
        walk = keeper["aftersales.walk"]._start(asked.with_user(cls.keeper))
        box = walk.sudo().box_ids
        scan = {"line_id": asked.line_ids.id, "quantity": 1}
        cls.env["aftersales.requisition.scan"].create(scan)
        cls.walk, cls.box = walk.sudo(), box

    @classmethod
    def _tell_parts(cls, device, motor):
        """What replaces a part and which machine it fits; a device inside the other."""
        newer = cls.make_part("新轴承", 30, 12)
        changed = {"product_id": cls.part.id, "successor_id": newer.id}
        cls.env["aftersales.part.supersession"].create(changed)
        fits = {
            "product_id": cls.part.id,
            "machine_tmpl_id": cls.machine.product_tmpl_id.id,
        }
        cls.env["aftersales.part.fit"].create(fits)
        motor.action_put_into(device, "机密装配")

    @classmethod
    def _tell_drawing(cls):
        """A drawing of the machine, on which the part is shown."""
        machine = cls.machine.product_tmpl_id
        drawing = cls.env["aftersales.drawing"].create(
            {
                "name": "机密爆炸图",
                "picture": PICTURE,
                "machine_tmpl_ids": [Command.set(machine.ids)],
                "company_id": cls.company.id,
            }
        )
        spot = {"drawing_id": drawing.id, "position": "1", "product_id": cls.part.id}
        cls.env["aftersales.drawing.spot"].create(spot)

    @classmethod
    def _tell_return(cls, case, device):
        """What came back and was taken in, and a van that is being counted."""
        line = {"device_id": device.id, "serial": device.serial}
        record = case.receive(case.make_return(lines=[line]))
        keeper = cls.env(user=cls.keeper)
        cls.statement = keeper["aftersales.part.statement"].create(
            {
                "technician_id": cls.li.id,
                "date_from": "2026-01-01",
                "date_to": "2026-01-31",
            }
        )
        cls.statement._in_flow().line_ids = [
            Command.create({"product_id": cls.part.id})
        ]
        cls.line, cls.custody = record.line_ids, record.line_ids.custody_ids

    @classmethod
    def _tell_books(cls):
        """An invoice, its fapiao, of which a part is to be taken back, and the money that
        came in for it; a row of the board of which somebody was reminded."""
        line = {"name": "机密维修费", "price_unit": 176}
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": "2026-10-10",
                "invoice_line_ids": [Command.create(line)],
            }
        )
        invoice.action_post()
        fapiao = cls.env["aftersales.fapiao"].create(
            {
                "number": "26372000000000000001",
                "date": "2026-10-12",
                "partner_id": cls.customer.id,
                "net": invoice.amount_total,
                "link_ids": [Command.create({"move_id": invoice.id})],
            }
        )
        fapiao._move_to("registered")
        cls.env["aftersales.fapiao.red"].create(
            {"fapiao_id": fapiao.id, "name": "37012610000000000001", "total": 10}
        )
        cls._tell_bank(invoice)
        lines = cls.env["aftersales.reconcile.line"]
        lines._recount(cls.order.sudo().fee_ids.share_ids.ids)
        lines.search([("order_id", "=", cls.order.id)], limit=1)._tell("reminded")

    @classmethod
    def _tell_bank(cls, invoice):
        """The file of the bank in which its payment stands, and what is proposed."""
        money = f"2026-10-20,{invoice.amount_total:.2f},,,{cls.customer.name},37001"
        text = f"交易日期,收入,支出,余额,对方户名,对方账号,附言\n{money},{invoice.name}"
        accountant = cls.env(user=cls.accountant)
        file = accountant["aftersales.bank.file"].create(
            {
                "name": "流水.csv",
                "data": base64.b64encode(text.encode("gb18030")),
                "journal_id": cls.company._aftersales_find("bank").id,
            }
        )
        file.action_check()
        file.action_read()
        accountant["aftersales.matching.desk"].propose()
