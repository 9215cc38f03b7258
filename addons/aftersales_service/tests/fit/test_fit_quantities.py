from .fit_case import FitCommon


class TestFitQuantities(FitCommon):
    """One old part, several new ones: at the counter, on the line, on the phone, inside."""

    def setUp(self):
        super().setUp()
        self.long = self.make_part("链条1m", 60, 20, stock=0, default_code="L-1")
        self.short = self.make_part("链条0.5m", 30, 10, stock=9, default_code="L-2")
        self.change = self.replace(
            self.long, self.short, old_quantity=1, new_quantity=2
        )
        self.order = self.make_order(self.device, service_type="c")
        self.visit = self.make_visit(self.order)
        self.counter = self.env["aftersales.issue.counter"].with_user(self.keeper)

    def test_the_sentence_names_the_number(self):
        fit = self.ask(self.long)
        self.assertEqual((fit.ratio, fit.get_quantity(3)), (2, 6))
        self.assertIn("2 × [L-2]", fit.text)
        self.assertEqual(fit.pack()["ratio"], 2.0)
        self.change.write({"old_quantity": 3, "new_quantity": 1})
        fit = self.ask(self.long)
        self.assertIn("3 × [L-1]", fit.text)
        self.assertIn("1 × [L-2]", fit.text)
        self.assertEqual([fit.get_quantity(n) for n in (1, 3, 4, 300)], [1, 1, 2, 100])

    def test_what_is_no_piece_is_not_rounded_to_pieces(self):
        kilogram = self.env.ref("uom.product_uom_kgm")
        thin = self.make_part("脂", 5, 2, uom_id=kilogram.id)
        self.replace(self.old, thin, old_quantity=4, new_quantity=1)
        fit = self.ask(self.old)
        self.assertEqual((fit.get_quantity(1), fit.pack()["step"]), (0.25, 0.01))
        self.assertEqual(self.ask(self.long).pack()["step"], 1)

    def test_one_press_asks_for_as_many_as_serve(self):
        requisition = self.env["aftersales.requisition"].with_user(self.technician)
        requisition = requisition.create(
            {
                "visit_id": self.visit.id,
                "line_ids": [(0, 0, {"product_id": self.long.id, "quantity": 3})],
            }
        )
        self.assertEqual(requisition.line_ids.fit_quantity, 6)
        requisition.line_ids.action_take_fitting()
        line = requisition.line_ids
        self.assertEqual((line.product_id, line.quantity), (self.short, 6))

    def test_what_is_proposed_is_as_many_as_serve(self):
        self.device._build_in(self.long, "2026-01-01", "出厂")
        requisition = self.env["aftersales.requisition"].with_user(self.technician)
        requisition = requisition.create({"visit_id": self.visit.id})
        requisition.action_add_device_parts()
        line = requisition.line_ids
        self.assertEqual((line.product_id, line.quantity), (self.short, 2))

    def substitute(self, asked, part, quantity):
        line = self.make_requisition(self.visit, (asked[0], asked[1])).line_ids
        short = self.counter.get_shortage(line.id)["substitutes"]
        self.assertEqual(
            [(row["id"], row["dearer"]) for row in short], [(part.id, False)]
        )
        self.counter.substitute(line.id, part.id, quantity)
        return line, line.requisition_id.line_ids - line

    def test_the_counter_gives_two_short_ones_for_a_long_one(self):
        line, new = self.substitute((self.long, 3), self.short, 2)
        self.assertEqual((new.product_id, new.quantity), (self.short, 4))
        self.assertEqual(new.replaced_quantity, 2)
        self.assertEqual((line._get_open_quantity(), new._get_open_quantity()), (1, 4))

    def test_and_a_long_one_for_two_short_ones(self):
        self.change.both_ways = True
        self.add_stock(self.long, 5)
        line, new = self.substitute((self.short, 6), self.long, 6)
        self.assertEqual((new.quantity, line._get_open_quantity()), (3, 0))

    def test_at_another_price_the_whole_waits(self):
        self.short.lst_price = 31
        line = self.make_requisition(self.visit, (self.long, 3)).line_ids
        [row] = self.counter.get_shortage(line.id)["substitutes"]
        self.assertTrue(row["dearer"])
        self.counter.substitute(line.id, self.short.id, 3)
        new = line.requisition_id.line_ids - line
        self.assertEqual((new.waits, new.quantity), (True, 6))
        approval = line.requisition_id.sudo().approval_ids
        approval.with_user(self.director).action_agree()
        self.assertEqual((line._get_open_quantity(), new._get_open_quantity()), (0, 6))

    def build(self, part, quantity):
        self.env["aftersales.device.part"].create(
            {
                "device_id": self.device.id,
                "product_id": part.id,
                "quantity": quantity,
                "as_built": True,
            }
        )

    def get_inside(self):
        rows = self.device.part_ids.filtered(lambda p: not p.removed_on)
        return sorted((row.product_id.name, row.quantity) for row in rows)

    def test_two_that_go_in_take_out_the_one_that_they_replace(self):
        self.build(self.long, 3)
        self.device._build_in(self.short, "2026-02-01", "job", quantity=4)
        self.assertEqual(self.get_inside(), [("链条0.5m", 4.0), ("链条1m", 1.0)])
        self.device._build_in(self.long, "2026-02-02", "job", quantity=2)
        self.assertEqual(self.get_inside(), [("链条0.5m", 2.0), ("链条1m", 2.0)])

    def test_a_half_takes_out_nothing(self):
        self.build(self.long, 1)
        self.device._build_in(self.short, "2026-02-01", "job", quantity=1)
        self.assertEqual(self.get_inside(), [("链条0.5m", 1.0), ("链条1m", 1.0)])

    def test_the_phone_knows_how_many(self):
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        [card] = day.get_technician_day()["visits"]
        told = card["unfit"][self.long.id]
        self.assertEqual((told["instead"], told["ratio"]), (self.short.id, 2.0))
