"""A real HTTP server on loopback for page checks; opened in the guard for tests only."""

import gzip
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from odoo.addons.aftersales_icp.kernel.address import Guard

from .pages import LINK, PAGES, foot

RIGHT = foot(LINK).encode()
BOMB = gzip.compress(b"0" * 50_000_000, 1)  # made once: visits are timed
SEEN = []  # what was asked for that nobody may reach


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments):
        """Silence."""

    def do_GET(self):
        name = self.path.strip("/").split("?")[0]
        if name.startswith("page-"):
            html, kind, *_rest = PAGES[list(PAGES)[int(name[5:])]]
            return self.answer(html if isinstance(html, bytes) else html.encode(), kind)
        if name.startswith("rdap/domain/"):
            return self.answer_rdap(name.removeprefix("rdap/domain/"))
        name = name.removesuffix(".js").replace("-", "_")
        return getattr(self, f"do_{name or 'right'}", self.do_nothing)()

    def do_nothing(self):
        self.answer(b"", status=404)

    def answer(self, body, kind="text/html; charset=utf-8", status=200, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def forward(self, where, status=302):
        self.answer(b"", status=status, Location=where)

    def do_right(self):
        self.answer(RIGHT)

    def do_gzip(self):
        self.answer(gzip.compress(RIGHT), Content_Encoding="gzip")

    def do_bomb(self):
        self.answer(BOMB, Content_Encoding="gzip")

    def do_large(self):
        self.answer(b"x" * 3_000_000)

    def do_endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            self.close_connection = True

    def do_slow(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _drop in range(200):
                self.wfile.write(b"<p>")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def do_chunked(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(RIGHT), 700):
            part = RIGHT[at : at + 700]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def do_loop(self):
        self.forward("/loop")

    def do_hop(self):
        self.forward("/right", 301)

    def do_metadata(self):
        self.forward("http://169.254.169.254/latest/meta-data/")

    def do_inside(self):
        self.forward("http://inside.example.cn/")

    def do_file(self):
        self.forward("file:///etc/passwd")

    def do_refresh(self):
        self.answer(b'<meta http-equiv="refresh" content="0; url=/right">')

    def do_pdf(self):
        self.answer(b"%PDF", "application/pdf")

    def do_error(self):
        self.answer(b"oops", status=503)

    def do_brotli(self):
        self.answer(b"xx", Content_Encoding="br")

    def do_garbage(self):
        self.wfile.write(b"this is no HTTP\r\n\r\n")
        self.close_connection = True

    def do_nested(self):
        self.answer(b"<div>" * 10_000 + RIGHT)

    def answer_rdap(self, name):
        """A registry that knows example.cn, hides one registrant and fails for others."""
        if name == "broken.cn":
            return self.answer(b"{", "application/rdap+json")
        if name not in ("example.cn", "hidden.cn"):
            return self.answer(b'{"errorCode": 404}', "application/rdap+json", 404)
        holder = "别的公司" if name == "example.cn" else "REDACTED FOR PRIVACY"
        answer = {
            "objectClassName": "domain",
            "ldhName": name.upper(),
            "status": ["client transfer prohibited"],
            "events": [
                {"eventAction": "registration", "eventDate": "2015-01-01T00:00:00Z"},
                {"eventAction": "expiration", "eventDate": "2031-03-16T16:00:00Z"},
            ],
            "entities": [card("registrar", "某注册商"), card("registrant", holder)],
        }
        return self.answer(json.dumps(answer).encode(), "application/rdap+json")

    def do_spa(self):
        self.answer(b'<div id="root"></div><script src="/bundle.js"></script>')

    def do_spa_other(self):
        self.answer(
            b'<div id="root"></div><script src="http://inside.example.cn/a.js"></script>'
        )

    def do_bundle(self):
        html = json.dumps(foot(LINK))
        script = f"document.getElementById('root').innerHTML = {html}"
        self.answer(script.encode(), "application/javascript; charset=utf-8")

    def do_spa_inside(self):
        """A page that lets the browser ask for what the guard refuses."""
        self.answer(
            b'<div id="root"></div><script src="/bundle.js"></script><script>'
            b"for (const one of ['http://inside.example.cn/x', 'http://127.0.0.1:%d/seen',"
            b"'http://169.254.169.254/latest/']) fetch(one, {mode: 'no-cors'}).then("
            b"() => 1, () => 2);</script>" % self.server.server_address[1]
        )

    def do_seen(self):
        SEEN.append(self.path)
        self.answer(b"secret")

    def do_missing(self):
        self.answer(foot("版权所有").encode())


def card(role, name):
    """An entity of a registry's answer."""
    return {"roles": [role], "vcardArray": ["vcard", [["fn", {}, "text", name]]]}


@contextmanager
def serving():
    """The server and a guard that lets exactly this one through."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    asked = []

    def resolver(host, _port):
        asked.append(host)
        return ["10.0.0.1"] if host.startswith("inside") else ["127.0.0.1"]

    port = server.server_address[1]
    guard = Guard(frozenset({80, 443, port}), frozenset({"127.0.0.1"}), resolver)
    try:
        yield f"http://www.example.cn:{port}", guard, asked
    finally:
        server.shutdown()
        server.server_close()
