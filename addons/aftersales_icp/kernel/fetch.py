"""One page of the open Internet, within limits: time, size, kind, redirects.

The socket is connected to an address that the guard has checked (pinned), every hop goes
through the guard again, and the whole visit ends at one deadline, however slowly the
other side sends. The body is counted after it is unpacked.
"""

import http.client
import io
import re
import socket
import ssl
import time
import zlib
from dataclasses import dataclass, field
from urllib.parse import urljoin

from .address import Guard, Refused

REDIRECTS = {301, 302, 303, 307, 308}
HTML = frozenset({"text/html", "application/xhtml+xml"})
_REFRESH = re.compile(
    rb"<meta[^>]{0,200}http-equiv\s*=\s*[\"']?refresh[\"']?[^>]{0,200}?"
    rb"url\s*=\s*[\"']?([^\"'>\s]{1,1000})",
    re.I,
)


@dataclass(frozen=True)
class Limits:
    connect: float = 5
    read: float = 10
    total: float = 20
    body: int = 2 * 1024 * 1024
    head: int = 64 * 1024
    hops: int = 5


@dataclass
class Page:
    """What a visit brought; ``error`` is a stable code and then there is no body."""

    url: str
    status: int = 0
    content_type: str = ""
    body: bytes = b""
    hops: list = field(default_factory=list)
    address: str = ""
    error: str = ""


class _Stop(Exception):
    """Ends the visit with a code."""


def fetch(url, guard=None, limits=None, kinds=HTML, agent="ICP-Register/1.0"):
    """Visit ``url``; never raises for what the other side does.

    :param kinds: content types that are read; others end with ``content_type``
    """
    visit = _Visit(guard or Guard(), limits or Limits(), kinds, agent)
    page = Page(url)
    try:
        visit.run(page)
    except Refused as error:
        page.error = f"guard_{error.reason}"
    except _Stop as error:
        page.error = str(error)
    except ssl.SSLError:
        page.error = "tls"
    except TimeoutError:
        page.error = "timeout"
    except OSError:
        page.error = "connection"
    except (http.client.HTTPException, ValueError):
        page.error = "protocol"
    if page.error:
        page.body = b""
    return page


class _Visit:
    def __init__(self, guard, limits, kinds, agent):
        self.guard, self.limits, self.kinds, self.agent = guard, limits, kinds, agent
        self.end = time.monotonic() + limits.total

    def run(self, page):
        refreshed = False
        for _hop in range(self.limits.hops + 1):
            target = self.guard.split(page.url)
            page.url = target.url
            page.hops.append(target.url)
            onward = self._visit(target, page)
            if not onward and not refreshed:
                # one page that forwards by <meta refresh> is usual, a chain is not
                onward, refreshed = self._refresh(page), True
            if not onward:
                return
            page.url = urljoin(page.url, onward)
        raise _Stop("redirects")

    def _visit(self, target, page):
        """Fill ``page`` from one hop; answers the address it forwards to."""
        addresses = self.guard.resolve(target)
        page.address = addresses[0]
        with self._connect(target, addresses[0]) as sock:
            self._send(sock, target)
            raw = self._receive(sock)
        response = http.client.HTTPResponse(_Bytes(raw), method="GET")
        response.begin()
        page.status = response.status
        location = response.getheader("Location")
        if response.status in REDIRECTS and location:
            page.body = b""
            return location
        page.content_type = response.getheader("Content-Type") or ""
        kind = page.content_type.partition(";")[0].strip().lower()
        if kind and kind not in self.kinds:
            raise _Stop("content_type")
        page.body = self._unpack(response)
        return None

    def _connect(self, target, address):
        sock = socket.create_connection(
            (address, target.port), timeout=min(self.limits.connect, self._left())
        )
        if target.scheme == "http":
            return sock
        try:
            context = ssl.create_default_context()
            return context.wrap_socket(sock, server_hostname=target.host)
        except BaseException:
            sock.close()
            raise

    def _send(self, sock, target):
        host = target.url.split("/")[2]
        lines = (
            f"GET {target.path} HTTP/1.1",
            f"Host: {host}",
            f"User-Agent: {self.agent}",
            "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
            "Accept-Language: zh-CN,zh;q=0.9",
            "Accept-Encoding: gzip, deflate",
            "Connection: close",
        )
        sock.settimeout(min(self.limits.read, self._left()))
        sock.sendall("\r\n".join((*lines, "", "")).encode("ascii"))

    def _receive(self, sock):
        """All bytes until the answer is whole, the other side closes or a limit is met."""
        raw = bytearray()
        whole = None
        while whole is None or len(raw) < whole:
            sock.settimeout(min(self.limits.read, self._left()))
            part = sock.recv(65536)
            if not part:
                break
            raw += part
            if len(raw) > self.limits.body + self.limits.head:
                raise _Stop("too_large")
            if whole is None:
                whole = self._whole_length(raw)
        return bytes(raw)

    def _whole_length(self, raw):
        """Length of the whole answer once its head is there; None: read on."""
        end = raw.find(b"\r\n\r\n")
        if end < 0:
            if len(raw) > self.limits.head:
                raise _Stop("head_too_large")
            return None
        head = bytes(raw[:end]).lower()
        if b"\r\ntransfer-encoding:" in head:
            return None if not raw.endswith(b"0\r\n\r\n") else len(raw)
        length = re.search(rb"\r\ncontent-length:\s*(\d{1,12})", head)
        return end + 4 + int(length[1]) if length else None

    def _unpack(self, response):
        body = response.read()
        coding = (response.getheader("Content-Encoding") or "").strip().lower()
        if coding in ("gzip", "x-gzip", "deflate"):
            body = self._inflate(body, coding)
        elif coding not in ("", "identity"):
            raise _Stop("encoding")
        if len(body) > self.limits.body:
            raise _Stop("too_large")
        return body

    def _inflate(self, body, coding):
        wbits = 31 if "gzip" in coding else 15
        if coding == "deflate" and (not body or body[0] & 0x0F != 8):
            wbits = -15  # some servers send the bare stream
        unpacker = zlib.decompressobj(wbits)
        try:
            plain = unpacker.decompress(body, self.limits.body + 1)
        except zlib.error as error:
            raise _Stop("encoding") from error
        if len(plain) > self.limits.body:
            raise _Stop("too_large")
        return plain

    def _refresh(self, page):
        found = _REFRESH.search(page.body[:65536])
        return found and found[1].decode("ascii", "ignore")

    def _left(self):
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Bytes:
    """What HTTPResponse wants of a socket."""

    def __init__(self, raw):
        self.raw = raw

    def makefile(self, _mode):
        return io.BytesIO(self.raw)
