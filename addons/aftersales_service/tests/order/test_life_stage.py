from odoo.exceptions import AccessError

from ..sla.common import SlaCommon, utc


class TestLifeStage(SlaCommon):
    """Before goods are sold others serve them, within other times (S-43, W-33, O-47)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality = cls.env["aftersales.unit"].create(
            {
                "name": "质量部",
                "code": "ZL",
                "company_id": cls.company.id,
                "manager_id": cls.director.id,
                "serves_zero_km": True,
            }
        )
        cls.region = cls.env["aftersales.unit"].create(
            {
                "name": "济南站",
                "code": "JN9",
                "company_id": cls.company.id,
                "cities": "济南",
            }
        )
        cls.customer.city = "济南"

    def test_zero_kilometre_service_is_the_quality_departments(self):
        """Its person in charge has the job, wherever the goods are; else the region."""
        mine = self.make_order(life_stage="zero_km")
        self.assertEqual(mine.unit_id, self.quality)
        for stage in ("pre_sale", "after_sale"):
            self.assertEqual(self.make_order(life_stage=stage).unit_id, self.region)
        mine.with_user(self.dispatcher).life_stage = "after_sale"
        self.assertEqual(mine.unit_id, self.region)
        mine.with_user(self.dispatcher).life_stage = "zero_km"
        self.assertEqual(mine.unit_id, self.quality)

    def test_without_such_a_unit_the_region_serves(self):
        self.quality.serves_zero_km = False
        order = self.make_order(life_stage="zero_km")
        self.assertEqual(order.unit_id, self.region)

    def test_only_a_manager_says_who_serves_it(self):
        with self.assertRaises(AccessError):
            self.region.with_user(self.dispatcher).serves_zero_km = True
        self.region.with_user(self.director).serves_zero_km = True

    def test_each_stage_has_deadlines_of_its_own(self):
        """What the policy says for zero-kilometre service, and what for all others."""
        self.make_sla(
            [
                self.make_rule(code="ZK", life_stage="zero_km", amount=1),
                self.make_rule(code="ALL", amount=5, sequence=20),
            ]
        )
        monday = utc(2026, 3, 2, 10)
        codes = {
            stage: self.make_order(called_at=monday, life_stage=stage).clock_ids.mapped(
                "code"
            )
            for stage in ("zero_km", "pre_sale", "after_sale")
        }
        self.assertEqual(
            codes, {"zero_km": ["ZK"], "pre_sale": ["ALL"], "after_sale": ["ALL"]}
        )

    def test_a_corrected_stage_changes_the_deadline(self):
        version = self.make_sla(
            [
                self.make_rule(code="ZK", life_stage="zero_km", amount=1),
                self.make_rule(code="ALL", amount=5, sequence=20),
            ]
        )
        order = self.make_order(called_at=utc(2026, 3, 2, 10))
        order.with_user(self.dispatcher).life_stage = "zero_km"
        running = order.clock_ids.filtered(lambda c: not c.cancelled_at)
        self.assertEqual(running.mapped("code"), ["ZK"])
        self.assertIn("Zero-Kilometre", version.rule_ids[:1].condition_words)

    def test_jobs_are_counted_by_month_and_type(self):
        """O-01: the statistics of the department are a view of its jobs."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_order_action"
        )
        self.assertIn("pivot", action["view_mode"])
        self.make_order(called_at=utc(2026, 3, 2, 10), service_type="a")
        self.make_order(called_at=utc(2026, 4, 2, 10), service_type="a")
        orders = self.env["aftersales.order"].with_user(self.director)
        groups = orders._read_group(
            [("called_at", ">=", "2026-03-01"), ("service_type", "=", "a")],
            ["called_at:month"],
            ["__count"],
        )
        self.assertEqual([count for _month, count in groups], [1, 1])
        orders.get_views([(False, "pivot"), (False, "graph")])
