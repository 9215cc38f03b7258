from datetime import date

from odoo import Command

from .fit_case import FitCommon


class TestFitAnswer(FitCommon):
    """What is said of a part for the device in front of us."""

    def test_without_a_statement_nothing_is_guessed(self):
        fit = self.ask(self.old)
        self.assertEqual(
            (fit.state, fit.text, fit.warns, fit.instead.ids),
            ("unknown", "", False, []),
        )

    def test_ranges_count_digits_by_their_value(self):
        self.fit(self.old, "YJ2105-9", "YJ2105-100")
        self.assertEqual(self.ask(self.old).state, "fits")
        wide = self.make_device("ｙｊ2105-0100")
        self.assertEqual(self.ask(self.old, wide).state, "fits")
        out = self.ask(self.old, self.make_device("YJ2105-101"))
        self.assertEqual(out.state, "wrong")
        self.assertIn("YJ2105-9 to YJ2105-100", out.text)
        self.assertIn("YJ2105-101", out.text)

    def test_two_ranges_of_one_part(self):
        self.fit(self.old, False, "YJ2105-10")
        self.fit(self.old, "YJ2105-90", False)
        self.assertEqual(self.ask(self.old).state, "fits")
        between = self.ask(self.old, self.make_device("YJ2105-50"))
        self.assertIn("up to YJ2105-10, from YJ2105-90 on", between.text)

    def test_a_part_of_another_machine_is_wrong_and_says_of_which(self):
        pump = self.env["product.product"].create({"name": "水泵"})
        self.fit(self.old, machine_tmpl_id=pump.product_tmpl_id.id)
        fit = self.ask(self.old)
        self.assertEqual(fit.state, "wrong")
        self.assertIn("水泵", fit.text)

    def test_a_part_of_another_variant_names_that_variant(self):
        size = self.env["product.attribute"].create(
            {"name": "功率", "value_ids": [Command.create({"name": n}) for n in "大小"]}
        )
        template = self.env["product.template"].create(
            {
                "name": "风机",
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": size.id,
                            "value_ids": [Command.set(size.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        large, small = template.product_variant_ids
        self.fit(self.old, machine_tmpl_id=template.id, machine_id=large.id)
        device = self.make_device("F-1", product_id=small.id)
        fit = self.ask(self.old, device)
        self.assertEqual(fit.state, "wrong")
        self.assertIn(f"belongs to {large.display_name}, not to", fit.text)
        device = self.make_device("F-2", product_id=large.id)
        self.assertEqual(self.ask(self.old, device).state, "fits")

    def test_only_a_variant(self):
        other = self.env["product.product"].create({"name": "另一型"})
        row = self.fit(self.old)
        self.assertTrue(row._is_for(self.machine))
        with self.assertRaisesRegex(Exception, "no variant"):
            row.machine_id = other

    def test_the_part_that_fits_is_named(self):
        """From the family, or from the same place in the machine."""
        self.replace(self.old, self.new)
        self.fit(self.old, False, "YJ2105-1000")
        self.fit(self.new, "YJ2105-1001")
        fit = self.ask(self.new)
        self.assertEqual((fit.state, fit.instead), ("wrong", self.old))
        self.assertIn("Take [FIT-A]", fit.text)
        # For this machine nothing replaced the old one.
        self.assertEqual(self.ask(self.old).state, "fits")
        later = self.make_device("YJ2105-2000")
        self.assertEqual(self.ask(self.old, later).instead, self.new)

    def test_the_same_place_names_it_too(self):
        self.fit(self.mid, "YJ2105-500", place="前轴承")
        self.fit(self.old, False, "YJ2105-499", place="前轴承")
        self.assertEqual(self.ask(self.mid).instead, self.old)

    def test_superseded_since_a_day(self):
        self.replace(self.old, self.mid, since="2026-02-01")
        self.replace(self.mid, self.new, since="2026-06-01")
        self.assertEqual(self.ask(self.old, day=date(2026, 1, 31)).state, "unknown")
        fit = self.ask(self.old, day=date(2026, 2, 1))
        self.assertEqual((fit.state, fit.instead), ("superseded", self.mid))
        self.assertIn("2026-02-01", fit.text)
        fit = self.ask(self.old, day=date(2026, 6, 1))
        self.assertEqual((fit.instead, fit.warns), (self.new, True))

    def test_the_day_is_that_of_the_last_step(self):
        self.replace(self.old, self.mid, since="2026-02-01")
        self.replace(self.mid, self.new, since="2025-06-01")
        fit = self.ask(self.old)
        self.assertEqual(fit.instead, self.new)
        self.assertIn("2026-02-01", fit.text)

    def test_the_last_day_is_included(self):
        self.replace(self.old, self.new, since="2026-02-01", until="2026-02-10")
        states = [
            self.ask(self.old, day=date(2026, *day)).state
            for day in ((1, 31), (2, 1), (2, 10), (2, 11))
        ]
        self.assertEqual(states, ["unknown", "superseded", "superseded", "unknown"])

    def test_what_nobody_can_ask_for_is_not_told_instead(self):
        self.replace(self.old, self.mid)
        self.replace(self.mid, self.new)
        self.new.active = False
        self.assertEqual(self.ask(self.old).instead, self.mid)
        self.mid.aftersales_is_part = False
        self.assertEqual(self.ask(self.old).state, "unknown")
        self.new.active = True
        self.assertEqual(self.ask(self.old).instead, self.new)
        self.new.company_id = self.env["res.company"].create({"name": "B"})
        self.assertEqual(self.ask(self.old).state, "unknown")

    def test_an_archived_part_of_the_same_place_is_not_told(self):
        self.fit(self.mid, "YJ2105-500", place="前轴承")
        self.fit(self.old, False, "YJ2105-499", place="前轴承")
        self.old.active = False
        fit = self.ask(self.mid)
        self.assertEqual((fit.state, fit.instead.ids), ("wrong", []))

    def test_old_stock_is_used_up_first(self):
        self.replace(self.old, self.new, both_ways=True, use_up=True)
        self.assertEqual(self.ask(self.old).state, "superseded")
        self.add_stock(self.old, 3)
        self.assertEqual(self.ask(self.old).state, "unknown")
        fit = self.ask(self.new)
        self.assertEqual((fit.state, fit.instead), ("older", self.old))
        self.assertFalse(fit.warns)
        self.assertIn("3", fit.text)

    def test_without_a_serial_the_plate_is_to_be_read(self):
        self.fit(self.old, "YJ2105-9")
        nameless = self.env["aftersales.device"].create(
            {"product_id": self.machine.id, "partner_id": self.customer.id}
        )
        fit = self.ask(self.old, nameless)
        self.assertEqual((fit.state, fit.warns), ("unknown", False))
        self.assertIn("plate", fit.text)

    def test_without_a_device_supersession_counts(self):
        self.replace(self.old, self.new)
        self.fit(self.old, "YJ2105-500")
        fit = self.ask(self.old, self.device.browse())
        self.assertEqual((fit.state, fit.instead), ("superseded", self.new))

    def test_other_companies_keep_their_own(self):
        other = self.env["res.company"].create({"name": "B"})
        self.replace(self.old, self.new, company_id=other.id)
        self.fit(self.old, "YJ2105-500", company_id=other.id)
        self.assertEqual(self.ask(self.old).state, "unknown")

    def test_a_part_of_a_device_inside_fits(self):
        """By the serial number of the device inside, at any depth."""
        motor = self.env["product.product"].create(
            {"name": "电机", "is_storable": True}
        )
        inner = self.make_device("M-7", product_id=motor.id)
        middle = self.make_device("YJ2105-98")
        tmpl = motor.product_tmpl_id.id
        self.fit(self.old, "M-1", "M-9", machine_tmpl_id=tmpl)
        self.fit(self.new, "M-10", machine_tmpl_id=tmpl)
        self.assertEqual(self.ask(self.old).state, "wrong")
        inner.action_put_into(middle, "x")
        middle.action_put_into(self.device, "x")
        self.assertEqual(self.ask(self.old).state, "fits")
        fit = self.ask(self.new)
        self.assertEqual(fit.state, "wrong")
        self.assertIn("电机 only with serial number from M-10 on", fit.text)
        self.assertIn("this one is M-7", fit.text)
        inner.action_take_out("x")
        self.assertEqual(self.ask(self.old).state, "wrong")
        self.assertEqual(self.ask(self.old, inner).state, "fits")

    def test_parts_that_are_stated_for_a_serial(self):
        mine = self.fit(self.old, False, "YJ2105-100")
        self.fit(self.new, "YJ2105-101")
        self.assertEqual(self.device._get_fitting_parts()[self.device], mine)

    def test_many_parts_cost_as_many_queries_as_one(self):
        parts = self.env["product.product"].create(
            [{"name": f"P{n}", "aftersales_is_part": True} for n in range(60)]
        )
        for old, new in zip(parts[:40:2], parts[1:40:2], strict=True):
            self.replace(old, new, use_up=True)
        for part in parts[20:50]:
            self.fit(part, "YJ2105-500")
        motors = self.env["product.product"].create(
            [{"name": f"电机{n}", "is_storable": True} for n in range(4)]
        )
        for motor in motors:
            self.fit(parts[0], machine_tmpl_id=motor.product_tmpl_id.id)
            self.fit(parts[52], machine_tmpl_id=motor.product_tmpl_id.id)
        self.make_device("M-1", product_id=motors[0].id).action_put_into(
            self.device, "x"
        )
        devices = self.device
        for number in range(4):
            devices |= self.make_device(f"YJ2105-60{number}")
        for asked, of in ((parts[:2], self.device), (parts, devices)):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(15):
                of._get_fits(asked)

    def test_every_role_is_told(self):
        self.fit(self.old, "YJ2105-500")
        for user in self.users.values():
            part = self.old.with_user(user)
            device = self.device.with_user(user)
            self.assertEqual(part._aftersales_fits(device)[part].state, "wrong")
