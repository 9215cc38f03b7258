from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import TransactionCase

from ...models.qr.public_attempt import LIMITS


class TestPublicAttempt(TransactionCase):
    """The counters, with real connections: what is counted is committed, and cleaned here."""

    def setUp(self):
        super().setUp()
        self.attempt = self.env["aftersales.public.attempt"]
        self.forget()
        self.addCleanup(self.forget)

    def forget(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM aftersales_public_attempt")

    def stored(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT key, failures FROM aftersales_public_attempt ORDER BY 2")
            return dict(cr.fetchall())

    def test_rollback_of_the_request_brings_no_guess_back(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.attempt._take("t", "10.0.0.1")
            raise ZeroDivisionError
        self.assertEqual(list(self.stored().values()), [1, 1])

    def test_guesses_at_once_are_counted_one_by_one(self):
        with ThreadPoolExecutor(8) as pool:
            taken = list(
                pool.map(lambda n: self.attempt._take("t", f"10.0.{n}.1"), range(30))
            )
        self.assertLessEqual(sum(taken), LIMITS["token"][0])
        self.assertGreaterEqual(sum(taken), 1)
        self.assertGreaterEqual(max(self.stored().values()), sum(taken))

    def test_window_ends(self):
        limit, period = LIMITS["token"]
        now = fields.Datetime.now()
        with freeze_time(now):
            taken = [self.attempt._take("t", f"10.0.{n}.1") for n in range(limit + 1)]
            self.assertEqual(taken, [True] * limit + [False])
        with freeze_time(now + period - timedelta(minutes=1)):
            self.assertFalse(self.attempt._take("t", "10.1.0.1"))
        with freeze_time(now + period + timedelta(minutes=1)):
            self.assertTrue(self.attempt._take("t", "10.2.0.1"))

    def test_given_back_is_never_below_nothing(self):
        self.attempt._give_back("t", "10.0.0.1")
        self.attempt._give_back("t", "10.0.0.1")
        self.assertEqual(list(self.stored().values()), [0, 0])

    def test_an_ipv6_network_is_one_address(self):
        for number in range(LIMITS["address"][0]):
            self.attempt._take(f"t{number}", f"2001:db8::{number:x}")
        self.assertFalse(self.attempt._take("t", "2001:db8::ffff:1"))
        self.assertTrue(self.attempt._take("t", "2001:db8:0:1::1"))

    def test_neither_token_nor_address_is_stored(self):
        self.attempt._take("my-token", "10.9.8.7")
        keys = "".join(self.stored())
        self.assertNotIn("my-token", keys)
        self.assertNotIn("10.9.8.7", keys)

    def test_old_counters_are_cleaned(self):
        self.attempt._take("t", "10.0.0.1")
        with (
            freeze_time(fields.Datetime.now() + timedelta(days=3)),
            self.registry.cursor() as cr,
        ):
            self.attempt.with_env(self.env(cr=cr))._gc_over()
        self.assertFalse(self.stored())
