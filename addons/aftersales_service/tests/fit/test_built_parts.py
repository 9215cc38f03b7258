import psycopg2

from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from ...exceptions import PartRefused, ProofMissing
from .fit_case import FitCommon


class TestBuiltParts(FitCommon):
    """What is in a device now: swaps by serial number and by count, devices in devices."""

    def build(self, part, quantity=1.0, serial=False, **vals):
        return self.env["aftersales.device.part"].create(
            {
                "device_id": self.device.id,
                "product_id": part.id,
                "quantity": quantity,
                "serial": serial,
                "as_built": True,
                "installed_on": "2026-01-01",
            }
            | vals
        )

    def swap(self, part, quantity=1.0, lot=None, old_serial=None):
        return self.device._build_in(
            part, "2026-02-01", "job", lot, quantity, old_serial=old_serial
        )

    def get_inside(self):
        rows = self.device.part_ids.filtered(lambda p: not p.removed_on)
        return sorted((row.product_id.name, row.quantity) for row in rows)

    def test_parts_without_numbers_keep_their_count(self):
        self.build(self.old, 4)
        new = self.swap(self.old, 3)
        self.assertEqual(self.get_inside(), [("轴承A", 1.0), ("轴承A", 3.0)])
        gone = self.device.part_ids.filtered("removed_on")
        self.assertEqual((gone.quantity, gone.replaced_by_id), (3.0, new))
        self.assertTrue(gone.as_built)
        self.swap(self.old, 2)
        self.assertEqual(sum(quantity for _n, quantity in self.get_inside()), 4)

    def test_the_newer_part_takes_the_place_of_the_older_one(self):
        self.replace(self.old, self.new)
        self.build(self.old, 2)
        self.swap(self.new, 1)
        self.assertEqual(self.get_inside(), [("轴承A", 1.0), ("轴承C", 1.0)])

    def test_where_the_count_is_not_known_nothing_is_guessed(self):
        self.swap(self.old)
        self.swap(self.old)
        self.assertEqual(self.get_inside(), [("轴承A", 1.0), ("轴承A", 1.0)])

    def test_another_part_stays(self):
        self.build(self.mid, 2)
        self.swap(self.old)
        self.assertEqual(self.get_inside(), [("轴承A", 1.0), ("轴承B", 2.0)])

    def test_the_number_that_came_out_may_be_of_the_older_part(self):
        old = self.make_part("主板1", 10, 5, tracking="serial")
        new = self.make_part("主板2", 10, 5, tracking="serial")
        self.replace(old, new)
        built = self.build(old, serial="B-1")
        lot = self.make_lots(new, "N-1")
        row = self.swap(new, lot=lot, old_serial="ｂ-1")
        self.assertEqual((built.replaced_by_id, row.serial), (row, "N-1"))
        self.assertEqual(len(self.device.part_ids), 2)

    def test_a_number_that_nobody_knew_is_written_as_gone(self):
        lot = self.make_lots(self.make_part("泵", 1, 1, tracking="serial"), "P-2")
        self.swap(lot.product_id, lot=lot, old_serial="P-1")
        gone = self.device.part_ids.filtered("removed_on")
        self.assertEqual((gone.serial, gone.as_built), ("P-1", False))

    def test_the_only_one_came_out_when_nobody_names_it(self):
        board = self.make_part("主板", 1, 1, tracking="serial")
        built = self.build(board, serial="B-1")
        first, second, third = self.make_lots(board, "N-1", "N-2", "N-3")
        new = self.swap(board, lot=first)
        self.assertEqual(built.replaced_by_id, new)
        self.swap(board, lot=second)
        self.assertEqual(self.get_inside(), [("主板", 1.0)])
        self.build(board, serial="B-2")
        self.swap(board, lot=third)
        self.assertEqual(self.get_inside(), [("主板", 1.0)] * 3)

    def test_one_without_a_number_takes_the_place_of_the_only_one_with_it(self):
        built = self.build(self.old, serial="A-1")
        self.swap(self.old)
        self.assertTrue(built.removed_on)
        self.swap(self.old)
        self.assertEqual(self.get_inside(), [("轴承A", 1.0)])
        for serial in ("A-2", "A-3"):
            self.build(self.old, serial=serial)
        self.swap(self.old)
        self.assertEqual(self.get_inside(), [("轴承A", 1.0)] * 3)

    def test_the_piece_that_was_named_is_the_only_one_that_comes_out(self):
        self.build(self.old, serial="A-1")
        self.build(self.old, 3)
        self.swap(self.old, old_serial="A-1")
        self.assertEqual(self.get_inside(), [("轴承A", 1.0), ("轴承A", 3.0)])
        self.device._replay_swaps()
        self.assertEqual(self.get_inside(), [("轴承A", 1.0), ("轴承A", 3.0)])

    def test_what_does_not_go_up_evenly_stops_nothing_behind_it(self):
        """A half of the first row cannot come out, of the second one piece can."""
        self.replace(self.old, self.mid, old_quantity=1, new_quantity=2)
        self.build(self.old, 1, installed_on="2025-01-01")
        self.build(self.mid, 2)
        self.swap(self.mid, 1)
        self.assertEqual(
            self.get_inside(), [("轴承A", 1.0), ("轴承B", 1.0), ("轴承B", 1.0)]
        )

    # --- lots: many bear one number

    def make_rings(self):
        ring = self.make_part("密封圈", 1, 1, tracking="lot")
        return ring, self.make_lots(ring, "L-1", "L-2")

    def test_pieces_of_a_lot_are_counted(self):
        ring, lots = self.make_rings()
        self.build(ring, 4, serial="L-1", lot_id=lots[0].id)
        self.swap(ring, 3, lot=lots[1])
        inside = self.device.part_ids.filtered(lambda p: not p.removed_on)
        self.assertEqual(
            sorted((row.serial, row.quantity) for row in inside),
            [("L-1", 1.0), ("L-2", 3.0)],
        )

    def test_of_a_lot_that_is_named_as_many_come_out_as_went_in(self):
        ring, lots = self.make_rings()
        self.build(ring, 4, serial="L-1", lot_id=lots[0].id)
        self.swap(ring, 1, lot=lots[1], old_serial="L-1")
        self.assertEqual(self.get_inside(), [("密封圈", 1.0), ("密封圈", 3.0)])

    def test_a_lot_told_late_is_no_piece_that_is_there(self):
        ring, lots = self.make_rings()
        self.swap(ring, 1, lot=lots[0])
        self.tell(ring, 4, serial="L-1", day="2026-01-01")
        self.assertEqual(self.get_inside(), [("密封圈", 1.0), ("密封圈", 3.0)])
        built = self.device.part_ids.filtered("as_built")
        self.assertEqual(sum(built.mapped("quantity")), 4)

    def test_a_visit_writes_what_it_used(self):
        self.build(self.part, 2)
        visit = self.make_visit(self.make_order(self.device, service_type="c"))
        requisition = self.make_requisition(visit, (self.part, 1))
        self.issue(requisition)
        self.go_to_work(visit)
        self.finish(visit, used={requisition.line_ids: 1})
        self.assertEqual(self.get_inside(), [(self.part.name, 1.0)] * 2)

    # --- a device in a device

    def test_a_device_goes_in_and_out_with_its_history(self):
        motor = self.make_device("M-1")
        motor.with_user(self.dispatcher).action_put_into(self.device, "装配", "左侧")
        self.assertEqual(motor.holder_id, self.device)
        row = self.device.part_ids
        self.assertEqual(
            (row.inner_device_id, row.serial, row.place), (motor, "M-1", "左侧")
        )
        found = self.env["aftersales.device"].search(
            [("holder_id", "=", self.device.id)]
        )
        self.assertEqual(found, motor)
        alone = self.env["aftersales.device"].search([("holder_id", "=", False)])
        self.assertIn(self.device, alone)
        self.assertNotIn(motor, alone)
        motor.with_user(self.dispatcher).action_take_out("送修")
        self.assertFalse(motor.holder_id)
        self.assertEqual((row.removed_on, row.reason), (self.today(), "送修"))
        with self.assertRaises(PartRefused):
            motor.action_take_out("再一次")

    def today(self):
        return self.company._aftersales_today()

    def test_nothing_of_a_row_comes_from_the_context_of_who_calls(self):
        motor = self.make_device("M-1")
        sent = {
            "default_removed_on": "2020-01-01",
            "default_as_built": True,
            "default_replaced_by_id": self.build(self.old).id,
        }
        motor.with_user(self.dispatcher).with_context(**sent).action_put_into(
            self.device, "装配"
        )
        row = motor.placement_ids
        self.assertEqual(
            (row.removed_on, row.as_built, row.replaced_by_id.ids), (False, False, [])
        )
        user_default = self.env["ir.default"].with_user(self.dispatcher)
        user_default.set("aftersales.device.part", "as_built", True, user_id=True)
        motor.with_user(self.dispatcher).action_put_into(self.device, "再装")
        self.assertFalse(motor.placement_ids.filtered("as_built"))

    def test_it_moves_from_one_to_the_other(self):
        motor, other = self.make_device("M-1"), self.make_device("M-2")
        motor.action_put_into(self.device, "x")
        motor.action_put_into(other, "调换")
        self.assertEqual(motor.holder_id, other)
        self.assertEqual(self.device.part_ids.removed_on, self.today())

    def test_nothing_is_inside_itself(self):
        middle, inner = self.make_device("M-1"), self.make_device("M-2")
        middle.action_put_into(self.device, "x")
        inner.action_put_into(middle, "x")
        for outer in (inner, self.device):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.device.action_put_into(outer, "x")

    @mute_logger("odoo.sql_db")
    def test_two_at_once_put_it_into_one(self):
        motor = self.make_device("M-1")
        motor.action_put_into(self.device, "x")
        row = self.device.part_ids
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            row.copy({"device_id": self.make_device("M-3").id}).flush_recordset()

    def test_a_reason_is_asked_for_and_a_right(self):
        motor = self.make_device("M-1")
        with self.assertRaises(ProofMissing):
            motor.action_put_into(self.device, " ")
        for user in (self.technician, self.keeper, self.inspector):
            with self.assertRaises(AccessError):
                motor.with_user(user).action_put_into(self.device, "x")
        other = self.env["res.company"].create({"name": "B"})
        stranger = self.make_device("M-9", company_id=other.id, partner_id=False)
        with self.assertRaisesRegex(PartRefused, "same company"):
            motor.action_put_into(stranger, "x")

    def test_a_used_part_that_is_a_device_sits_inside(self):
        motor = self.make_device("M-5")
        lot = self.env["stock.lot"].create(
            {"name": "M-5", "product_id": self.machine.id}
        )
        self.swap(self.machine, lot=lot)
        self.assertEqual(motor.holder_id, self.device)

    def test_the_exchanged_device_leaves_its_place(self):
        motor = self.make_device("M-1")
        motor.action_put_into(self.device, "x", "左侧")
        new = motor.action_replace("M-7", "换机")
        self.assertEqual((new.holder_id, motor.holder_id.ids), (self.device, []))
        inside = self.device.part_ids.filtered(lambda p: not p.removed_on)
        self.assertEqual((inside.serial, inside.place), ("M-7", "左侧"))
        self.assertEqual((self.device.part_ids - inside).replaced_by_id, inside)

    def test_what_is_inside_is_resold_with_it(self):
        motor = self.make_device("M-1")
        motor.action_put_into(self.device, "x")
        buyer = self.env["res.partner"].create({"name": "新业主"})
        self.device.action_resell(buyer, "转卖")
        self.assertEqual(motor.partner_id, buyer)

    def test_what_is_scrapped_or_ours_again_sits_nowhere(self):
        scrapped, back = self.make_device("M-1"), self.make_device("M-2")
        for motor in (scrapped, back):
            motor.action_put_into(self.device, "x")
        scrapped.action_scrap("烧毁")
        back._become_ours("退回")
        self.assertFalse(scrapped.holder_id | back.holder_id)
        self.assertEqual(set(self.device.part_ids.mapped("reason")), {"烧毁", "退回"})

    def test_what_belongs_to_another_is_not_sold_with_it(self):
        lent = self.make_device("M-1", partner_id=self.company.partner_id.id)
        lent.action_put_into(self.device, "借用")
        buyer = self.env["res.partner"].create({"name": "新业主"})
        self.device.action_resell(buyer, "转卖")
        self.assertEqual(lent.partner_id, self.company.partner_id)

    # --- told of the beginning only later

    def tell(self, part, quantity=1.0, serial=False, day=False):
        """As an import or production tells it."""
        return self.env["aftersales.device.part"]._add_as_built(
            [
                {
                    "device_id": self.device.id,
                    "product_id": part.id,
                    "quantity": quantity,
                    "serial": serial,
                    "installed_on": day,
                    "as_built": True,
                }
            ]
        )

    def test_what_went_out_before_it_was_told_is_not_inside(self):
        board = self.make_part("主板", 1, 1, tracking="serial")
        self.swap(board, lot=self.make_lots(board, "N-1"), old_serial="B-1")
        gone = self.device.part_ids.filtered("removed_on")
        self.assertEqual(self.tell(board, serial="b-1", day="2026-01-01"), gone)
        self.assertEqual((gone.as_built, str(gone.installed_on)), (True, "2026-01-01"))
        self.assertEqual(self.get_inside(), [("主板", 1.0)])
        self.assertIn("B-1", self.device.built_tree)

    def test_swaps_from_before_are_made_good(self):
        self.swap(self.old, 1)
        self.swap(self.old, 1)
        self.tell(self.old, 4, day="2026-01-01")
        inside = self.device.part_ids.filtered(lambda p: not p.removed_on)
        self.assertEqual(sum(inside.mapped("quantity")), 4)
        built = self.device.part_ids.filtered("as_built")
        self.assertEqual(sum(built.mapped("quantity")), 4)
        self.tell(self.mid, 1)
        self.assertEqual(sum(built.mapped("quantity")), 4)

    def test_the_number_that_nobody_named_went_out(self):
        board = self.make_part("主板", 1, 1, tracking="serial")
        new = self.swap(board, lot=self.make_lots(board, "N-1"))
        built = self.tell(board, serial="B-1")
        self.assertEqual(built.replaced_by_id, new)
        self.assertEqual(str(built.removed_on), "2026-02-01")

    def test_what_came_in_later_stays(self):
        """A swap takes out nothing that was built in after it."""
        self.build(self.old, 1, installed_on="2026-03-01")
        self.swap(self.old, 1)
        self.assertEqual(self.get_inside(), [("轴承A", 1.0)] * 2)

    def test_the_tree_shows_what_is_inside(self):
        motor = self.make_device("M-1")
        motor.action_put_into(self.device, "x")
        self.env["aftersales.device.part"].create(
            {"device_id": motor.id, "product_id": self.old.id, "quantity": 2}
        )
        self.build(self.mid, 1)
        rows = self.device._get_part_trees()[self.device.id]
        self.assertEqual(
            [(one["row"].product_id, one["level"]) for one in rows],
            [(self.mid, 0), (self.machine, 0), (self.old, 1)],
        )
        self.assertIn("轴承A", self.device.maintained_tree)
        self.assertNotIn("M-1", self.device.built_tree)
        built = self.device._get_part_trees(as_built=True)[self.device.id]
        self.assertEqual([one["row"].product_id for one in built], [self.mid])

    def test_every_role_sees_the_tree(self):
        self.build(self.mid, 1)
        for user in self.users.values():
            device = self.device.with_user(user)
            device.invalidate_recordset()
            self.assertIn("轴承B", device.maintained_tree)
