from ...exceptions import MoveRefused, ProofMissing
from ..common import SIGNATURE
from ..fees.common import CashCommon


class TestSwitches(CashCommon):
    """A job keeps the switches under which it began, whatever is approved afterwards."""

    def change(self, old, **switches):
        """A later version of the same policy, in force today."""
        new = old.copy({"policy_id": old.policy_id.id, "valid_from": "2021-01-01"})
        new.write(switches)
        new.with_user(self.director).action_approve()
        fresh = self.make_order(self.make_device("NEW-1"), service_type="a")
        self.assertEqual(fresh._get_policy(), new)
        return fresh

    def test_each_switch_is_the_old_one(self):
        before = {
            "field_cash": "allowed",
            "discount_tolerance": 10,
            "invoicing_party": "accountant",
            "closing_report": False,
            "survey_card": False,
            "survey_form": False,
            "sampling_percent": 0,
            "no_pre_signature": False,
            "old_part_rule": "customer",
            "redial_count": 2,
            "redial_minutes": 1,
            "trip_leader_from": 0,
            "minimum_photos": 5,
        }
        old = self.make_policy(**before)
        self.make_job()
        self.change(
            old,
            field_cash="forbidden",
            discount_tolerance=0,
            invoicing_party="technician",
            closing_report=True,
            survey_card=True,
            survey_form=True,
            sampling_percent=100,
            no_pre_signature=True,
            old_part_rule="all_back",
            redial_count=9,
            redial_minutes=99,
            trip_leader_from=2,
            minimum_photos=1,
        )
        self.check_money()
        self.check_visit()
        self.check_papers()

    def check_money(self):
        self.assertEqual(self.collect(76).state, "held")
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        line = sale.order_line.filtered(lambda s: s.product_id == self.labour)
        line.price_unit = 102.4
        self.assertEqual(sale.aftersales_discount_state, "free")
        line.price_unit = 120
        self.assertFalse(self.order._hands_over_invoice())

    def check_visit(self):
        self.assertEqual(self.visit._get_redial(), (2, 1))
        self.visit.with_user(self.dispatcher).sudo().helper_ids = self.zhao
        self.assertFalse(self.visit._needs_leader())
        self.assertFalse(self.requisition.line_ids[0]._wants_old_part())
        self.assertEqual(self.order._get_min_photos(), 5)
        self.visit.signature = SIGNATURE
        self.assertEqual(self.visit._get_rating_fields(), ("satisfaction",))

    def check_papers(self):
        self.requisition.line_ids.old_fate = "take_back"  # the customer was asked
        self.finish_job()
        self.assertEqual(self.order._get_wanted_papers(), ["voucher"])
        self.visit.action_close()
        self.order.action_close()
        self.assertFalse(self.order.is_sampled)

    def test_a_new_job_has_the_new_ones(self):
        old = self.make_policy(field_cash="allowed")
        self.make_job()
        fresh = self.change(
            old, field_cash="forbidden", no_pre_signature=True, old_part_rule="all_back"
        )
        self.order, self.visit = fresh, self.make_visit(fresh)
        self.requisition = self.make_requisition(self.visit)
        self.assertTrue(self.requisition.line_ids[0]._wants_old_part())
        self.go_to_work(self.visit, consent="王经理")
        with self.assertRaises(MoveRefused):
            self.collect(10)
        with self.assertRaises(ProofMissing):
            self.visit.signature = SIGNATURE
