from ...exceptions import MoveRefused, ProofMissing
from ..desk.test_desk import DeskCase
from ..sla.common import SlaCommon, freeze_time, utc

CALLED = utc(2026, 3, 2, 10)


class TestUnknownDistance(DeskCase, SlaCommon):
    """An unknown distance is asked for; nothing that depends on it is promised (T-18 to
    T-20, T-72)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        always = {"unit": "hour", "calendar_id": False}
        bands = ((0, 300, 24), (300, 1000, 48), (1000, 0, 72))
        cls.bands = [
            cls.make_rule(code=f"T-{n}", km_from=a, km_to=b, amount=hours, **always)
            for n, (a, b, hours) in enumerate(bands, 18)
        ]
        cls.all_ways = cls.make_rule(code="T-03", amount=3, **always)

    def call(self, rules=None, **vals):
        self.make_sla(self.bands if rules is None else rules)
        with freeze_time(CALLED):
            return self.make_order(called_at=CALLED, service_type="c", **vals)

    def codes(self, order):
        running = order.sudo().clock_ids.filtered(lambda c: c.state != "cancelled")
        return running.mapped("code")

    def test_no_band_holds_and_the_job_asks(self):
        order = self.call()
        self.assertFalse(order.clock_ids)
        self.assertIn("> 300, ≤ 1000 km: 48 Hours", order.asks_distance)

    def test_kilometres_answer_and_are_promised(self):
        for km, code, hours in (
            (0.4, "T-18", 24),
            (301, "T-19", 48),
            (1001, "T-20", 72),
        ):
            with self.subTest(km), self.env.cr.savepoint() as savepoint:
                order = self.call()
                with freeze_time(utc(2026, 3, 2, 11)):
                    order.distance_km = km
                self.assertEqual(self.codes(order), [code])
                self.assertFalse(order.asks_distance)
                self.assertEqual(order.clock_ids.due_at, order.promised_at)
                waited = order.promised_at - CALLED
                self.assertEqual(waited.total_seconds(), hours * 3600)
                savepoint.rollback()

    def test_a_band_answers_as_well_and_the_kilometres_replace_it(self):
        order = self.call(distance_band_km=300)
        self.assertEqual((self.codes(order), order.asks_distance), (["T-18"], False))
        order.distance_km = 450
        self.assertEqual(self.codes(order), ["T-19"])

    def test_what_was_told_stays_promised(self):
        order = self.call(promise_told_how="wechat")
        told = order.promised_at
        order.distance_km = 200
        self.assertEqual(order.promised_at, told)

    def test_arrived_before_the_distance_was_known(self):
        order = self.call()
        order.sudo()._clock_event("arrived", utc(2026, 3, 4, 9))
        order.distance_km = 500
        self.assertEqual((order.clock_ids.code, order.clock_ids.state), ("T-19", "met"))
        order.distance_km = 100
        late = order.clock_ids.filtered(lambda c: c.code == "T-18")
        self.assertEqual(late.state, "missed")

    def test_whoever_was_there_knows_the_way(self):
        order = self.call()
        order._in_flow().write({"state": "signed"})
        with self.assertRaisesRegex(MoveRefused, "How far is it"):
            order.action_close()
        order.distance_km = 20
        self.assertFalse([b for b in order._get_blockers() if "How far" in str(b)])

    def test_nothing_is_asked_where_no_deadline_depends_on_it(self):
        self.assertFalse(self.call([self.all_ways]).asks_distance)

    def test_a_deadline_at_any_distance_before_the_bands_leaves_no_question(self):
        first = self.all_ways | {"sequence": 1}
        order = self.call([first, *self.bands])
        self.assertFalse(order.asks_distance)
        self.assertEqual(self.codes(order), ["T-03"])

    def test_bands_of_another_trouble_are_not_asked_for(self):
        body = [rule | {"fault_area": "body"} for rule in self.bands]
        self.assertFalse(self.call(body, fault_area="chassis").asks_distance)

    def test_desk_asks_and_refuses_a_time_that_was_told(self):
        self.make_sla(self.bands)
        with freeze_time(CALLED):
            preview = self.desk.preview(self.facts(called_at=CALLED))
            self.assertIn("How far is it?", preview["promise"]["missing"])
            ask = preview["asks"][-1]
            self.assertEqual(ask["name"], "distance_band_km")
            self.assertEqual(
                [v for v, _words in ask["values"]], ["300", "1000", "1001"]
            )
            with self.assertRaisesRegex(ProofMissing, "How far is it"):
                self.save("one", told="phone")
            self.assertFalse(self.orders.search([("desk_token", "=", "one")]))
            order = self.save("one")
            self.assertTrue(order.asks_distance)
            order = self.save("two", told="phone", distance_band_km=1001)
            self.assertEqual(order.clock_ids.code, "T-20")
            self.assertEqual(order.promised_at, order.clock_ids.due_at)
            known = self.desk.preview(self.facts(distance_km=5))
            self.assertFalse(known["promise"]["missing"])
            self.assertNotIn("distance_band_km", [a["name"] for a in known["asks"]])
