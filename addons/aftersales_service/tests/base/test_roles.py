from ..common import AfterSalesCommon


class TestRoles(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        unit = cls.env["aftersales.unit"]
        cls.head = unit.create({"name": "售后服务部", "code": "SH", "kind": "planning"})
        cls.jinan = unit.create(
            {"name": "济南", "code": "JN", "parent_id": cls.head.id}
        )
        cls.changsha = unit.create(
            {"name": "长沙", "code": "CS", "parent_id": cls.head.id}
        )
        cls.role = cls.env.ref("aftersales_service.role_operations_director")

    def hold(self, **vals):
        self.env["aftersales.role.holder"].create(
            {"role_id": self.role.id, "user_id": self.director.id} | vals
        )

    def held(self, unit=None, on=None):
        return self.env["aftersales.role"]._held_by(
            "operations_director", self.director, unit, on
        )

    def test_nobody_holds_an_empty_role(self):
        self.assertFalse(self.held())

    def test_holder_without_unit_holds_everywhere(self):
        self.hold()
        self.assertTrue(self.held())
        self.assertTrue(self.held(self.changsha))

    def test_holder_of_a_unit_holds_below_it_only(self):
        self.hold(unit_id=self.jinan.id)
        self.assertTrue(self.held(self.jinan))
        self.assertFalse(self.held(self.changsha))
        self.assertFalse(self.held(self.head))

    def test_holding_ends_with_its_last_day(self):
        self.hold(date_from="2026-01-01", date_to="2026-06-30")
        self.assertTrue(self.held(on="2026-06-30"))
        self.assertFalse(self.held(on="2026-07-01"))
        self.assertFalse(self.held(on="2025-12-31"))
