"""The guard: nothing of our own is ever visited."""

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.aftersales_icp.kernel.address import (
    Guard,
    Refused,
    host_name,
    in_ranges,
    is_public,
    read_ranges,
)

quick = settings(max_examples=300, deadline=None, database=None)
REFUSED = {
    "ftp://example.cn/": "scheme",
    "file:///etc/passwd": "scheme",
    "gopher://example.cn/": "scheme",
    "javascript:alert(1)": "scheme",
    "http://user:secret@example.cn/": "userinfo",
    "http://example.cn:22/": "port",
    "http://example.cn:8069/": "port",
    "http://127.0.0.1/": "number",
    "http://127.1/": "number",
    "http://0x7f.1/": "number",
    "http://0177.0.0.1/": "number",
    "http://2130706433/": "number",
    "http://[::1]/": "number",
    "http://[::ffff:127.0.0.1]/": "number",
    "http://100.100.100.200/latest/meta-data": "number",
    "http://169.254.169.254/latest/meta-data": "number",
    "http://localhost/": "private_name",
    "http://a.localhost/": "private_name",
    "http://db.internal/": "private_name",
    "http://router.lan/": "private_name",
    "http://x.home.arpa/": "private_name",
    "http://example.cn\\@evil.cn/": "characters",
    "http://exa mple.cn/": "characters",
    "http://-bad.cn/": "form",
    "http:///path": "form",
    "http://a.b:99999/": "form",
}
PRIVATE = (
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1"),
    *("169.254.169.254", "172.16.0.1", "192.168.1.1", "192.0.0.8", "198.18.0.1"),
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8"),
    *("::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b::808:808", "64:ff9b:1::1"),
    *("2001::1", "2002:a00:1::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0"),
    *("fec0::1", "ff02::1", "2001:db8::1", "100::1", "not an address"),
)


class TestAddress(BaseCase):
    def test_refused_addresses(self):
        for url, reason in REFUSED.items():
            with self.subTest(url), self.assertRaises(Refused) as caught:
                Guard().split(url)
            self.assertEqual(caught.exception.reason, reason, url)

    def test_private_addresses(self):
        for text in PRIVATE:
            self.assertFalse(is_public(text), text)
        for text in ("8.8.8.8", "203.208.41.1", "2400:3200::1"):
            self.assertTrue(is_public(text), text)

    def test_one_private_answer_among_public_ones_is_refused(self):
        guard = Guard(resolver=lambda _host, _port: ["8.8.8.8", "10.0.0.1"])
        with self.assertRaises(Refused):
            guard.resolve(guard.split("http://example.cn/"))
        nothing = Guard(resolver=lambda _host, _port: [])
        with self.assertRaises(Refused):
            nothing.resolve(nothing.split("http://example.cn/"))

    def test_chinese_names_and_paths(self):
        target = Guard().split("https://例子.中国/关于?a=备案#x")
        self.assertEqual(target.host, "xn--fsqu00a.xn--fiqs8s")
        self.assertTrue(target.path.isascii())
        self.assertEqual(host_name("Www.Example.CN."), "www.example.cn")

    @quick
    @given(st.text(max_size=80))
    def test_random_text_is_refused_or_harmless(self, text):
        for url in (text, f"http://{text}", f"https://{text}/x"):
            try:
                target = Guard().split(url)
            except Refused:
                continue
            self.assertTrue(target.path.isascii() and target.host.isascii())
            self.assertNotRegex(target.host + target.path, r"[\s\\@]{2}|[\r\n]")
            self.assertIn(target.port, (80, 443))

    @quick
    @given(st.ip_addresses())
    def test_what_ipaddress_calls_private_is_never_public(self, address):
        if not address.is_global or address.is_multicast:
            self.assertFalse(is_public(str(address)))

    def test_ranges(self):
        self.assertTrue(in_ranges("203.0.113.7", "203.0.113.1-203.0.113.9"))
        self.assertFalse(in_ranges("203.0.113.10", "203.0.113.1-203.0.113.9"))
        self.assertEqual(read_ranges(""), [])
        for wrong in ("1.2.3", "10.0.0.9-10.0.0.1", "10.0.0.1-::1"):
            with self.assertRaises(ValueError):
                read_ranges(wrong)
