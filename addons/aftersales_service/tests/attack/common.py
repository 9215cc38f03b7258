"""Records, people and values for attacks that are generated from the registry."""

from odoo import Command
from odoo.tests import new_test_user

from ..common import GROUP, SIGNATURE, AfterSalesCommon

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


class AttackCommon(AfterSalesCommon):
    """One record of as many models as can be made, and everybody who might attack it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls._make_people()
        cls._tell_story()
        cls.made = {}
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
        requisition.sudo()._move_to("approved")
        case.go_to_work(visit, consent="张主任")
        cls.order, cls.visit, cls.requisition = order, visit, requisition

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
            with cls.env.cr.savepoint():
                return model.create(vals).with_env(cls.env)
        except Exception:  # noqa: BLE001 - whatever it asks for, this model has no record
            return model.browse()

    @classmethod
    def _get_required(cls, field):
        if field.type == "many2one":
            return cls._find_or_make(field.comodel_name)[:1].id
        if field.type == "selection":
            return field.get_values(cls.env)[0]
        return cls.dummy(field)

    @classmethod
    def dummy(cls, field):
        """A value that is neither empty nor what a new record has anyway."""
        if field.type == "selection":
            return field.get_values(cls.env)[-1]
        return _DUMMIES[field.type]
