from odoo.exceptions import AccessError

from ...exceptions import (
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
)
from .common import SettlementCommon


class TestAnswers(SettlementCommon):
    """Sent, answered line by line, and a rest that is never silent."""

    def test_sending_tells_the_partner_and_seals_the_lines(self):
        self.make_term()
        self.partners["supplier"].email = "qa@bearing.example"
        settlement = self.make_sent(self.make_share())
        self.assertEqual(settlement.state, "sent")
        told = settlement.message_ids.filtered("partner_ids")
        self.assertEqual(told.partner_ids, self.partners["supplier"])
        self.assertIn(settlement.name, str(told.body))
        self.assertFalse(settlement._get_seal_faults())
        for vals in ({"note": "内部"}, {"user_id": self.boss.id}):
            settlement.write(vals)
        self.assertFalse(settlement._get_seal_faults())

    def test_a_line_changed_after_sending_is_refused_and_told(self):
        self.make_term()
        settlement = self.make_sent(self.make_share(), self.make_share())[0]
        line = settlement.line_ids
        for attack in (
            lambda: line.write({"net": 5}),
            lambda: line.sudo().write({"name": "x"}),
            lambda: line.unlink(),
            lambda: line.write({"accepted_net": 100}),
            lambda: line.write({"state": "accepted"}),
        ):
            with self.assertRaises(ProtectedRefused):
                attack()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_settlement_line SET net = 5 WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        self.assertIn("Lines", settlement._get_seal_faults()[0])

    def test_an_empty_or_uncovered_document_is_not_sent(self):
        self.make_term()
        share = self.make_share()
        settlement = self.gather(share)
        share.fee_id._settle_quantity(0.5)
        with self.assertRaisesRegex(MoveRefused, "only"):
            settlement.action_send()
        settlement.line_ids.unlink()
        with self.assertRaisesRegex(ProofMissing, "no lines"):
            settlement.action_send()

    def test_every_answer_is_a_movement(self):
        self.make_term(lines={"labour": {}})
        shares = [self.make_share() for _i in range(3)]
        for share, net, state, accepted in zip(
            shares,
            (None, 60, 0),
            ("accepted", "partly", "rejected"),
            (100, 60, 0),
            strict=True,
        ):
            settlement = self.make_sent(share)
            line = self.answer(settlement.line_ids, net)
            self.assertEqual(line.state, state)
            self.assertEqual(self.told(share, "accepted"), (accepted, 0))
            self.assertEqual(line.rest_net, 100 - accepted)
            self.assertEqual(settlement.state, "answered")

    def test_less_than_all_needs_a_reason_and_more_is_refused(self):
        self.make_term()
        line = self.make_sent(self.make_share()).line_ids
        with self.assertRaises(ProofMissing):
            self.answer(line, 40, reason=" ")
        with self.assertRaises(MoveRefused):
            self.answer(line, 100.01)
        with self.assertRaises(MoveRefused):
            self.answer(line, -1)
        self.assertEqual(line.state, "waiting")

    def test_an_answer_is_taken_back_while_nothing_is_booked(self):
        self.make_term()
        share = self.make_share()
        settlement = self.make_sent(share)
        line = self.answer(settlement.line_ids, 60)
        line.action_reopen()
        self.assertEqual((line.state, settlement.state), ("waiting", "sent"))
        self.assertEqual(self.told(share, "accepted"), (0, 0))
        self.answer(line)
        settlement.action_settle()
        with self.assertRaises(MoveRefused):
            line.action_reopen()

    def test_what_was_answered_and_booked_is_not_written_over(self):
        self.make_term()
        settlement = self.make_sent(self.make_share())
        line = self.answer(settlement.line_ids, 60)
        with self.assertRaises(ProtectedRefused):
            line.answer_net = 10
        with self.assertRaises(ProtectedRefused):
            line.answer_reason = "x"
        self.agree_bearing(line)
        settlement.action_settle()
        for vals in (
            {"remainder": "again"},
            {"remainder_reason": "x"},
            {"other_partner_id": self.customer.id},
        ):
            with self.assertRaises(ProtectedRefused):
                line.write(vals)

    def test_a_rest_must_be_decided(self):
        self.make_term()
        settlement = self.make_sent(self.make_share())
        line = self.answer(settlement.line_ids, 60)
        with self.assertRaisesRegex(ProofMissing, "Choose what becomes"):
            settlement.action_settle()
        line.write({"remainder": "bear", "remainder_reason": "关系客户"})
        with self.assertRaisesRegex(ProofMissing, "agreed"):
            settlement.action_settle()
        line.write({"remainder": "elsewhere", "remainder_reason": "运输损坏"})
        with self.assertRaisesRegex(ProofMissing, "charged instead"):
            settlement.action_settle()

    def test_borne_with_a_reason_and_an_approval(self):
        self.make_term()
        share = self.make_share()
        settlement = self.make_sent(share)
        line = self.answer(settlement.line_ids, 60)
        with self.assertRaises(ProofMissing):
            line.action_ask_bearing()
        self.agree_bearing(line)
        self.assertEqual(self.told(share, "borne"), (0, 0))
        settlement.action_settle()
        self.assertEqual(self.told(share, "borne"), (40, 0))
        self.assertEqual(share.open_net, 0)
        row = share.movement_ids.filtered(lambda m: m.kind == "borne")
        self.assertEqual((row.reason, row.document_name), ("协议不清", settlement.name))

    def test_an_approval_of_another_sum_is_none(self):
        self.make_term()
        settlement = self.make_sent(self.make_share())
        line = self.answer(settlement.line_ids, 60)
        self.agree_bearing(line)
        line.action_reopen()
        self.answer(line, 10)
        line.write({"remainder": "bear"})
        with self.assertRaisesRegex(ProofMissing, "agreed"):
            settlement.action_settle()

    def test_charged_elsewhere(self):
        self.make_term()
        self.make_term("carrier")
        share = self.make_share()
        settlement = self.make_sent(share)
        self.answer(settlement.line_ids, 0).write(
            {
                "remainder": "elsewhere",
                "remainder_reason": "运输损坏",
                "other_payer": "carrier",
                "other_partner_id": self.partners["carrier"].id,
            }
        )
        settlement.action_settle()
        self.assertEqual(share.open_net, 0)
        other = share.fee_id.share_ids - share
        self.assertEqual((other.payer, other.open_net), ("carrier", 100))
        self.assertEqual(self.gather(other).claimed_net, 100)

    def test_claimed_a_second_time_with_the_old_part_as_proof(self):
        self.make_term(lines={"labour": {"percent": 80}})
        share = self.make_share()
        settlement = self.make_sent(share)
        line = self.answer(settlement.line_ids, 30)
        line.remainder = "again"
        with self.assertRaisesRegex(ProofMissing, "old part"):
            settlement.action_settle()
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
        with self.assertRaisesRegex(ProofMissing, "old part"):
            settlement.action_settle()
        part.with_user(self.keeper).action_receive()
        settlement.action_settle()
        self.assertEqual(self.told(share, "borne"), (20, 0))
        self.assertEqual(share.open_net, 50)
        second = self.gather(share).line_ids
        self.assertEqual((second.net, second.round, second.kept_net), (50, 2, 0))

    def test_cancelled_is_as_if_it_never_was(self):
        self.make_term()
        share = self.make_share()
        settlement = self.make_sent(share)
        self.answer(settlement.line_ids, 60)
        settlement.action_cancel()
        self.assertEqual(self.told(share, "accepted"), (0, 0))
        self.assertFalse(settlement.line_ids.is_open)
        self.assertEqual(self.gather(share).line_ids.round, 1)

    def test_only_finance_answers_and_books(self):
        self.make_term()
        settlement = self.make_sent(self.make_share())
        for user in (self.director, self.inspector):
            with self.assertRaises(AccessError):
                settlement.line_ids.with_user(user).action_accept()
            with self.assertRaises(AccessError):
                settlement.with_user(user).action_settle()
        for user in (self.technician, self.dispatcher, self.keeper):
            with self.assertRaises(AccessError):
                settlement.with_user(user).read(["name"])

    def test_a_technician_settles_nothing_of_his_own(self):
        self.make_term("technician")
        share = self.make_share(payer="technician")
        settlement = self.make_sent(share)
        mine = settlement.line_ids.with_user(self.technician)
        for attack in (
            mine.action_accept,
            lambda: mine.write({"answer_net": 0}),
            lambda: share.with_user(self.technician).write({"percent": 0}),
        ):
            with self.assertRaises(AccessError):
                attack()
