"""Hotline and back office, the two halves of a dispatcher, see what he sees. Record rules are
never read again after the installation, so theirs are named here."""

from odoo import SUPERUSER_ID, api

_MODULE = "aftersales_service"
_WHOLE = "aftersales_service_group_dispatcher"
_HALVES = ("aftersales_service_group_hotline", "aftersales_service_group_back_office")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    ours = env["ir.model.data"].search(
        [("module", "=", _MODULE), ("model", "=", "ir.rule")]
    )
    whole = env.ref(f"{_MODULE}.{_WHOLE}")
    halves = [env.ref(f"{_MODULE}.{name}").id for name in _HALVES]
    rules = env["ir.rule"].browse(ours.mapped("res_id")).exists()
    for rule in rules.filtered(lambda r: whole in r.groups):
        rule.groups = [(3, whole.id), *((4, half) for half in halves)]
