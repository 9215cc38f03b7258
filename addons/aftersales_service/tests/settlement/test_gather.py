from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.tools import mute_logger

from ...exceptions import GroupRefused, MoveRefused, ProtectedRefused, RoleRefused
from ..fees.test_movements import _FEW
from .common import SettlementCommon


class TestGather(SettlementCommon):
    """Open shares come together by partner, terms and month, and none of them twice."""

    def cron(self):
        self.env["aftersales.fee.share"]._cron_gather()

    def age(self, *shares, day=None):
        """The work was done last month."""
        for share in shares:
            moment = fields.Datetime.to_datetime(day or self.last_month())
            self.env.cr.execute(
                "UPDATE aftersales_fee SET create_date = %s WHERE id = %s",
                [moment, share.fee_id.id],
            )
        self.env.invalidate_all()

    def test_a_cancelled_one_holds_no_share(self):
        """A new decision replaces shares that a cancelled settlement remembers."""
        self.make_term()
        share = self.make_share(100)
        fee, settlement = share.fee_id, self.gather(share)
        settlement.action_send()
        settlement.action_cancel()
        fee._follow_decision()
        self.assertFalse(share.exists())
        line = settlement.line_ids
        self.assertEqual((line.net, line.name), (100, fee.name))
        self.assertFalse(settlement.sudo()._get_seal_faults())

    def test_shares_of_a_partner_and_month_stand_on_one_document(self):
        self.make_term(rhythm="monthly")
        other = self.env["res.partner"].create({"name": "哈尔滨轴承"})
        shares = [self.make_share(p) for p in (100, 50)]
        shares.append(self.make_share(30, partner=other))
        self.age(*shares)
        self.cron()
        found = self.env["aftersales.settlement"].search([])
        self.assertEqual(
            sorted(found.mapped(lambda s: (s.partner_id.name, s.claimed_net))),
            sorted([(self.partners["supplier"].name, 150), ("哈尔滨轴承", 30)]),
        )
        self.assertEqual(found[0].direction, "claim")
        late = self.make_share(7)
        self.age(late)
        self.cron()
        draft = late.settlement_line_ids.settlement_id
        self.assertEqual(draft.line_ids.mapped("sequence"), [1, 2, 3])
        self.assertEqual(draft.claimed_net, 157)

    def test_a_month_that_is_not_over_waits(self):
        self.make_term(rhythm="monthly")
        share = self.make_share()
        self.cron()
        self.assertFalse(share.settlement_line_ids)
        self.assertIn("month", share.with_user(self.accountant).settlement_obstacle)

    def test_at_once_is_one_document_for_each_job(self):
        self.make_term()
        first, second = self.make_share(), self.make_share()
        self.cron()
        documents = (first | second).settlement_line_ids.settlement_id
        self.assertEqual(len(documents), 2)
        self.assertEqual(documents.order_id, first.order_id | second.order_id)

    def test_zero_kilometre_money_stands_apart(self):
        self.make_term("manufacturer", rhythm="monthly")
        first = self.make_share(payer="manufacturer")
        second = self.make_share(payer="manufacturer")
        second.order_id.life_stage = "zero_km"
        self.age(first, second)
        self.cron()
        stages = (first | second).settlement_line_ids.settlement_id.mapped("life_stage")
        self.assertEqual(stages, ["after_sale", "zero_km"])

    def test_who_waits_says_why(self):
        share = self.make_share()
        mine = share.with_user(self.accountant)
        self.assertIn("agreement", mine.settlement_obstacle)
        self.make_term(lines={"freight": {}})
        self.env.invalidate_all()
        self.assertIn("kind of cost", mine.settlement_obstacle)
        with self.assertRaisesRegex(MoveRefused, "kind of cost"):
            mine.action_gather()
        share.fee_id._in_flow().kind = "freight"
        self.env.invalidate_all()
        self.assertFalse(mine.settlement_obstacle)
        self.gather(share)
        self.assertFalse(mine.settlement_obstacle)

    def test_a_held_share_never_enters_one(self):
        self.make_term()
        share = self.make_share()
        cls = type(share)
        part = self.env["aftersales.old.part"].new({"name": "JJ1"})
        with patch.object(
            cls, "_get_holding_old_parts", lambda self: dict.fromkeys(self, part)
        ):
            self.cron()
            self.assertFalse(share.settlement_line_ids)
            self.assertIn("JJ1", share.settlement_obstacle)
        self.cron()
        self.assertTrue(share.settlement_line_ids)

    def test_a_judgement_is_waited_for(self):
        self.make_term(rhythm="judged")
        share = self.make_share()
        part = (
            self.env["aftersales.old.part"]
            ._in_flow()
            .create(
                {
                    "order_id": share.order_id.id,
                    "product_id": self.part.id,
                    "opened_on": "2026-01-05",
                }
            )
        )
        self.cron()
        self.assertIn("judged", share.settlement_obstacle)
        part.with_user(self.director).action_judge("material", "滚道剥落")
        self.cron()
        self.assertEqual(share.settlement_line_ids.net, 100)

    def test_disposal_for_a_supplier_costs_him_its_price(self):
        self.make_term(lines={"other": {}})
        disposal = self.env["product.product"].create(
            {
                "name": "旧件处置费",
                "type": "service",
                "list_price": 15,
                "taxes_id": False,
            }
        )
        order = self.make_order(self.make_device(), service_type="a")
        for product in (self.env["product.product"], disposal):
            self.company.aftersales_disposal_product_id = product
            part = self.env["aftersales.old.part"]._in_flow()
            part = part.create(
                {
                    "order_id": order.id,
                    "product_id": self.part.id,
                    "opened_on": "2026-01-05",
                    "supplier_id": self.partners["supplier"].id,
                    "quantity": 2,
                }
            )._out_of_flow()
            mine = part.with_user(self.keeper)
            mine.action_receive()
            mine.action_count()
            mine.action_charge()
        share = order.sudo().fee_ids.share_ids
        self.assertEqual((share.payer, share.amount), ("supplier", 30))
        self.assertIn(part.name, share.fee_id.name)
        order.with_user(self.dispatcher).service_type = "c"
        order._on_decided()
        self.assertEqual(order.sudo().fee_ids.share_ids.payer, "supplier")
        self.cron()
        self.assertEqual(share.settlement_line_ids.net, 30)

    def test_quality_splits_first_where_the_terms_say_so(self):
        self.make_term(needs_split=True)
        share = self.make_share(supplier=60, company=40)
        self.cron()
        self.assertIn("quality", share.settlement_obstacle)
        inspector = self.make_user("dispatcher", "as_quality")
        role = self.env["aftersales.role"]._get_by_code("quality_inspector")
        self.env["aftersales.role.holder"].create(
            {
                "role_id": role.id,
                "user_id": inspector.id,
                "company_id": self.company.id,
            }
        )
        for user in (self.dispatcher, self.accountant, self.director):
            with self.assertRaises(RoleRefused):
                share.fee_id.with_user(user).action_confirm_split()
        share.fee_id.with_user(inspector).action_confirm_split()
        self.assertEqual(share.fee_id.split_by_id, inspector)
        share.partner_id = self.partners["carrier"]
        self.assertFalse(share.fee_id.split_by_id)
        share.fee_id.with_user(inspector).action_confirm_split()
        self.cron()
        self.assertEqual(share.settlement_line_ids.net, 60)

    def test_percent_and_fixed_sum(self):
        self.make_term(lines={"labour": {"percent": 80}})
        self.make_term(
            "agent", lines={"labour": {"basis": "fixed", "fixed_amount": 60}}
        )
        line = self.gather(self.make_share(33.33)).line_ids
        self.assertEqual((line.net, line.kept_net), (26.66, 6.67))
        line = self.gather(self.make_share(payer="agent")).line_ids
        self.assertEqual((line.net, line.kept_net), (60, 40))
        line = self.gather(self.make_share(50, payer="agent")).line_ids
        self.assertEqual((line.net, line.kept_net), (50, 0))

    def test_several_suppliers_bear_it_together(self):
        other = self.env["res.partner"].create({"name": "哈尔滨轴承"})
        self.make_term(
            split_ids=[
                Command.create(
                    {"partner_id": self.partners["supplier"].id, "percent": 60}
                ),
                Command.create({"partner_id": other.id, "percent": 40}),
            ]
        )
        share = self.make_share(99.99)
        self.cron()
        self.cron()
        lines = self.env["aftersales.settlement.line"].search([])
        self.assertEqual(
            {line.partner_id: line.net for line in lines},
            {self.partners["supplier"]: 59.99, other: 40.0},
        )
        self.assertAlmostEqual(sum(share.fee_id.share_ids.mapped("open_net")), 99.99)

    def test_of_a_split_no_fen_is_too_much(self):
        """Neither of the two is the partner of the share; the last fen goes to one."""
        others = self.env["res.partner"].create(
            [{"name": "哈尔滨轴承"}, {"name": "瓦房店轴承"}]
        )
        self.make_term(
            split_ids=[
                Command.create({"partner_id": other.id, "percent": 50})
                for other in others
            ]
        )
        for price in (100.01, 0.01):
            share = self.make_share(price)
            share._gather()
            taken = share.fee_id.share_ids - share
            self.assertEqual(share.open_net, 0)
            self.assertEqual(round(sum(taken.mapped("open_net")), 2), price)

    def test_what_stands_on_one_changes_neither_payer_nor_hands(self):
        self.make_term()
        share = self.make_share()
        self.gather(share)
        for vals in ({"payer": "agent"}, {"partner_id": self.customer.id}):
            with self.assertRaises(ProtectedRefused):
                share.with_user(self.accountant).write(vals)
        with self.assertRaises(ProtectedRefused):
            share.with_user(self.accountant).unlink()
        self.assertFalse(share._is_movable())

    def test_a_line_taken_from_a_draft_frees_its_share(self):
        self.make_term()
        share = self.make_share()
        self.gather(share).line_ids.unlink()
        self.assertTrue(share._is_movable())
        self.assertEqual(self.gather(share).claimed_net, 100)

    def test_a_share_stands_on_one_open_line(self):
        self.make_term()
        share = self.make_share()
        line = self.gather(share).line_ids
        with self.assertRaises(MoveRefused):
            share.with_user(self.accountant).action_gather()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            line.sudo()._in_flow().copy({"settlement_id": line.settlement_id.id})
            self.env.flush_all()

    def test_the_document_of_a_share_is_its_settlement(self):
        self.make_term()
        share = self.make_share()
        settlement = self.gather(share)
        mine = share.with_user(self.accountant).action_open_document()
        self.assertEqual(
            (mine["res_model"], mine["res_id"]), (settlement._name, settlement.id)
        )
        theirs = share.with_user(self.dispatcher).action_open_document()
        self.assertEqual(theirs["res_model"], "aftersales.order")

    def test_queries_do_not_grow_with_the_lines(self):
        self.make_term(rhythm="monthly", claim_number=10, claim_unit="working_day")
        counts = []
        for size in (2, 12):
            shares = [self.make_share(10) for _i in range(size)]
            self.age(*shares)
            records = self.env["aftersales.fee.share"].union(*shares)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records._gather()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            records.settlement_line_ids.settlement_id.with_user(
                self.accountant
            ).action_cancel()
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def test_only_finance_gathers(self):
        share = self.make_share()
        for user in (self.dispatcher, self.technician, self.inspector):
            with self.assertRaises(GroupRefused):
                share.with_user(user).action_gather()

    def test_one_broken_share_stops_no_other(self):
        self.make_term()
        good, bad = self.make_share(), self.make_share()
        cls = type(good)
        prepare = cls._prepare_settlement_line

        def fail(share, *args):
            if share.id == bad.id:
                raise ValueError("broken")
            return prepare(share, *args)

        with (
            patch.object(cls, "_prepare_settlement_line", fail),
            mute_logger("odoo.addons.resource_calendar_makeup.models.ir_cron"),
        ):
            self.cron()
        self.assertTrue(good.settlement_line_ids)
        self.assertFalse(bad.settlement_line_ids)

    @_FEW
    @given(
        st.lists(
            st.tuples(
                st.integers(1, 99999), st.sampled_from(["supplier", "agent", "carrier"])
            ),
            min_size=1,
            max_size=6,
        )
    )
    def test_lines_are_shares_and_each_is_open_once(self, told):
        with self.env.cr.savepoint() as savepoint:
            for payer in {payer for _fen, payer in told}:
                self.make_term(payer)
            shares = self.env["aftersales.fee.share"].union(
                *(self.make_share(fen / 100, payer) for fen, payer in told)
            )
            self.cron()
            self.cron()
            lines = shares.settlement_line_ids
            self.assertEqual(lines.share_id, shares)
            self.assertEqual(len(lines), len(shares))
            for line in lines:
                self.assertEqual(line.net + line.kept_net, line.share_id.open_net)
                self.assertEqual(line.payer, line.share_id.payer)
            savepoint.rollback()
