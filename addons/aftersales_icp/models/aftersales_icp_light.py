from odoo import api, fields, models

from ..const import SERVICE_ENDED
from ..kernel.exposure import Bracket, exposure
from ..messages import LIGHT

LIGHTS = [("green", "In Order"), ("yellow", "Attention"), ("red", "Act Now")]
RED = {
    "revoked",
    "suspended",
    "access_lost",
    "late",
    "finding",
    "unlicensed",
    "unfiled",
    "incident",
}


class IcpSubjectLight(models.Model):
    """One traffic light per organiser, with its reasons and what it may cost."""

    _inherit = "aftersales.icp.subject"

    light = fields.Selection(LIGHTS, compute="_compute_light")
    light_reasons = fields.Text(string="Why", compute="_compute_light")
    exposure_low = fields.Float(compute="_compute_exposure", string="Exposure From")
    exposure_high = fields.Float(compute="_compute_exposure", string="Exposure To")
    exposure_html = fields.Html(compute="_compute_exposure", sanitize=False)
    illegal_income = fields.Float(
        string="Income Without Licence",
        help="For the exposure only: what was earned without the licence it needs.",
    )

    def _compute_light(self):
        facts = self._light_facts()
        for subject in self:
            codes = facts.get(subject.id, {})
            red = RED & codes.keys()
            subject.light = "red" if red else "yellow" if codes else "green"
            subject.light_reasons = "\n".join(
                self._reason(code, number) for code, number in sorted(codes.items())
            )

    def _reason(self, code, number):
        text = self.env._(LIGHT[code])
        return text % number

    def _light_facts(self):
        """{subject id: {code: how many}}, in a fixed number of queries."""
        facts = {}

        def note(subject_id, code, count=1):
            mine = facts.setdefault(subject_id, {})
            mine[code] = mine.get(code, 0) + count

        for subject in self:
            if subject.state in ("revoked", "suspended"):
                note(subject.id, subject.state)
        self._note_services(note)
        self._note_duties(note)
        self._note_findings(note)
        self._note_incidents(note)
        return facts

    def _note_services(self, note):
        services = self.env["aftersales.icp.service"]
        for service in services.search(
            [("subject_id", "in", self.ids), ("state", "not in", list(SERVICE_ENDED))]
        ):
            owner = service.subject_id.id
            if service.state in ("suspended", "access_lost"):
                note(owner, service.state)
            if service.state in ("draft", "filing"):
                sold = service.access_ids.filtered(lambda one: one.state == "active")
                note(owner, "unfiled" if sold else "in_filing")
            if service.has_alarm:
                note(owner, "unlicensed")
            if service.evidence_doubt:
                note(owner, "doubt")
            if service.is_bulletin and not service.bulletin_filed_on:
                note(owner, "bulletin")
            if any(service.function_ids.mapped("is_beyond")):
                note(owner, "beyond")

    def _note_duties(self, note):
        today = self._today()
        duties = self.env["aftersales.icp.obligation"]
        soon = fields.Date.add(today, days=30)
        for subject, due, count in duties._read_group(
            [
                ("subject_id", "in", self.ids),
                ("state", "=", "open"),
                ("due_on", "<=", soon),
            ],
            ["subject_id", "due_on:day"],
            ["__count"],
        ):
            note(subject.id, "late" if due < today else "soon", count)

    def _note_findings(self, note):
        findings = self.env["aftersales.icp.finding"]
        for finding in findings.search(
            [
                ("service_id.subject_id", "in", self.ids),
                ("service_id.state", "not in", list(SERVICE_ENDED)),
                ("confirmed_at", "!=", False),
                ("fixed_on", "=", False),
            ]
        ):
            code = "finding" if finding.severity == "error" else "notice"
            note(finding.service_id.subject_id.id, code)

    def _note_incidents(self, note):
        """Prohibited content that is not dealt with, or not closed (articles 16 and 20)."""
        incidents = self.env["aftersales.icp.incident"]
        for incident in incidents.search(
            [
                ("service_id.subject_id", "in", self.ids),
                ("kind", "=", "content"),
                ("on_hold", "=", True),
            ]
        ):
            owner = incident.service_id.subject_id.id
            reported = incident.state == "reported"
            note(owner, "incident_reported" if reported else "incident")
            if not incident.preserved_at:
                note(owner, "records")

    # === EXPOSURE (I-50 to I-56) === #

    def _compute_exposure(self):
        for subject in self:
            rows = subject._exposure_rows()
            subject.exposure_html = self.env["ir.qweb"]._render(
                "aftersales_icp.exposure_table", {"rows": rows}
            )
            subject.exposure_low = sum(row["low"] for row in rows)
            subject.exposure_high = sum(row["high"] for row in rows)

    def _exposure_rows(self):
        """One row per violation that the register knows of, with article and bracket."""
        self.ensure_one()
        penalties = self.env["aftersales.icp.penalty"]._valid_on(self._today())
        codes = self._violations()
        return [
            self._exposure_row(penalty)
            for penalty in penalties
            if penalty.code in codes
            or codes & set((penalty.finding_codes or "").split(","))
        ]

    def _violations(self):
        """Codes of penalties and of confirmed findings that hold now."""
        facts = self._light_facts().get(self.id, {})
        codes = {"unfiled", "beyond", "bulletin"} & facts.keys()
        codes |= {"unlicensed"} if "unlicensed" in facts else set()
        codes |= (
            {"content"} if facts.keys() & {"incident", "incident_reported"} else set()
        )
        codes |= {"records"} & facts.keys()
        late = self.env["aftersales.icp.obligation"].search(
            [("subject_id", "in", self.ids), ("is_late", "=", True)]
        )
        by_event = {
            "service_opened": "psb",
            "change_planned": "change",
            "service_end": "change",
            "annual_due": "annual",
            "incident_found": "incident",
        }
        codes |= {by_event[e] for e in late.mapped("rule_id.event") if e in by_event}
        findings = self.env["aftersales.icp.finding"].search(
            [
                ("service_id.subject_id", "in", self.ids),
                ("service_id.state", "not in", list(SERVICE_ENDED)),
                ("confirmed_at", "!=", False),
                ("fixed_on", "=", False),
            ]
        )
        return codes | set(findings.mapped("code"))

    def _exposure_row(self, penalty):
        bracket = Bracket(
            penalty.low,
            penalty.high,
            penalty.threshold,
            penalty.low_times,
            penalty.high_times,
        )
        found = exposure(bracket, self.illegal_income)
        return {
            "name": penalty.name,
            "law": penalty.law_id.display_name,
            "text": penalty.law_id.text,
            "confiscated": float(found.confiscated),
            "low": float(found.low),
            "high": float(found.high),
            "consequence": penalty.consequence or "",
        }

    @api.model
    def _light_label(self, light):
        return dict(self._fields["light"]._description_selection(self.env))[light]
