from .drawing_case import DrawingCommon


class TestDrawingOnDay(DrawingCommon):
    """The drawings of the day's machines are in the answer that the phone keeps."""

    def setUp(self):
        super().setUp()
        self.replace(self.old, self.new, since="2026-02-01", new_quantity=2)
        self.visit = self.make_visit(self.make_order(self.device, service_type="c"))

    def get_day(self):
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        return day.get_technician_day()

    def test_drawings_spots_and_what_fits(self):
        far = self.make_drawing(
            "别的", machine_tmpl_ids=[(6, 0, self.part.product_tmpl_id.ids)]
        )
        quants = self.env["stock.quant"]
        quants._update_available_quantity(self.part, self.li.location_id, 3)
        day = self.get_day()
        [drawing] = day["drawings"]
        self.assertNotEqual(drawing["id"], far.id)
        self.assertEqual([s["position"] for s in drawing["spots"]], ["1", "2"])
        self.assertIn("small=1", drawing["url"])
        [card] = day["visits"]
        self.assertEqual(card["drawings"], [self.drawing.id])
        told = card["unfit"][self.old.id]
        self.assertEqual((told["instead"], told["ratio"]), (self.new.id, 2.0))
        drawn = day["drawn"][self.part.id]
        self.assertEqual((drawn["here"], drawn["van"]), (20, 3))

    def test_what_it_asks_for_is_a_request(self):
        line = {"product_id": self.new.id, "quantity": 2}
        asked = self.visit.action_ask_parts([line])
        requisition = self.env["aftersales.requisition"].browse(asked)
        self.assertEqual(requisition.line_ids.product_id, self.new)

    def test_a_phone_keeps_no_more_than_it_bears(self):
        for n in range(45):
            self.make_drawing(f"图{n}")
        self.assertEqual(len(self.get_day()["drawings"]), 40)

    def test_more_visits_and_spots_cost_no_query_more(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.get_day()
            return self.cr.sql_log_count - before

        few = [count(), count()][1]
        for n in range(5):
            device = self.make_device(f"YJ2105-{n + 1}")
            self.make_visit(self.make_order(device, service_type="c"))
            drawing = self.make_drawing(f"图{n}")
            for m in range(10):
                part = self.make_part(f"件{n}.{m}", 5, 2)
                self.add_spot(str(m), part, drawing)
        self.assertEqual([count(), count()][1], few)
