"""Records, people and values for attacks that are generated from the registry."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..common import GROUP, SIGNATURE
from ..returns.common import ReturnsCommon

OURS = ("aftersales.", "document.")
_DUMMIES = {
    "boolean": True,
    "integer": 77,
    "float": 77.0,
    "monetary": 77.0,
    "date": "2020-02-02",
    "datetime": "2020-02-02 02:02:02",
    "char": "attack",
    "text": "attack",
    "html": "<p>attack</p>",
    "json": {"attack": 1},
    "binary": SIGNATURE,
    "image": SIGNATURE,
    "many2one": 1,
    "many2one_reference": 1,
    "one2many": [Command.clear()],
    "many2many": [Command.clear()],
}


class AttackCommon(ReturnsCommon):
    """One record of as many models as can be made, and everybody who might attack it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls._make_people()
        cls._tell_story()
        cls.made = {"res.company": cls.company}
        for name in cls.our_models():
            cls._find_or_make(name)
        cls.env.flush_all()

    @classmethod
    def our_models(cls):
        return [
            name
            for name in sorted(cls.env.registry)
            if name.startswith(OURS)
            and not (cls.env[name]._abstract or cls.env[name]._transient)
        ]

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
        device = cls.make_device("ATTACK-1", coverage={"months": 12})
        order = case.make_order(device)
        visit = case.make_visit(order)
        requisition = case.make_requisition(visit)
        case.go_to_work(visit, consent="张主任")
        cls.order, cls.visit, cls.requisition = order, visit, requisition
        cls._tell_return(case, device)

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
    def _find_or_make(cls, name):
        if name in cls.made:
            return cls.made[name]
        model = cls.env[name].sudo().with_context(active_test=False)
        cls.made[name] = model.search([], limit=1, order="id desc")
        if not cls.made[name] and name.startswith(OURS):
            cls.made[name] = cls._make(model)
        return cls.made[name]

    @classmethod
    def _make(cls, model):
        """A record with its required fields, or none where more is asked for."""
        vals = {
            field.name: cls._get_required(field)
            for field in model._fields.values()
            if field.required and field.store and not (field.default or field.compute)
        }
        if hasattr(model, "_in_flow"):
            model = model._in_flow()
        try:
            with mute_logger("odoo.sql_db"), cls.env.cr.savepoint():
                return model.create(vals).with_env(cls.env)
        except Exception:  # noqa: BLE001 - whatever it asks for, this model has no record
            return cls.env[model._name]

    @classmethod
    def _get_required(cls, field):
        if field.name == "res_model":
            return "res.partner"
        if field.type == "many2one":
            return cls._find_or_make(field.comodel_name)[:1].id
        if field.type == "selection":
            return field.get_values(cls.env)[0]
        return cls.dummy(field)

    def is_refused(self, call, *args, **kwargs):
        """Whether ``call`` is refused by a guard, a right or a rule; nothing else counts.

        No savepoint around it: guards refuse before anything is written, and thousands of
        savepoints would take minutes.
        """
        try:
            call(*args, **kwargs)
        except UserError:
            return True
        return False

    @classmethod
    def dummy(cls, field):
        """A value that is neither empty nor what a new record has anyway."""
        if field.type == "selection":
            return field.get_values(cls.env)[-1]
        return _DUMMIES[field.type]
