"""What is seen in a scripted fortnight: deadlines, payers, questions, tasks, papers.

A line with ``see`` says what must be true at its moment. Only what the line names is looked
at, but of deadlines, payers and questions all that there are, so that nothing too much
passes unseen (``some`` looks at those named only).
"""

import re
from html import unescape

from .sla.common import local


def when(moment):
    return local(moment).strftime("%m-%d %H:%M") if moment else ""


class Looks:
    """Mixin of `Fortnight`: each `_see_<kind>` returns (expected, found)."""

    def see(self, line):
        """:raises AssertionError: when it is not so"""
        self.env.invalidate_all()
        record = self.find(line["on"]).sudo() if "on" in line else None
        expected, found = getattr(self, f"_see_{line['see']}")(line, record)
        self.assertEqual(expected, found)

    def _see_clocks(self, line, record):
        """{code: "state due"}; of a due date as much as the line says is compared."""
        found = {}
        for clock in record.clock_ids.sorted("id"):
            state = "running" if clock.state == "warned" else clock.state
            words = f"{state} {when(clock.due_at)}".strip()
            found.setdefault(clock.code, []).append(words)
        return self._trim(line, found)

    def _trim(self, line, found):
        expected = {
            k: v if isinstance(v, list) else [v] for k, v in line["are"].items()
        }
        if line.get("some"):
            found = {code: found.get(code, []) for code in expected}
        for code, wanted in expected.items():
            there = found.get(code, [])
            if len(there) == len(wanted):
                pairs = zip(there, wanted, strict=True)
                found[code] = [f[: len(w)] if f.startswith(w) else f for f, w in pairs]
        return expected, found

    def _see_payers(self, line, job):
        """{kind of cost: payer, or payer:percent + …} of the decision that holds."""
        found = {}
        for row in job.decision_id.line_ids.filtered(lambda r: not r.product_id):
            shares = row.shares or []
            whole = len(shares) == 1
            words = [p if whole else f"{p}:{percent:g}" for p, percent in shares]
            found[row.cost_kind] = "+".join(words)
        return line["are"], {kind: found.get(kind) for kind in line["are"]}

    def _see_results(self, line, job):
        """{kind of cost: result, with " preferential" where parts cost less}"""
        found = {}
        for row in job.decision_id.line_ids.filtered(lambda r: not r.product_id):
            cheaper = " preferential" if row.is_preferential else ""
            found[row.cost_kind] = row.result + cheaper
        return line["are"], {kind: found.get(kind) for kind in line["are"]}

    def _see_fees(self, line, job):
        """{kind of fee: {payer: amount}} of what the job caused."""
        found = {}
        for fee in job.fee_ids:
            for share in fee.share_ids:
                payers = found.setdefault(fee.kind, {})
                payers[share.payer] = payers.get(share.payer, 0) + share.amount
        return line["are"], {kind: found.get(kind) for kind in line["are"]}

    def _see_fields(self, line, record):
        """{field: value}; records by name or code, moments as in the script."""
        return line["are"], {name: self._plain(record, name) for name in line["are"]}

    def _plain(self, record, name):
        value = record.mapped(name) if "." in name else record[name]
        if hasattr(value, "_name"):
            return ",".join(value.mapped(value._rec_name or "name"))
        if isinstance(value, list):
            return value[0] if len(value) == 1 else value
        if hasattr(value, "hour"):
            return when(value)
        return str(value) if hasattr(value, "year") else value

    def _see_approvals(self, line, record):
        """["role state"] of what was asked about this record, in order."""
        asked = record.approval_ids.filtered(lambda a: a.state != "withdrawn")
        return line["are"], [f"{a.role_id.code} {a.state}" for a in asked.sorted("id")]

    def _see_task(self, line, record):
        """Somebody has a task about this record; ``says`` is in its words."""
        who = line["who"]
        user = self.holders[who] if who in self.holders else self.people[who]
        tasks = record.activity_ids.filtered(lambda t: t.user_id == user)
        words = [f"{t.summary or ''} {t.note or ''}" for t in tasks]
        found = any(line.get("says", "") in text for text in words)
        return line.get("is", True), found

    def _see_duty(self, line, _record):
        """{code: ["due state"]} of the duties that there are."""
        found = {
            code: [
                f"{when(d.due_at)} {d.state}" for d in self.duties(code).sorted("id")
            ]
            for code in line["are"]
        }
        return line["are"], {
            code: [f"{text[:5]} {text.split()[-1]}" for text in there]
            for code, there in found.items()
        }

    def _see_paper(self, line, record):
        """The form of this Chinese title prints from the record and says this."""
        form = self._get_form(line["title"])
        if not form or form.report_id.model != record._name:
            return line["title"], None
        text = self._print(form, record)
        return [], [word for word in line.get("says", ()) if word not in text]

    def _see_form(self, line, _record):
        """A form of this Chinese title is there, with that many copies."""
        form = self._get_form(line["title"])
        found = form and (len(form.copy_ids) if "copies" in line else True)
        return line.get("copies", True), found or False

    def _get_form(self, title):
        forms = self.env["aftersales.form"].with_context(lang="zh_CN")
        return forms.search([]).filtered(lambda f: f.name == title)[:1]

    def _print(self, form, record):
        report = self.env["ir.actions.report"].with_context(lang="zh_CN")
        page = report._render_qweb_html(form.report_id.report_name, record.ids)[0]
        page = re.sub(r"<style.*?</style>|<[^>]+>", "", page.decode(), flags=re.S)
        return re.sub(r"\s+", "", unescape(page))

    def _see_told(self, line, _record):
        """A document tells this event; nobody has to enter it."""
        return True, not self.event(line["event"]).is_by_hand

    def _see_rule(self, line, _record):
        """{switch of the policy: value}"""
        return line["are"], {
            name: self._plain(self.version, name) for name in line["are"]
        }
