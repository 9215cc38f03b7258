from datetime import timedelta

from odoo import fields
from odoo.tools import mute_logger

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    SamePersonRefused,
)
from .common import ParcelCommon

PUT_ASIDE = "odoo.addons.resource_calendar_makeup.models.ir_cron"


class TestParcelSettle(ParcelCommon):
    """What is missing has somebody who answers, a day, and an end."""

    def lose(self, fate, numbers=(3, 2, 0), **vals):
        self.requisition = self.ask((self.part, 5))
        parcel = self.send(self.requisition, **vals)
        self.receive(parcel, numbers)
        parcel.line_ids.write({"fate": fate, "fate_reason": "监控录像"})
        return parcel

    def get_waiting(self):
        line = self.requisition.line_ids
        return line._get_open_quantities()[line][0]

    def test_never_packed(self):
        parcel = self.lose("unpacked")
        parcel.action_settle()
        self.assertEqual(parcel.state, "done")
        self.assertEqual(self.lying(self.warehouse.lot_stock_id), 17)
        self.assertEqual(self.get_waiting(), 2)

    def test_found(self):
        """It is an arrival told late, so not told by who sent it."""
        parcel = self.lose("found")
        with self.assertRaises(SamePersonRefused):
            parcel.action_settle()
        self.assertEqual(self.lying(self.road), 2)
        parcel.with_user(self.second).action_settle()
        self.assertEqual(self.lying(self.li.location_id), 5)
        self.assertEqual(self.requisition.line_ids.held_quantity, 5)
        self.assertEqual(self.get_waiting(), 0)

    def test_lost_by_the_carrier_is_claimed(self):
        parcel = self.lose("claimed")
        parcel.action_settle()
        order = self.requisition.order_id.sudo()
        fee = order.fee_ids.filtered(lambda f: f.share_ids.payer == "carrier")
        self.assertEqual(fee.share_ids.partner_id, self.carrier)
        self.assertEqual(fee.share_ids.amount, 22)
        self.assertEqual(self.lying(self.road), 0)
        self.assertEqual(self.get_waiting(), 2)
        self.assertEqual(parcel.state, "done")
        waiting = self.env["aftersales.fee.share"]._get_unsettled_domain()
        self.assertIn(fee.share_ids, fee.share_ids.filtered_domain(waiting))

    def test_another_amount_is_claimed(self):
        parcel = self.lose("claimed")
        parcel.line_ids.claim_amount = 60
        parcel.action_settle()
        shares = self.requisition.order_id.sudo().fee_ids.share_ids
        self.assertEqual(shares.filtered(lambda s: s.payer == "carrier").amount, 60)

    def test_claimed_to_the_cent(self):
        """100 for three pieces are 100, not three times 33.33."""
        parcel = self.lose("claimed", (2, 3, 0))
        parcel.line_ids.claim_amount = 100
        parcel.action_settle()
        fees = self.requisition.order_id.sudo().fee_ids
        fee = fees.filtered(lambda f: f.share_ids.payer == "carrier")
        self.assertEqual((fee.amount, fee.share_ids.amount), (100, 100))
        self.assertIn("3 × ", fee.name)

    def test_an_answer_is_about_what_was_missing_then(self):
        parcel = self.lose("claimed", (1, 2, 0))
        parcel.line_ids.claim_amount = 60
        parcel.action_settle()
        self.assertEqual(parcel.state, "sent")
        self.assertIn("监控录像", parcel.message_ids[0].body)
        self.receive(parcel, (0, 2, 0))
        with self.assertRaises(ProofMissing):
            parcel.action_settle()
        parcel.line_ids.write({"fate": "claimed", "fate_reason": "查过"})
        parcel.action_settle()
        shares = self.requisition.order_id.sudo().fee_ids.share_ids
        claimed = shares.filtered(lambda s: s.payer == "carrier")
        self.assertEqual(sorted(claimed.mapped("amount")), [22, 60])

    def test_another_number_is_another_claim(self):
        """One of two turned up after the claim for both was written."""
        parcel = self.lose("claimed")
        parcel.line_ids.claim_amount = 60
        self.receive(parcel, (1, 0, 0))
        self.assertEqual(parcel.line_ids.missing_quantity, 1)
        self.assertFalse(parcel.line_ids.fate or parcel.line_ids.claim_amount)

    def test_claim_and_freight_in_the_currency_of_the_job(self):
        foreign = self.charge_in_foreign_money()
        self.company.aftersales_freight_product_id = self.labour
        parcel = self.lose("claimed", cost=24, freight_payer="charged")
        parcel.line_ids.claim_amount = 80
        parcel.action_settle()
        fees = self.requisition.order_id.sudo().fee_ids
        claim = fees.filtered(lambda f: f.share_ids.payer == "carrier")
        self.assertEqual((claim.amount, claim.currency_id), (10, foreign))
        self.assertEqual(fees.filtered(lambda f: f.kind == "freight").amount, 3)

    def test_borne_by_us(self):
        parcel = self.lose("borne")
        value = self.part.total_value
        parcel.action_settle()
        self.assertEqual(self.part.total_value, value - 22)
        payers = self.requisition.order_id.sudo().fee_ids.share_ids.mapped("payer")
        self.assertNotIn("carrier", payers)

    def test_reason_and_answer_are_wanted(self):
        parcel = self.lose(False)
        with self.assertRaises(ProofMissing):
            parcel.action_settle()
        parcel.line_ids.write({"fate": "borne", "fate_reason": " "})
        with self.assertRaises(ProofMissing):
            parcel.action_settle()
        with self.assertRaises(GroupRefused):
            parcel.with_user(self.technician).action_settle()

    def test_the_other_end_does_not_decide(self):
        """Whoever says that something is missing does not write it off, in neither way."""
        parcel = self.lose("borne")
        for user in (self.technician, self.dispatcher):
            with self.assertRaises(GroupRefused, msg=user.login):
                parcel.with_user(user).user_id = user
            with self.assertRaises(GroupRefused, msg=user.login):
                parcel.with_user(user).action_settle()
        parcel.user_id = self.technician
        with self.assertRaises(GroupRefused):
            parcel.with_user(self.technician).action_settle()
        back = self.send_back()
        back.action_send()
        self.assertEqual(back.user_id, self.technician)
        self.receive(back, (2, 1, 0), user=self.keeper)
        back.line_ids.write({"fate": "borne", "fate_reason": "掉了"})
        with self.assertRaises(GroupRefused):
            back.action_settle()
        back.with_user(self.keeper).action_settle()
        self.assertEqual(back.state, "done")

    def test_a_technician_who_is_a_keeper_does_not_decide_either(self):
        self.technician.group_ids |= self.keeper.group_ids
        parcel = self.lose("borne")
        mine = parcel.with_user(self.technician)
        for button in ("action_settle", "action_never_arrived", "action_came_back"):
            with self.assertRaises(SamePersonRefused, msg=button):
                getattr(mine, button)()
        self.company.aftersales_same_person_may_issue = True
        mine.action_settle()
        self.assertEqual(parcel.state, "done")

    def test_who_answers_hands_it_over(self):
        parcel = self.lose("borne")
        parcel.user_id = self.dispatcher
        parcel.with_user(self.dispatcher).user_id = self.accountant
        with self.assertRaises(GroupRefused):
            parcel.with_user(self.dispatcher).user_id = self.dispatcher

    def test_settled_twice(self):
        parcel = self.lose("borne")
        parcel.action_settle()
        with self.assertRaises(ProofMissing):
            parcel.action_settle()
        self.assertEqual(self.lying(self.road), 0)

    def test_never_arrives(self):
        self.requisition = self.ask((self.part, 5))
        parcel = self.send(self.requisition)
        parcel.action_never_arrived()
        self.assertEqual(parcel.state, "difference")
        parcel.line_ids.fate_reason = "快递公司确认遗失"
        parcel.action_settle()
        self.assertEqual(parcel.state, "lost")
        self.assertEqual(self.get_waiting(), 5)
        shares = self.requisition.order_id.sudo().fee_ids.share_ids
        claimed = shares.filtered(lambda s: s.payer == "carrier")
        self.assertEqual(claimed.amount, 55)
        with self.assertRaises(MoveRefused):
            self.receive(parcel, (5, 0, 0))

    def test_comes_back(self):
        self.requisition = self.ask((self.part, 5))
        parcel = self.send(self.requisition)
        parcel.action_came_back()
        self.assertEqual(parcel.state, "returned")
        self.assertEqual(self.lying(self.warehouse.lot_stock_id), 20)
        self.assertEqual(self.get_waiting(), 5)
        self.send(self.requisition)
        self.assertEqual(self.lying(self.road), 5)

    def test_a_parcel_to_the_store_comes_back_to_the_van(self):
        self.requisition = self.ask((self.part, 3))
        self.issue(self.requisition)
        parcel = self.send_back()
        parcel.action_send()
        parcel.with_user(self.keeper).action_came_back()
        self.assertEqual(self.requisition.line_ids.held_quantity, 3)
        self.assertEqual(self.lying(self.li.location_id), 3)

    # --- freight

    def test_freight_that_the_customer_pays(self):
        self.company.aftersales_freight_product_id = self.labour
        one = self.ask((self.part, 1))
        strange = self.make_visit(self.make_order(self.make_device("S3")))
        other = self.ask((self.part, 1), visit=strange)
        self.send(one | other, cost=25.01, freight_payer="charged")
        fees = (one | other).order_id.sudo().fee_ids
        freight = fees.filtered(lambda f: f.kind == "freight")
        self.assertEqual(sorted(freight.mapped("price_unit")), [12.5, 12.51])
        self.assertEqual(set(freight.share_ids.mapped("payer")), {"customer"})

    def test_freight_of_which_nobody_would_make_a_fee(self):
        """Not sent, rather than paid by nobody."""
        parcel = self.pack(self.ask((self.part, 1)), cost=25, freight_payer="charged")
        with self.assertRaises(ProofMissing):
            parcel.action_send()
        self.company.aftersales_freight_product_id = self.labour
        parcel.cost = 0
        with self.assertRaises(ProofMissing):
            parcel.action_send()
        parcel.cost = 25
        parcel.action_send()
        self.assertEqual(parcel.state, "sent")

    def test_freight_that_we_pay_is_no_fee(self):
        self.company.aftersales_freight_product_id = self.labour
        requisition = self.ask((self.part, 1))
        self.send(requisition, cost=25)
        kinds = requisition.order_id.sudo().fee_ids.mapped("kind")
        self.assertNotIn("freight", kinds)

    def test_what_the_customer_pays_stands(self):
        self.company.aftersales_freight_product_id = self.labour
        ours = self.send(self.ask((self.part, 1)), cost=25)
        ours.cost = 28
        charged = self.send(self.ask((self.part, 1)), cost=25, freight_payer="charged")
        with self.assertRaises(ProtectedRefused):
            charged.cost = 28
        with self.assertRaises(ProtectedRefused):
            ours.freight_payer = "charged"

    # --- reminders

    def test_late_parcel_is_told(self):
        parcel = self.send(self.ask((self.part, 1)))
        self.assertFalse(parcel.is_overdue)
        later = fields.Date.add(parcel.date_expected, days=-3)
        parcel.date_expected = later
        self.assertTrue(parcel.is_overdue)
        self.assertIn(
            parcel, parcel.search([("is_overdue", "=", True), ("id", "=", parcel.id)])
        )
        parcel.sudo()._in_flow().next_alarm_on = later
        self.env["aftersales.parcel"]._cron_alarm()
        self.assertEqual(parcel.activity_ids.user_id, self.keeper)
        self.assertGreater(parcel.next_alarm_on, self.company._aftersales_today())

    def test_told_on_the_day_and_on_the_day_after(self):
        today = self.company._aftersales_today()
        tomorrow = today + timedelta(days=1)
        parcel = self.send(self.ask((self.part, 1)), date_expected=tomorrow)
        self.assertEqual(parcel.next_alarm_on, tomorrow)
        parcel.date_expected = today
        self.assertEqual(parcel.next_alarm_on, tomorrow)
        parcel.date_expected = today - timedelta(days=2)
        self.assertEqual(parcel.next_alarm_on, tomorrow)
        parcel.sudo()._alarm()
        self.assertEqual(parcel.next_alarm_on, today + timedelta(days=7))

    def test_without_an_expected_day_it_is_late_some_day(self):
        parcel = self.send(self.ask((self.part, 1)))
        parcel.date_expected = False
        self.assertEqual(parcel.date_due, parcel._get_usual_day())
        self.assertTrue(parcel.next_alarm_on)

    def test_reminders_survive_a_parcel_that_cannot_be_told(self):
        good = self.send(self.ask((self.part, 1)))
        bad = self.send(self.ask((self.part, 1)))
        today = self.company._aftersales_today()
        for parcel in good | bad:
            parcel.sudo()._in_flow().next_alarm_on = today - timedelta(days=1)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE aftersales_parcel SET date_due = NULL WHERE id = %s", [bad.id]
        )
        self.env.invalidate_all()
        with mute_logger("odoo.sql_db"), self.assertLogs(PUT_ASIDE, "ERROR") as logs:
            self.env["aftersales.parcel"]._cron_alarm()
        self.assertIn(str(bad), logs.output[0])
        self.assertTrue(good.activity_ids)

    def test_nothing_is_missing_any_more_but_some_is_on_the_road(self):
        parcel = self.send(self.ask((self.part, 5)))
        self.receive(parcel, (1, 2, 0))
        self.assertTrue(parcel.activity_ids)
        self.receive(parcel, (4, 0, 0))
        self.assertFalse(parcel.activity_ids)
        parcel = self.send(self.ask((self.part, 5)))
        self.receive(parcel, (1, 2, 0))
        parcel.line_ids.write({"fate": "borne", "fate_reason": "查过"})
        parcel.action_settle()
        self.assertEqual(parcel.state, "sent")
        self.assertFalse(parcel.activity_ids)

    def test_nobody_is_reminded_when_switched_off(self):
        parcel = self.send(self.ask((self.part, 1)))
        parcel.sudo()._in_flow().next_alarm_on = self.company._aftersales_today()
        self.env["res.groups"]._aftersales_switch_all(on=False)
        self.env["aftersales.parcel"]._cron_alarm()
        self.assertFalse(parcel.activity_ids)
