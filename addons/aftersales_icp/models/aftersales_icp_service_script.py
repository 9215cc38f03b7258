"""Pages whose text is made by scripts: their scripts are read, or a browser shows them."""

import os
import shlex
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from odoo import api, models

from ..kernel.fetch import Limits, fetch
from ..kernel.page import Finding, find_in_script, judge, script_addresses
from ..kernel.render import render

SCRIPTS = 3
SCRIPT_BYTES = 1024 * 1024
SCRIPT_KINDS = frozenset(
    {
        *("application/javascript", "text/javascript", "application/x-javascript"),
        "application/ecmascript",
    }
)
BROWSER = "AFTERSALES_ICP_BROWSER"


class IcpServiceScript(models.Model):
    _inherit = "aftersales.icp.service"

    def _look_behind(self, page, verdict, expected):
        """The verdict on the shown page; without a browser it stays inconclusive."""
        shown = self._render(page.url)
        if shown:
            found = judge(
                shown.html, "text/html; charset=utf-8", expected, self._icp_bounds()
            )
            # what the browser shows is the page: its own text is what the visit keeps
            page.body = shown.html
            return replace(found, method="headless", picture=shown.picture)
        place = self._place_in_scripts(page, expected)
        if not place:
            return verdict
        others = [one for one in verdict.findings if one.code != "C18"]
        findings = [*others, Finding("C18", place)]
        return replace(verdict, findings=findings, method="script")

    @api.model
    def _browser(self):
        """The browser of the operator, from the environment of the server process.

        Not from the database: whoever may change settings must not choose programs.
        """
        return shlex.split(os.environ.get(BROWSER, ""))

    def _render(self, url):
        """The page as shown, or None: adapter hook, no browser is no answer."""
        command = self._browser()
        return render(command, url, self._icp_guard()) if command else None

    def _place_in_scripts(self, page, expected):
        """The first of three scripts of the same origin that holds the own number."""
        limits = Limits(total=10, body=SCRIPT_BYTES)
        addresses = script_addresses(page.body, page.content_type)
        for address in self._same_origin(page.url, addresses)[:SCRIPTS]:
            script = fetch(
                address, self._icp_guard(), limits, SCRIPT_KINDS, self._agent()
            )
            if script.status != 200 or script.error:
                continue
            if number := find_in_script(script.body, expected, self._icp_bounds()):
                return f"{number}: {address}"
        return ""

    @api.model
    def _same_origin(self, url, addresses):
        whole = [urljoin(url, address) for address in addresses]
        origin = urlsplit(url)[:2]
        return [one for one in whole if urlsplit(one)[:2] == origin]
