"""A page as a browser shows it, for pages whose text is made by scripts.

The browser is a program of the operator and runs pages of strangers, so it reaches the
network through a proxy of ours only: every host it asks for goes through the same guard as
a plain visit, is resolved once and connected by the address that was checked. Names are
never resolved by the browser itself, and the whole visit ends at one deadline.
"""

import os
import re
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .address import Guard, Refused

HEAD = 64 * 1024
BYTES = 30 * 1024 * 1024  # of one visit, all its parts together
DOM = 4 * 1024 * 1024
# Browsers reserve far more address space than they use; servers often limit it.
LIFTED = ("sh", "-c", 'ulimit -S -v unlimited 2>/dev/null; exec "$@"', "sh")
FLAGS = (
    *(
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--mute-audio",
        "--disable-quic",
    ),
    *("--disable-extensions", "--disable-sync", "--disable-background-networking"),
    *("--disable-component-update", "--hide-scrollbars", "--window-size=1280,2000"),
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--proxy-bypass-list=<-loopback>",
    "--virtual-time-budget=8000",
    "--dump-dom",
)


@dataclass
class Rendered:
    """The text of the document as it stands in the browser, and a picture (PNG)."""

    html: bytes = b""
    picture: bytes = b""


def render(command, url, guard=None, seconds=25):
    """Show ``url`` in the browser ``command`` (a list); None when there is no result."""
    guard = guard or Guard()
    try:
        target = guard.split(url)
    except Refused:
        return None
    with tempfile.TemporaryDirectory() as folder, _proxy(guard, seconds) as port:
        picture = Path(folder) / "page.png"
        call = [*LIFTED, *command, *FLAGS, f"--proxy-server=http://127.0.0.1:{port}"]
        call += [f"--user-data-dir={folder}/profile", f"--screenshot={picture}"]
        html = _run([*call, target.url], folder, seconds)
        if not html:
            return None
        return Rendered(html, picture.read_bytes() if picture.exists() else b"")


def _run(call, folder, seconds):
    out = Path(folder) / "dom.html"
    with out.open("wb") as stream:
        try:
            process = subprocess.Popen(
                call,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                start_new_session=True,
            )
        except OSError:
            return b""
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return b""
        finally:
            _end(process)
    with out.open("rb") as stream:
        return stream.read(DOM)


def _end(process):
    """The browser and its helpers, which share the session that was opened for it."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


# === THE PROXY === #


@contextmanager
def _proxy(guard, seconds):
    """A proxy on loopback for one visit; answers its port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.guard, server.end = guard, time.monotonic() + seconds
        server.left, server.lock = BYTES, threading.Lock()
        thread = threading.Thread(
            target=server.serve_forever, args=(0.05,), daemon=True
        )
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, _request, _client):
        """What a page does to its connections is no news."""


class _Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.settimeout(5)
        head, rest = self._head()
        first = head.split(b"\r\n", 1)[0].decode("latin1").split(" ")
        if len(first) != 3:
            return
        try:
            target, tunnel = self._target(*first[:2])
        except Refused:
            self.request.sendall(b"HTTP/1.1 403 Refused\r\nContent-Length: 0\r\n\r\n")
            return
        with socket.create_connection(target, timeout=5) as other:
            if tunnel:
                self.request.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            else:
                rest = _origin_form(head, first) + rest
            if rest:
                other.sendall(rest)
            self._relay(other)

    def _head(self):
        data = b""
        while b"\r\n\r\n" not in data and len(data) < HEAD:
            part = self.request.recv(65536)
            if not part:
                break
            data += part
        head, _mark, rest = data.partition(b"\r\n\r\n")
        return head, rest

    def _target(self, method, where):
        """(address, port) that the guard let through, and whether it is a tunnel."""
        tunnel = method == "CONNECT"
        if not tunnel and method not in ("GET", "HEAD"):
            raise Refused("method")
        guard = self.server.guard
        target = guard.split(f"https://{where}/" if tunnel else where)
        return (guard.resolve(target)[0], target.port), tunnel

    def _relay(self, other):
        """Both ways until one side ends, the time is over or too much has passed."""
        back = threading.Thread(
            target=self._pump, args=(self.request, other), daemon=True
        )
        back.start()
        self._pump(other, self.request)

    def _pump(self, source, sink):
        with suppress(OSError):
            while time.monotonic() < self.server.end and self._may():
                part = source.recv(65536)
                if not part:
                    break
                with self.server.lock:
                    self.server.left -= len(part)
                sink.sendall(part)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _may(self):
        return self.server.left > 0


def _origin_form(head, first):
    """The request as the origin server wants it, one request per connection."""
    parts = urlsplit(first[1])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = head.split(b"\r\n")[1:]
    kept = [one for one in lines if not re.match(rb"(?i)(proxy-|connection:)", one)]
    start = f"{first[0]} {path} HTTP/1.1".encode("latin1")
    return b"\r\n".join([start, *kept, b"Connection: close", b"", b""])
