from unittest import TestCase

from ...models.qr.public_attempt import _network


class TestPublicNetwork(TestCase):
    """Whom a counter counts: one visitor, not everybody behind the same server."""

    def test_mapped_visitors_are_counted_one_by_one(self):
        first, second = "::ffff:203.0.113.7", "::ffff:203.0.113.8"
        self.assertNotEqual(_network(first), _network(second))
        self.assertEqual(_network(first), _network("203.0.113.7"))
        self.assertEqual(_network("::FFFF:CB00:7107"), _network("203.0.113.7"))

    def test_an_ipv6_customer_is_one_network(self):
        self.assertEqual(_network("2001:db8::1"), _network("2001:db8::ffff:1"))
        self.assertNotEqual(_network("2001:db8::1"), _network("2001:db8:0:1::1"))

    def test_what_is_no_address_counts_as_itself(self):
        for text in ("", None, "unknown", "a\x00b"):
            self.assertEqual(_network(text), text or "")
