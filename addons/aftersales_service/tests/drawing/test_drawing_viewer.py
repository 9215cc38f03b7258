from odoo import Command
from odoo.exceptions import AccessError, MissingError

from ...exceptions import GroupRefused, MoveRefused, PartRefused, ProtectedRefused
from .drawing_case import DrawingCommon


class TestDrawingViewer(DrawingCommon):
    """A part is tapped on its drawing: what is told of it, and how it is asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.replace(cls.old, cls.new, since="2026-02-01", new_quantity=2)

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.device, service_type="a")
        self.visit = self.make_visit(self.order)

    def viewer(self, user=None):
        return self.env["aftersales.drawing.viewer"].with_user(user or self.technician)

    def get_drawing(self, drawing=None, user=None):
        drawing = drawing or self.drawing
        return self.viewer(user).get_drawing(drawing.id, "visit", self.visit.id)

    def get_part(self, part, source="visit", record=None, user=None):
        record = record or self.visit
        return self.viewer(user).get_part(part.id, source, record.id)

    def test_from_every_door_the_same_drawings(self):
        draft = (
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .create({"visit_id": self.visit.id})
        )
        for source, record, may_ask in (
            ("visit", self.visit, True),
            ("order", self.order, True),
            ("requisition", draft, True),
            ("device", self.device, False),
        ):
            told = self.viewer().get_drawings(source, record.id)
            self.assertEqual([d["name"] for d in told["drawings"]], ["转子总成"])
            self.assertEqual(told["drawings"][0]["parts"], 2)
            self.assertEqual(told["may_ask"], may_ask, source)
            self.assertEqual(record.with_user(self.technician).drawing_count, 1)
            action = record.with_user(self.technician).action_drawings()
            self.assertEqual(
                action["params"], {"source": source, "source_id": record.id}
            )
        for user in (self.keeper, self.accountant, self.inspector):
            told = self.viewer(user).get_drawings("visit", self.visit.id)
            self.assertFalse(told["may_ask"], user.name)

    def test_the_drawing_knows_what_fits(self):
        told = self.get_drawing()
        self.assertEqual([s["position"] for s in told["spots"]], ["1", "2"])
        self.assertEqual(told["spots"][0]["box"], [0.1, 0.2, 0.2, 0.4])
        fit = told["parts"][self.old.id]["fit"]
        self.assertEqual((fit["state"], fit["instead"]), ("superseded", self.new.id))
        self.assertFalse(told["parts"][self.part.id]["fit"]["text"])

    def test_two_hundred_parts_cost_no_query_more(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            told = self.get_drawing()
            return self.cr.sql_log_count - before, len(told["spots"])

        few = self.make_drawing("一件")
        self.add_spot("1", self.part, few, x=0.1, w=0.1, y=0, h=0.1)
        self.drawing = few
        count()
        one, spots = count()
        self.assertEqual(spots, 1)
        for n in range(199):
            part = self.make_part(f"件{n}", 5, 2, default_code=f"N-{n}")
            self.add_spot(str(n + 2), part, few)
        count()
        two_hundred, spots = count()
        self.assertEqual(spots, 200)
        self.assertEqual(two_hundred, one)

    def test_price_with_tax_and_who_pays(self):
        tax = self.env["account.tax"].create(
            {"name": "图13%", "amount": 13, "type_tax_use": "sale"}
        )
        self.part.taxes_id = tax
        told = self.get_part(self.part)
        self.assertIn("31.64", told["price"])
        self.assertEqual(told["payers"], [["Customer", 100.0]])
        free = self.make_visit(self.make_order(self.device, service_type="c"))
        told = self.get_part(self.part, record=free)
        self.assertEqual(told["payers"], [["Our Company", 100.0]])

    def test_it_costs_what_the_fee_will_cost(self):
        told = self.get_part(self.part)
        requisition = self.make_requisition(self.visit, (self.part, 1))
        fee = requisition.sudo().line_ids.fee_ids
        total = fee.share_ids._get_totals().total
        self.assertEqual(told["price"], self.company.currency_id.format(total))

    def test_a_device_without_a_job_has_a_price_and_no_payer(self):
        told = self.get_part(self.part, "device", self.device)
        self.assertIn("28.00", told["price"])
        self.assertEqual(told["payers"], [])

    def test_where_it_lies(self):
        quants = self.env["stock.quant"]
        for place, count in (
            (self.li.location_id, 3),
            (self.zhao.location_id, 2),
            (self.warehouse._aftersales_get_road_location(), 4),
        ):
            quants._update_available_quantity(self.part, place, count)
        stock = self.get_part(self.part)["stock"]
        self.assertEqual((stock["here"], stock["van"], stock["road"]), (20, 3, 4))
        [[name, count]] = stock["places"]
        self.assertEqual(count, 2)
        self.assertIn("赵刚", name)
        self.make_requisition(self.visit, (self.part, 5))
        self.assertEqual(self.get_part(self.part)["stock"]["here"], 15)

    def test_the_part_to_take_instead(self):
        told = self.get_part(self.old)
        self.assertEqual((told["id"], told["ratio"]), (self.new.id, 2.0))
        self.assertIn("FIT-C", told["name"])

    def test_two_taps_are_one_request(self):
        viewer = self.viewer()
        first = viewer.take(self.part.id, "visit", self.visit.id)
        second = viewer.take(self.part.id, "order", self.order.id, 2)
        third = viewer.take(self.new.id, "visit", self.visit.id, 2)
        self.assertEqual(first["id"], second["id"])
        self.assertEqual((second["quantity"], third["lines"]), (3, 2))
        requisition = self.visit.requisition_ids
        self.assertEqual(requisition.state, "draft")
        self.assertEqual(
            [(r.product_id, r.quantity) for r in requisition.line_ids],
            [(self.part, 3), (self.new, 2)],
        )
        requisition.with_user(self.technician).action_submit()
        self.assertEqual(requisition.state, "approved")
        fourth = viewer.take(self.part.id, "visit", self.visit.id)
        self.assertNotEqual(fourth["id"], first["id"])

    def test_nothing_is_added_to_what_was_submitted(self):
        submitted = self.make_requisition(self.visit)
        with self.assertRaises(ProtectedRefused):
            self.viewer().take(self.part.id, "requisition", submitted.id)
        told = self.viewer().get_drawings("requisition", submitted.id)
        self.assertFalse(told["may_ask"])

    def test_before_anybody_is_sent_it_is_asked_for_the_job(self):
        lonely = self.make_order(self.device, service_type="c")
        viewer = self.viewer(self.dispatcher)
        self.assertTrue(viewer.get_drawings("order", lonely.id)["may_ask"])
        for _tap in range(2):
            asked = viewer.take(self.part.id, "order", lonely.id)
        requisition = self.env["aftersales.requisition"].browse(asked["id"])
        self.assertEqual((requisition.order_id, requisition.visit_id.ids), (lonely, []))
        self.assertEqual(requisition.line_ids.quantity, 2)

    def test_when_it_is_over_nobody_asks(self):
        over = self.make_order(self.device, service_type="c")
        over.action_cancel()
        viewer = self.viewer(self.dispatcher)
        for source, record in (("order", over), ("device", self.device)):
            self.assertFalse(viewer.get_drawings(source, record.id)["may_ask"])
            with self.assertRaisesRegex(MoveRefused, "no part can be asked"):
                viewer.take(self.part.id, source, record.id)

    def test_what_is_no_part_and_what_is_no_number(self):
        viewer = self.viewer()
        with self.assertRaises(PartRefused):
            viewer.take(self.labour.id, "visit", self.visit.id)
        for wrong in (0, -1, 1e9, float("nan"), float("inf")):
            with self.assertRaises(PartRefused):
                viewer.take(self.part.id, "visit", self.visit.id, wrong)
        with self.assertRaises(MissingError):
            viewer.get_drawings("partner", self.customer.id)
        with self.assertRaises(MissingError):
            viewer.get_drawings("visit", 10**8)
        self.assertFalse(self.visit.requisition_ids)

    def test_strangers_and_colleagues(self):
        nobody = self.env["res.users"].create(
            {
                "name": "行政",
                "login": "drawing_nobody",
                "group_ids": [Command.set([self.env.ref("base.group_user").id])],
            }
        )
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "manager", "drawing_b", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        for user, error in (
            (nobody, GroupRefused),
            (stranger, AccessError),
            (self.colleague, AccessError),
        ):
            viewer = self.viewer(user)
            for call in (
                lambda v: v.get_drawings("visit", self.visit.id),
                lambda v: v.get_drawing(self.drawing.id, "visit", self.visit.id),
                lambda v: v.get_part(self.part.id, "visit", self.visit.id),
                lambda v: v.take(self.part.id, "visit", self.visit.id),
            ):
                with self.assertRaises(error):
                    call(viewer)
        mine = self.make_visit(self.make_order(self.device), self.zhao)
        hidden = self.make_drawing(
            "乙图",
            company_id=other.id,
            machine_tmpl_ids=[
                (6, 0, self.env["product.template"].create({"name": "乙机"}).ids)
            ],
        )
        with self.assertRaises(AccessError):
            self.viewer(self.colleague).get_drawing(hidden.id, "visit", mine.id)
