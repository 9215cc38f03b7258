from datetime import date

from freezegun import freeze_time

from .common import SettlementCommon


class TestDeadlines(SettlementCommon):
    """A draft is sent in time, an answer is asked for in time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.make_calendar(
            range(5), (8, 12), (14, 18)
        )

    def test_days_are_counted_as_the_terms_say(self):
        count = self.company._aftersales_count
        self.assertEqual(count(5, "working_day", date(2026, 3, 6)), date(2026, 3, 13))
        self.assertEqual(count(5, "day", date(2026, 3, 6)), date(2026, 3, 11))
        self.assertEqual(count(1, "month", date(2026, 1, 31)), date(2026, 2, 28))
        before = count(7, "working_day", date(2026, 3, 16), "before")
        self.assertEqual(before, date(2026, 3, 5))

    @freeze_time("2026-03-02 04:00:00")
    def test_a_draft_is_due_when_its_first_claim_is(self):
        self.make_term(claim_number=20, claim_unit="day")
        share = self.make_share()
        self.env.cr.execute(
            "UPDATE aftersales_fee SET create_date = '2026-02-20 03:00'"
        )
        self.env.invalidate_all()
        draft = self.gather(share)
        self.assertEqual(draft.date_due, date(2026, 3, 12))
        self.assertEqual(draft.next_alarm_on, date(2026, 3, 3))  # 7 working days before
        draft.user_id = self.accountant
        with freeze_time("2026-03-03 04:00:00"):
            self.env["aftersales.settlement"]._cron_alarm()
            self.env["aftersales.settlement"]._cron_alarm()
        self.assertEqual(draft.activity_ids.user_id, self.accountant)
        self.assertEqual(len(draft.activity_ids), 1)
        self.assertIn("2026-03-12", draft.activity_ids.summary)
        self.assertEqual(draft.next_alarm_on, date(2026, 3, 11))
        with freeze_time("2026-03-13 04:00:00"):
            self.env.invalidate_all()
            self.assertTrue(draft.is_overdue)
            self.env["aftersales.settlement"]._cron_alarm()
            self.assertEqual(draft.next_alarm_on, date(2026, 3, 20))

    @freeze_time("2026-03-02 04:00:00")
    def test_an_answer_has_its_own_days_and_ends_them(self):
        self.make_term(answer_days=10)
        settlement = self.make_sent(self.make_share())
        self.assertEqual(settlement.date_due, date(2026, 3, 16))
        self.assertEqual(settlement.next_alarm_on, date(2026, 3, 5))
        settlement.action_accept_all()
        self.assertFalse(settlement.date_due)
        self.assertFalse(settlement.next_alarm_on)
        self.assertFalse(settlement.is_overdue)

    @freeze_time("2026-03-02 04:00:00")
    def test_five_days_are_told_every_day(self):
        self.make_term(answer_days=5)
        settlement = self.make_sent(self.make_share())
        self.assertEqual(settlement.date_due, date(2026, 3, 9))
        self.assertEqual(settlement.next_alarm_on, date(2026, 3, 3))
        with freeze_time("2026-03-03 04:00:00"):
            self.env["aftersales.settlement"]._cron_alarm()
        self.assertEqual(settlement.next_alarm_on, date(2026, 3, 4))

    def test_without_a_responsible_an_accountant_is_told(self):
        self.make_term()
        settlement = self.make_sent(self.make_share())
        role = self.env["aftersales.role"]._get_by_code("accountant")
        self.env["aftersales.role.holder"].create(
            {
                "role_id": role.id,
                "user_id": self.accountant.id,
                "company_id": self.company.id,
            }
        )
        settlement._alarm()
        self.assertEqual(settlement.activity_ids.user_id, self.accountant)

    def test_what_is_switched_off_does_nothing(self):
        self.make_term()
        share = self.make_share()
        self.env["res.groups"]._aftersales_switch_all(on=False)
        self.env["aftersales.fee.share"]._cron_gather()
        self.assertFalse(share.settlement_line_ids)
