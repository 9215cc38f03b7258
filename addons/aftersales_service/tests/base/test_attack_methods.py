from odoo.addons.document_flow.tests.attack import AttackTables

from .attack_common import AttackCommon

ATTACKERS = ("portal", "nobody", "auditor", "company_b")


class TestAttackMethods(AttackTables, AttackCommon):
    """Documents, windows, desks and what core's documents got from us."""

    attack_modules = ("odoo.addons.aftersales", "odoo.addons.document_flow")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {name: cls.people[name] for name in ATTACKERS}
        cls.order.sudo()._in_flow().fault = "机密轴承异响"
        cls.secrets = (
            "ATTACK-1",
            "机密轴承异响",
            cls.order.name,
            cls.visit.name,
            cls.requisition.name,
            cls.parcel.name,
            "机密运单",
            cls.walk.name,
            cls.box.requisition_id.name,
            "机密爆炸图",
            cls.custody.return_id.name,
        )
        cls.known = {
            "line_id": cls.requisition.sudo().line_ids[:1].id,
            "code": cls.requisition.name,
            "product_id": cls.part.id,
            "parcel": cls.parcel.id,
            "walk_id": cls.walk.id,
            "box_id": cls.box.id,
            "scan_id": cls.box.requisition_id.scan_ids[:1].id,
            "requisition_ids": cls.requisition.ids,
            "lines": [{"id": cls.parcel.line_ids[:1].id, "arrived": 1}],
            "carrier": cls.parcel.courier_id.id,
            "day": "2026-03-02",
            "minute": 600,
            "serial": "ATTACK-1",
            "facts": {"device_id": cls.order.device_id.id, "fault": "attack"},
            "token": "attack",
            "source": "visit",
            "source_id": cls.visit.id,
        }
        # Whoever looks at the board brings waiting rows up to date: that is not his writing.
        cls.env["aftersales.reconcile.line"]._refresh()
        cls.env.flush_all()

    def test_documents(self):
        self.check_kind("table", 300)

    def test_desks_without_records(self):
        self.check_kind("desk", 35)

    def test_windows(self):
        self.check_kind("wizard", 60)

    def test_methods_of_ours_on_documents_of_core(self):
        self.check_kind("core", 8)

    def test_every_window_looks_only_where_its_user_may(self):
        """Whoever adds a window gives it the guard."""
        for name in self.names_of("wizard"):
            model = self.env[name]
            if name.startswith("aftersales.") and any(
                field.type in ("many2one", "many2many")
                and field.store
                and field.comodel_name.startswith("aftersales.")
                and not self.env[field.comodel_name]._transient
                for field in model._fields.values()
            ):
                self.assertTrue(hasattr(model, "_check_looks"), name)
