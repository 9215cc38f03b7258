import datetime
import hashlib
import ipaddress
import logging

import psycopg2.errors

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

DAY = datetime.timedelta(days=1)
# Wrong answers until the page stays shut. Four digits are 10,000 tries: at ten a day one
# device costs an attacker years, however many addresses he has.
LIMITS = {
    "address": (20, datetime.timedelta(hours=1)),
    "token": (10, DAY),
}
_TRIES = 5


class PublicAttempt(models.Model):
    """Counters of wrong answers on the public page, one row per token and per address.

    An attempt is counted before the answer is looked at and given back when it was right:
    so a hundred guesses at once are a hundred, not one. It is committed apart: what
    becomes of the request does not bring a guess back.
    """

    _name = "aftersales.public.attempt"
    _description = "Wrong Answers on the Public Page"
    _inherit = ["document.default.mixin"]
    _log_access = False
    _rec_name = "key"

    key = fields.Char(required=True, readonly=True)
    failures = fields.Integer(required=True, readonly=True)
    since = fields.Datetime(required=True, readonly=True, index=True)

    _key_unique = models.UniqueIndex("(key)")

    def _own_cursor(self):
        return self.env.registry.cursor()

    @api.model
    def _take(self, token, address):
        """Count one attempt; False when ``token`` or ``address`` has none left.

        An address without attempts costs no token any: nobody fills the table with
        invented tokens. Rows are locked address first, so two requests never wait for
        each other.
        """
        for _try in range(_TRIES):
            try:
                with self._own_cursor() as cr:
                    return all(
                        self._add(cr, kind, value, 1) <= LIMITS[kind][0]
                        for kind, value in self._get_keys(token, address)
                    )
            except psycopg2.errors.SerializationFailure:
                continue  # somebody counted on the same row: look again
        _logger.info("Public page: too many requests at once for one counter")
        return False

    @api.model
    def _give_back(self, token, address):
        """The answer was right: it does not count."""
        for _try in range(_TRIES):
            try:
                with self._own_cursor() as cr:
                    for kind, value in self._get_keys(token, address):
                        self._add(cr, kind, value, -1)
                return
            except psycopg2.errors.SerializationFailure:
                continue

    @api.model
    def _get_keys(self, token, address):
        return [("address", _network(address)), ("token", token)]

    def _add(self, cr, kind, value, change):
        """Change a counter, begun anew when its time is over; returns it."""
        begin = fields.Datetime.now() - LIMITS[kind][1]
        # No token and no address stands in the table, so reading it opens no page.
        key = hashlib.sha256(f"{kind}:{value}".encode(errors="replace")).hexdigest()
        cr.execute(
            SQL(
                """INSERT INTO aftersales_public_attempt AS a (key, failures, since)
                   VALUES (%(key)s, GREATEST(%(change)s, 0), %(now)s)
                   ON CONFLICT (key) DO UPDATE SET
                       failures = GREATEST(0, %(change)s
                           + CASE WHEN a.since <= %(begin)s THEN 0
                                  ELSE a.failures END),
                       since = CASE WHEN a.since <= %(begin)s THEN %(now)s
                                    ELSE a.since END
                   RETURNING failures""",
                key=key,
                change=change,
                begin=begin,
                now=fields.Datetime.now(),
            ),
            log_exceptions=False,  # two at once is nothing to report
        )
        return cr.fetchone()[0]

    @api.autovacuum
    def _gc_over(self):
        """Counters whose time is over count nothing any more."""
        self.search([("since", "<", fields.Datetime.now() - 2 * DAY)]).unlink()


def _network(address):
    """An IPv6 customer has a /64 to himself; that is one address, not 2⁶⁴.

    An IPv4 visitor of a server that listens on IPv6 comes as ``::ffff:a.b.c.d``: he is
    counted by his own address, not with everybody else who does.
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
