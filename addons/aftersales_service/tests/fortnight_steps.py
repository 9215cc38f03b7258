"""What happens in a scripted fortnight, pressed as people press it.

A line of the script names a verb (``do``), the record it is about (``on``) and what is said
with it. Most verbs are the button `action_<verb>` of the record; those that fill in a form
first have a method `_do_<verb>` here. The records of a fortnight have names (``as``).
"""

import base64
import datetime
import io
import re

from PIL import Image

from odoo import Command

from .common import SIGNATURE
from .fortnight_clocks import Clocks
from .fortnight_goods import Goods
from .fortnight_money import Money
from .sla.common import utc

_MOMENT = re.compile(r"(\d\d)-(\d\d) (\d\d):(\d\d)$")
# Words of a line that are not said to the button.
_WORDS = frozenset(
    ("at", "do", "on", "as", "of", "by", "row", "needs", "refused", "words")
)
_FINDINGS = {
    "cause": "轴承磨损",
    "action_taken": "更换轴承",
    "tested": True,
    "instructed": True,
    "is_ours": "yes",
    "found_cause": "material",
}


class Fortnight(Clocks, Goods, Money):
    """Mixin of a test: the people, the records by name, and the verbs."""

    year = 2026

    def moment(self, text):
        """A moment on a Chinese clock, for example ``03-02 16:00``, as Odoo stores it."""
        return utc(self.year, *map(int, _MOMENT.match(text).groups()))

    def begin(self, script):
        """Everything that is there before the first line."""
        self.year = script.get("year", 2026)
        self.names = {"part": self.part, "labour": self.labour}
        self.people = dict(self.users, colleague=self.colleague, li=self.li)
        self.people |= {"zhao": self.zhao, "customer": self.customer}
        holders = {"service_director": self.director, "back_office": self.dispatcher}
        holders["accountant"] = self.accountant
        for code in script.get("roles", ()):
            holders[code] = self.make_user("manager", login=f"as_{code}")
        self._appoint(holders)
        for name, xmlid in script.get("refs", {}).items():
            self.names[name] = self.env.ref(f"aftersales_service.{xmlid}")
        self.keeper.group_ids |= self.env.ref("stock.group_stock_user")
        for name, given in script.get("partners", {}).items():
            self.names[name] = self.env["res.partner"].create(given)
        if "supplier" in script:
            maker = self.names[script["supplier"]]
            self.part.seller_ids = [Command.create({"partner_id": maker.id})]
        if script.get("charges_salespeople"):
            self._open_accounts()
        for name, given in script.get("devices", {}).items():
            self.names[name] = self._make_own(name, self.read(given))

    def _open_accounts(self):
        """What the accountant sets up before salespeople can be charged."""
        account = self.env["account.account"]
        given = (
            ("职工借款", "122199", "asset_receivable"),
            ("运费", "660199", "expense"),
        )
        staff, expense = account.create(
            [{"name": n, "code": c, "account_type": kind} for n, c, kind in given]
        )
        staff.reconcile = True
        freight = {"name": "运费", "type": "service"}
        freight["property_account_expense_id"] = expense.id
        self.company.write(
            {
                "aftersales_freight_product_id": self.env["product.product"]
                .create(freight)
                .id,
                "aftersales_staff_account_id": staff.id,
            }
        )

    def _appoint(self, holders):
        roles = self.env["aftersales.role"]
        self.holders = holders
        self.env["aftersales.role.holder"].search([]).unlink()
        self.env["aftersales.role.holder"].create(
            [
                {"role_id": roles._get_by_code(code).id, "user_id": user.id}
                for code, user in holders.items()
            ]
        )

    def _make_own(self, name, given):
        coverage = given.pop("coverage", {})
        if "start_date" in coverage:
            coverage["start_date"] = datetime.date.fromisoformat(coverage["start_date"])
        if given.pop("delivered", False):
            self.deliver(self.machine, name)
            return self.env["aftersales.device"].search([("serial", "=", name)])
        return self.make_device(name, coverage=coverage, **given)

    # --- reading a line

    def read(self, value):
        """``@name`` is a record's ID, ``03-02 16:00`` a moment of the fortnight."""
        if isinstance(value, dict):
            return {key: self.read(v) for key, v in value.items()}
        if isinstance(value, list):
            return [self.read(v) for v in value]
        if isinstance(value, str) and value.startswith("@"):
            return self.find(value[1:]).id
        if isinstance(value, str) and _MOMENT.match(value):
            return self.moment(value)
        return value

    def find(self, name):
        """The record of that name; fields may follow it: ``J4.visit_ids``."""
        first, *path = name.split(".")
        people = self.people | self.holders
        record = self.names[first] if first in self.names else people[first]
        for field in path:
            record = record.sudo()[field]
        return record

    def whose(self, line, record):
        """Who does it: whom the line names, else the technician of a visit, else the desk."""
        by = line.get("by")
        if by in self.holders:
            return self.holders[by]
        if by:
            return self.people[by]
        if record is not None and record._name == "aftersales.visit":
            return record.sudo().technician_id.user_id
        return self.dispatcher

    # --- playing it

    def do(self, line):
        record = self.find(line["on"]) if "on" in line and "." in line["on"] else None
        record = record or self.names.get(line.get("on"))
        if record is not None:
            record = record.sudo(False).with_user(self.whose(line, record))
        said = {k: v for k, v in line.items() if k not in _WORDS} | line.get(
            "words", {}
        )
        said = self.read(said)
        own = getattr(self, f"_do_{line['do']}", None)
        if own:
            made = own(line, record, **said)
        else:
            made = getattr(record, f"action_{line['do']}")(**said)
        if "as" in line:
            self.names[line["as"]] = (
                self.env[line["of"]].browse(made) if "of" in line else made
            )

    def _do_call(self, line, _record, device=None, **vals):
        """A call is taken at the desk; the job has the name of the line (``on``)."""
        vals = {"service_type": vals.pop("type")} | vals if "type" in vals else vals
        if device:
            vals["device_id"] = self.find(device).id
        vals = {"called_at": self.moment(line["at"])} | vals
        orders = self.env["aftersales.order"].with_user(self.whose(line, None))
        self.names[line["on"]] = orders.create(
            {"partner_id": self.customer.id, "fault": "异响"} | vals
        )

    def _do_plan(self, line, job, technician="li", start=None, **vals):
        visits = self.env["aftersales.visit"].with_user(self.whose(line, job))
        vals |= {"order_id": job.id, "technician_id": self.find(technician).id}
        return visits.create(vals | ({"planned_start": start} if start else {}))

    def _do_change(self, _line, record, **vals):
        record.write(vals)

    def _do_find(self, _line, _record, model, **where):
        """What a step made gets a name."""
        return self.env[model].search([(name, "=", v) for name, v in where.items()])

    def _do_make(self, line, _record, model, press=None, vals=None):
        """Fill in a form of ``model`` and press its button."""
        user = self.whose(line, None)
        made = self.env[model].with_user(user).create(vals or {})
        if press:
            getattr(made, f"action_{press}")()
        return made

    def _do_ask_parts(self, _line, visit, quantity=1, product="part"):
        return self.make_requisition(visit, (self.find(product), quantity))

    def _do_finish(self, _line, visit, used=None, **vals):
        visit.write(_FINDINGS | vals)
        for name, quantity in (used or {}).items():
            line = self.names[name].line_ids.with_user(visit.env.user)
            line.quantity_to_use = quantity
        visit.action_finish()

    def _do_sign(self, _line, visit, levels=None, **vals):
        """``levels``: one level, or the four of the opinion card."""
        names = ("rate_attitude", "rate_skill", "rate_arrival", "rate_promises")
        rates = dict(zip(names, levels or "", strict=bool(levels)))
        visit.write({"signature": SIGNATURE, "signed_by": "张主任"} | rates | vals)
        visit.action_sign()

    def _do_answer(self, line, record, agree=True, note=None):
        """Whoever holds the role answers what it is asked about this record."""
        asked = record.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        asked = asked.sudo(False).with_user(self.whose(line, record))
        asked.action_agree() if agree else asked.action_refuse(note)

    def _do_solution(self, _line, question, answer):
        """A question or a quality problem is answered by who owes it."""
        question.action_answer(answer)

    def _do_tell_answer(self, _line, question, how, to):
        question.action_tell(how, to)

    def _do_promise(self, _line, job, to, reason, consent, how="phone"):
        """改约 at the desk."""
        window = self.env["aftersales.order.promise"].with_user(job.env.user)
        window.create(
            {
                "order_id": job.id,
                "promised_at": to,
                "reason": reason,
                "consented_by": consent,
                "told_how": how,
            }
        ).action_change()

    def _do_letter(self, _line, job, text):
        """What is written to the customer and goes out to him."""
        job.message_post(
            body=text,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=job.partner_id.ids,
        )

    def _do_photos(self, line, record, count, field="photo_ids"):
        """That many different photos are added."""
        made = [self._draw(f"{record.id}-{field}-{n}") for n in range(count)]
        photos = self.env["ir.attachment"].with_user(self.whose(line, record))
        record[field] |= photos.create(
            [{"name": f"{n}.png", "datas": data} for n, data in enumerate(made)]
        )

    def _draw(self, text):
        stream = io.BytesIO()
        colour = tuple(hash(text) >> shift & 255 for shift in (0, 8, 16))
        Image.new("RGB", (2, 2), colour).save(stream, "PNG")
        return base64.b64encode(stream.getvalue())

    # --- the day

    def _do_night(self, _line, _record):
        """What the scheduled jobs do: duties of the day, warnings."""
        self.env["aftersales.duty"]._open_due(self.company)
        self.env["aftersales.sla.clock"]._warn_due()

    def _do_register(self, _line, _record, day):
        """Open the register of a day."""
        days = self.env["aftersales.register.day"].with_user(self.dispatcher)
        days.action_open_registers()
        return days.search([("date", "=", f"{self.year}-{day}")], limit=1)

    def _do_done(self, line, _record, code, result):
        """A periodic duty is done, by its own button."""
        duty = self.duties(code, "open")[:1].with_user(self.whose(line, None))
        duty.result = result
        duty.action_done()

    def duties(self, code, state=None):
        found = self.env["aftersales.duty"].search([("rule_id.code", "=", code)])
        return found.filtered(lambda d: not state or d.state == state)
