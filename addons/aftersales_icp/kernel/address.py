"""Which addresses a page check may visit: the guard against requests to ourselves.

People type these addresses, and pages redirect to others. Only http(s) on the usual
ports, names instead of numbers, and names all of whose addresses are public. The check
answers with the addresses themselves: the caller connects to one of them and never asks
the name again, so an answer that changes between two look-ups changes nothing.

>>> Guard().split("HTTP://Www.Example.COM/a?b#c")
Target(scheme='http', host='www.example.com', port=80, path='/a?b')
>>> for url in ("ftp://example.com", "http://127.1/", "http://u:p@example.com/"):
...     try: Guard().split(url)
...     except Refused as error: print(error.reason)
scheme
number
userinfo
>>> is_public("169.254.169.254"), is_public("::ffff:10.0.0.1"), is_public("8.8.8.8")
(False, False, True)
"""

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import idna

PRIVATE_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "test",
    "invalid",
    "onion",
    "arpa",
)
# Beyond what ipaddress calls not global: translation prefixes that lead to IPv4 inside.
_HIDDEN = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
    )
]
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


class Refused(ValueError):
    """An address that must not be visited; ``reason`` is a stable code."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self):
        usual = {"http": 80, "https": 443}[self.scheme] == self.port
        return (
            f"{self.scheme}://{self.host}{'' if usual else f':{self.port}'}{self.path}"
        )


def is_public(text):
    """Whether an address belongs to the open Internet."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if getattr(address, "ipv4_mapped", None):
        return False
    if any(address in network for network in _HIDDEN if _same(address, network)):
        return False
    return address.is_global and not address.is_multicast


def _same(address, network):
    return address.version == network.version


def lookup(host, port, timeout=5):
    """All addresses of a name; the system's resolver has no time limit of its own."""
    found = []

    def ask():
        try:
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            return

    worker = threading.Thread(target=ask, daemon=True)
    worker.start()
    worker.join(timeout)
    return list(dict.fromkeys(entry[4][0] for entry in list(found)))


@dataclass(frozen=True)
class Guard:
    """Tests open ``permitted`` addresses and other ports; nothing else ever does."""

    ports: frozenset = frozenset({80, 443})
    permitted: frozenset = frozenset()
    resolver: object = field(default=lookup)

    def split(self, url):
        """The parts of a typed address, or :class:`Refused`."""
        url = url.strip()
        if len(url) > 2000 or re.search(r"[\x00-\x20\\]", url):
            raise Refused("characters")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise Refused("form") from error
        if parts.scheme.lower() not in ("http", "https"):
            raise Refused("scheme")
        if "@" in parts.netloc:
            raise Refused("userinfo")
        port = port or {"http": 80, "https": 443}[parts.scheme.lower()]
        if port not in self.ports:
            raise Refused("port")
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
        path += f"?{query}" if query else ""
        return Target(parts.scheme.lower(), host_name(parts.hostname), port, path)

    def resolve(self, target):
        """The addresses of a target, all of them public; asked exactly once."""
        addresses = list(self.resolver(target.host, target.port))
        if not addresses:
            raise Refused("unknown")
        for address in addresses:
            if address not in self.permitted and not is_public(address):
                raise Refused("private")
        return addresses


def host_name(text):
    """The host in its ASCII spelling.

    >>> host_name("例子.中国。")
    'xn--fsqu00a.xn--fiqs8s'
    """
    host = (text or "").replace("。", ".").replace("．", ".").rstrip(".").lower()
    if not host:
        raise Refused("form")
    if ":" in host or _is_number(host):
        raise Refused("number")
    try:
        host = idna.encode(host, uts46=True).decode() if not host.isascii() else host
    except idna.IDNAError as error:
        raise Refused("form") from error
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("form")
    if len(labels) < 2 or labels[-1] in PRIVATE_NAMES or host.endswith(".home.arpa"):
        raise Refused("private_name")
    if _is_number(labels[-1]):
        raise Refused("number")
    return host


def _is_number(text):
    """127.1, 0x7f.1, 2130706433 and 0177.0.0.1 are all the same machine."""
    return all(re.fullmatch(r"0x[0-9a-f]*|[0-9]+", part) for part in text.split("."))


def in_ranges(address, ranges):
    """Whether an address lies in declared ranges ``a-b; c; d/24``.

    >>> in_ranges("203.0.113.9", "203.0.113.1-203.0.113.20; 198.51.100.0/24")
    True
    """
    value = ipaddress.ip_address(address)
    return any(
        low.version == value.version and low <= value <= high
        for low, high in read_ranges(ranges)
    )


def read_ranges(text):
    """Pairs of first and last address; ValueError names the part that is wrong.

    >>> read_ranges("10.0.0.9-10.0.0.1")
    Traceback (most recent call last):
    ValueError: 10.0.0.9-10.0.0.1
    """
    pairs = []
    for part in filter(None, re.split(r"[;；,，\s]+", text or "")):
        try:
            pairs.append(_range(part))
        except (ValueError, TypeError) as error:
            raise ValueError(part) from error
    return pairs


def _range(part):
    if "/" in part:
        network = ipaddress.ip_network(part, strict=False)
        return network[0], network[-1]
    low, _dash, high = part.partition("-")
    first = ipaddress.ip_address(low)
    last = ipaddress.ip_address(high or low)
    if first > last:
        raise ValueError(part)
    return first, last
