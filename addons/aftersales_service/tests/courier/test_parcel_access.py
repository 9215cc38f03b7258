from odoo import Command
from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, ProtectedRefused
from .common import ParcelCommon

# What stops somebody who may read a parcel and has no part in it: core's right to write,
# or who may receive, for which reading is enough.
_BUTTONS = {
    "action_load": AccessError,
    "action_send": AccessError,
    "action_receive": GroupRefused,
    "action_receive_all": GroupRefused,
    "action_settle": AccessError,
    "action_never_arrived": AccessError,
    "action_came_back": AccessError,
    "action_cancel": AccessError,
}


class TestParcelAccess(ParcelCommon):
    """Own company, own parcels, own steps."""

    def test_technicians_see_their_own(self):
        parcel = self.send(self.ask((self.part, 2)))
        self.assertEqual(parcel.with_user(self.technician).name, parcel.name)
        with self.assertRaises(AccessError):
            parcel.with_user(self.colleague).read(["name"])
        with self.assertRaises(AccessError):
            parcel.line_ids.with_user(self.colleague).read(["quantity"])
        found = self.env["aftersales.parcel"].with_user(self.colleague).search([])
        self.assertNotIn(parcel, found)

    def test_auditors_and_accountants_press_nothing(self):
        parcel = self.send(self.ask((self.part, 2)))
        for user in (self.inspector, self.accountant):
            for button, refusal in _BUTTONS.items():
                with self.assertRaises(refusal, msg=(user.login, button)):
                    getattr(parcel.with_user(user), button)()
        self.assertEqual(parcel.state, "sent")

    def test_moves_say_nothing_that_a_parcel_did_not_do(self):
        """Core's users write moves; whose parcel they belong to is ours to say."""
        parcel = self.send(self.ask((self.part, 2)))
        self.keeper.group_ids |= self.env.ref("stock.group_stock_user")
        moves = self.env["stock.move"].with_user(self.keeper)
        places = {
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.li.location_id.id,
        }
        vals = {"product_id": self.part.id, "product_uom_qty": 1, **places}
        typed = {"aftersales_parcel_line_id": parcel.line_ids.id}
        step = {"aftersales_parcel_step": "arrived"}
        for wrong in (typed, step):
            with self.assertRaises(ProtectedRefused):
                moves.create(vals | wrong)
        move = moves.create(vals)
        for wrong in (typed, step):
            with self.assertRaises(ProtectedRefused):
                move.write(wrong)
        given = {f"default_{name}": value for name, value in (typed | step).items()}
        born = moves.with_context(**given).create(vals)
        self.assertFalse(born.aftersales_parcel_line_id or born.aftersales_parcel_step)

    def test_technicians_throw_nothing_of_the_store_away(self):
        parcel = self.pack(self.ask((self.part, 2)))
        mine = parcel.with_user(self.technician)
        for button in ("action_load", "action_cancel"):
            with self.assertRaises(GroupRefused, msg=button):
                getattr(mine, button)()
        self.send_back().action_cancel()
        parcel.with_user(self.director).action_cancel()
        self.assertEqual(parcel.state, "cancelled")

    def test_another_company(self):
        parcel = self.send(self.ask((self.part, 2)))
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "warehouse",
            "as_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        strange = parcel.with_user(stranger).with_company(other)
        for button in _BUTTONS:
            with self.assertRaises(AccessError, msg=button):
                getattr(strange, button)()
        self.assertEqual(parcel.state, "sent")
        own = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        road = own._aftersales_get_road_location()
        self.assertEqual(road.company_id, other)
        self.assertNotEqual(road, self.road)

    def test_what_defaults_try(self):
        parcels = self.env["aftersales.parcel"].with_user(self.technician)
        born = parcels.with_context(
            default_state="done", default_sent_by_id=self.keeper.id
        ).create({"direction": "back", "technician_id": self.li.id})
        self.assertEqual(born.state, "draft")
        self.assertFalse(born.sent_by_id)

    def test_for_a_colleague(self):
        with self.assertRaises(AccessError):
            self.env["aftersales.parcel"].with_user(self.technician).create(
                {"direction": "back", "technician_id": self.zhao.id}
            )

    def test_arrivals_are_written_by_nobody(self):
        parcel = self.send(self.ask((self.part, 2)))
        self.receive(parcel, (1, 0, 0))
        with self.assertRaises(ProtectedRefused):
            parcel.receipt_ids.with_user(self.keeper).write({"told": "x"})
        with self.assertRaises(ProtectedRefused):
            self.env["aftersales.parcel.receipt"].with_user(self.keeper).create(
                {"parcel_id": parcel.id, "user_id": self.keeper.id, "told": "x"}
            )
