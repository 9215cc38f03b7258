import base64
import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import ACCESS_FILED, SERVICE_ENDED
from ..exceptions import IcpCheckTooSoon
from ..kernel.address import Guard, in_ranges
from ..kernel.facts import CODES
from ..kernel.fetch import fetch
from ..kernel.page import Expected, Finding, Verdict, judge
from .aftersales_icp_check import RESULTS

APART = timedelta(hours=6)
PAUSE = timedelta(seconds=60)
AGAIN = timedelta(days=7)
SOON = timedelta(hours=7)
NEEDED = {"C14": 3}  # a site may be down for a moment
UNREACHABLE = {"timeout", "connection", "guard_unknown", "protocol", "tls"}


class IcpServiceCheck(models.Model):
    """The home page checks itself: weekly, sooner after a failure (design §5)."""

    _inherit = "aftersales.icp.service"

    is_watched = fields.Boolean(
        string="Check the Home Page", help="Visits the home page every week."
    )
    next_check = fields.Datetime(readonly=True, copy=False)
    last_check_at = fields.Datetime(readonly=True, copy=False)
    last_result = fields.Selection(RESULTS, readonly=True, copy=False)
    check_ids = fields.One2many("aftersales.icp.check", "service_id")
    finding_ids = fields.One2many("aftersales.icp.finding", "service_id")

    _to_check = models.Index("(next_check) WHERE is_watched IS TRUE")

    def action_check_now(self):
        """Look at the page now; once a minute is enough."""
        self.check_access("write")  # a visit leaves its result on the service
        now = fields.Datetime.now()
        for service in self:
            if service.last_check_at and now - service.last_check_at < PAUSE:
                raise IcpCheckTooSoon(
                    self.env._("%s was checked a moment ago.", service.name)
                )
        self._check_pages()
        return True

    @api.model
    def _cron_check_pages(self):
        """Pages whose turn has come, with a commit behind each: a page may keep us waiting,
        and none is fetched twice because another one fails."""
        now = fields.Datetime.now()
        self.env["ir.cron"]._work_off(
            "aftersales_icp.cron_check",
            self,
            Domain("is_watched", "=", True)
            & Domain("state", "not in", list(SERVICE_ENDED))
            & (Domain("next_check", "=", False) | Domain("next_check", "<=", now)),
            lambda services: services._check_pages(),
            order="next_check, id",
            size=1,
        )

    def _check_pages(self):
        for service in self:
            if service._homepage():
                # sudo: as in _record; what a registry says is written by the register
                service.sudo().domain_ids._ask_registry_when_due()
                page, verdict = service._look()
                verdict.findings += service._facts()
                service._record(page, verdict)

    # === LOOKING === #

    @api.model
    def _icp_guard(self):
        """Only public addresses; tests open a port of their own machine."""
        return Guard()

    def _look(self):
        """The page and the verdict on it."""
        page = fetch(self._homepage(), self._icp_guard(), agent=self._agent())
        if page.error or page.status >= 400:
            return page, self._unread(page)
        expected = self._expected()
        verdict = judge(page.body, page.content_type, expected, self._icp_bounds())
        if any(one.code == "C18" for one in verdict.findings):
            verdict = self._look_behind(page, verdict, expected)
        around = self._around(page, expected)
        verdict.findings += around
        if any(one.severity == "error" for one in around):
            verdict.result = "fail"
        return page, verdict

    @api.model
    def _agent(self):
        # sudo: the address of this server is no secret, visited sites may ask who came
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        return f"ICP-Register/1.0 (+{base})" if base.isascii() else "ICP-Register/1.0"

    def _unread(self, page):
        """Not readable is not the same as not shown."""
        if page.error == "tls":
            return Verdict("inconclusive", [Finding("C15", page.url)])
        if page.error in UNREACHABLE or page.status >= 500:
            return Verdict(
                "inconclusive", [Finding("C14", page.error or str(page.status))]
            )
        return Verdict("inconclusive", [])

    def _around(self, page, expected):
        findings = []
        host = page.url.split("//")[-1].split("/")[0].split(":")[0]
        names = expected.hosts
        if names and not any(host == n or host.endswith(f".{n}") for n in names):
            findings.append(Finding("C16", host))
        if expected.ranges and not in_ranges(page.address, expected.ranges):
            findings.append(Finding("C19", page.address))
        return findings

    def _expected(self):
        subject = self.subject_id
        preapproved = self.preapproval_ids.type_id
        types = self.env["aftersales.icp.code"]._valid_on(
            self._today(), [("category", "=", "preapproval"), ("words", "!=", False)]
        )
        accesses = self.access_ids.filtered(lambda one: one.state in ACCESS_FILED)
        licence = self.licence_id.filtered(lambda one: one.state == "granted")
        return Expected(
            service=self.number or "",
            subject=subject.number or "",
            subject_allowed=subject.province_id.display_number == "subject",
            psb=self.psb_number or "",
            licence=licence.number or "",
            commercial=self._licensed(),
            hosts=frozenset(self.domain_ids.mapped("name")),
            ranges=";".join(filter(None, accesses.mapped("ip_ranges"))),
            preapproval_words=tuple(
                word for one in types - preapproved for word in one.words.split()
            ),
        )

    # === REMEMBERING === #

    def _record(self, page, verdict):
        # sudo: visits and findings are written by the register, not typed by people
        service = self.sudo()
        now = fields.Datetime.now()
        check = (
            self.env["aftersales.icp.check"]
            .sudo()
            .create(self._prepare_check_vals(page, verdict))
        )
        service._note_findings(verdict, now)
        soon = verdict.result != "pass" or service._awaits_second_look()
        service._in_flow().write(
            {
                "last_check_at": now,
                "last_result": verdict.result,
                "next_check": now + (SOON if soon else AGAIN) + self._jitter(),
                "sells_paid": service.sells_paid
                or any(one.code == "C23" for one in verdict.findings),
            }
        )
        if verdict.result == "pass" and self.state in ("filed", "changing"):
            self._fulfil_duties(
                ["service_filed"], f"{check.url} {check.numbers} {check.sha256}"
            )
        return check

    def _prepare_check_vals(self, page, verdict):
        text = page.body.decode(verdict.charset or "utf-8", "replace")
        return {
            "service_id": self.id,
            "result": verdict.result,
            "url": page.url[:500],
            "hops": "\n".join(page.hops)[:4000],
            "address": page.address,
            "status": page.status,
            "charset": verdict.charset,
            "error": page.error,
            "method": verdict.method,
            "screenshot": verdict.picture and base64.b64encode(verdict.picture),
            "numbers": ", ".join(verdict.shown)[:500],
            "sha256": hashlib.sha256(page.body).hexdigest() if page.body else False,
            "excerpt": _excerpt(text),
        }

    def _jitter(self):
        """Not all pages in the same minute."""
        return timedelta(minutes=self.id % 97)

    def _note_findings(self, verdict, now):
        """Seen again, new, or gone; an inconclusive visit proves nothing gone."""
        known = {one.code: one for one in self.finding_ids if not one.fixed_on}
        seen = {one.code: one for one in verdict.findings}
        confirmed = self.env["aftersales.icp.finding"]
        for code, one in seen.items():
            if code not in known:
                self._new_finding(one, now)
            elif known[code]._seen_again(one, now):
                confirmed |= known[code]
        for code, finding in known.items():
            if code not in seen and self._proves_gone(code, verdict, seen):
                finding.fixed_on = now
        if confirmed:
            confirmed._on_confirmed()

    def _awaits_second_look(self):
        """Something alarming was seen once: a week is too long to wait for the proof."""
        return any(
            one._is_alarm() and not one.confirmed_at and not one.fixed_on
            for one in self.finding_ids
        )

    @api.model
    def _proves_gone(self, code, verdict, seen):
        """Whether this visit shows that an earlier finding holds no more."""
        if verdict.result != "inconclusive" or code in CODES:
            return True
        return code == "C14" and not seen.keys() - CODES

    def _new_finding(self, one, now):
        penalties = self.env["aftersales.icp.penalty"].search(
            [("finding_codes", "like", one.code)], limit=1
        )
        return self.env["aftersales.icp.finding"].create(
            {
                "service_id": self.id,
                "code": one.code,
                "severity": one.severity,
                "detail": one.detail[:300],
                "law_id": penalties.law_id.id,
                "first_seen": now,
                "last_seen": now,
            }
        )


class IcpFinding(models.Model):
    _inherit = "aftersales.icp.finding"

    def _seen_again(self, one, now):
        """Counted when six hours lie between; True when this confirms an alarm."""
        if now - self.last_seen < APART:
            return False
        graver = self.confirmed_at and one.severity == "error" != self.severity
        self.write(
            {
                "last_seen": now,
                "hits": self.hits + 1,
                "detail": one.detail[:300],
                "severity": self.severity if self.code == "C14" else one.severity,
            }
        )
        if graver and self.code != "C14":
            return True
        due = self.hits >= NEEDED.get(self.code, 2)
        if self._is_alarm() and not self.confirmed_at and due:
            severity = "error" if self.code == "C14" else self.severity
            self.write({"confirmed_at": now, "severity": severity})
            return True
        return False


def _excerpt(text):
    """The last part of the page, where numbers stand; enough to see what was seen."""
    return text[-20000:]
