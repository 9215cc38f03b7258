import json
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import GROUP, ROLES
from .attack_common import AttackCommon


@tagged("post_install", "-at_install")
class TestAttackHttp(AttackCommon, HttpCase):
    """One field per model over both doors, by somebody who holds every role at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = cls.env["res.groups"].union(
            *(cls.env.ref(GROUP + role) for role in ROLES)
        )
        cls.almighty = cls.env["res.users"].create(
            {
                "name": "attack_all",
                "login": "attack_all",
                "password": "attack_all",
                "group_ids": [
                    Command.set((groups | cls.env.ref("base.group_user")).ids)
                ],
            }
        )

    def tries(self):
        for name in self.guarded_models():
            record = self.made[name]
            guarded = sorted(record._get_flow_fields())
            if record and guarded:
                field = "state" if "state" in guarded else guarded[0]
                yield record, field, self.dummy(record._fields[field])

    def read(self, record):
        record.invalidate_recordset()
        self.env.cr.execute(
            f'SELECT t::text FROM "{record._table}" t WHERE id = %s',
            [record.id],
        )
        return self.env.cr.fetchone()

    @mute_logger("odoo.http", "odoo.addons.document_flow.models.guard_mixin")
    def test_over_call_kw(self):
        self.authenticate("attack_all", "attack_all")
        for record, field, value in self.tries():
            before = self.read(record)
            answer = self.url_open(
                f"/web/dataset/call_kw/{record._name}/write",
                data=json.dumps(
                    {
                        "jsonrpc": "2.0",
                        "method": "call",
                        "params": {
                            "model": record._name,
                            "method": "write",
                            "args": [record.ids, {field: value}],
                            "kwargs": {
                                "context": {"document_flow": [record._name]},
                            },
                        },
                    }
                ),
                headers={"Content-Type": "application/json"},
            ).json()
            self.assertIn("error", answer, f"{record._name}.{field}")
            self.assertEqual(self.read(record), before)

    @mute_logger("odoo.http", "odoo.addons.document_flow.models.guard_mixin")
    def test_over_json_2(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.almighty)
            .sudo()
            ._generate("rpc", "attack", fields.Datetime.now() + timedelta(days=1))
        )
        for record, field, value in self.tries():
            before = self.read(record)
            answer = self.url_open(
                f"/json/2/{record._name}/write",
                data=json.dumps({"ids": record.ids, "vals": {field: value}}),
                headers={
                    "Content-Type": "application/json",
                    "Authorization": f"Bearer {key}",
                    "X-Odoo-Database": self.env.cr.dbname,
                },
            )
            self.assertIn(answer.status_code, (403, 422), answer.text)
            self.assertEqual(self.read(record), before)
