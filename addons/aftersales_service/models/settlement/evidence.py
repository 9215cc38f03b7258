import base64
import csv
import hashlib
import io
import zipfile

from odoo import models

from ...groups import FINANCE

_SHEET = "cases.csv"
_SUMS = "SHA256SUMS"
_HEAD = ("no", "job", "serial", "cost", "amount", "decision", "old parts", "judgement")


class Settlement(models.Model):
    """The proof behind a claim (证据包): what was photographed, signed, inspected and judged
    about each case, in one archive with the fingerprint of every file."""

    _inherit = "aftersales.settlement"

    def action_download_evidence(self):
        """The archive that went out, else one as things stand now."""
        self._require_group(FINANCE)
        self.ensure_one()
        file = self._find_evidence() or self._attach_evidence()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?download=true",
            "target": "self",
        }

    def _find_evidence(self):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("name", "=", self._get_evidence_name()),
            ],
            order="id desc",
            limit=1,
        )

    def _get_evidence_name(self):
        return f"{self.name}-evidence.zip"

    def _attach_evidence(self):
        # sudo: proof lies with other departments; what is in it, this code chooses
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": self._get_evidence_name(),
                    "raw": self.sudo()._pack_evidence(),
                    "mimetype": "application/zip",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )

    def _pack_evidence(self):
        """Bytes of the archive: the cases as a table, their files, and all fingerprints."""
        files = {_SHEET: self._write_cases()}
        for folder, name, raw in self._get_evidence_files():
            path, number = f"{folder}/{name}", 1
            while path in files:
                number += 1
                path = f"{folder}/{number}-{name}"
            files[path] = raw
        sums = "".join(
            f"{hashlib.sha256(raw).hexdigest()}  {path}\n"
            for path, raw in files.items()
        )
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, raw in (files | {_SUMS: sums.encode()}).items():
                archive.writestr(path, raw)
        return stream.getvalue()

    def _write_cases(self):
        """One row for each line; read by spreadsheets, hence the mark of its encoding."""
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow(_HEAD)
        for line in self.line_ids:
            job = line.order_id
            answers = job.decision_id.line_ids.filtered(
                lambda a, line=line: a.cost_kind == line.kind
            )
            parts = job.old_part_ids
            judged = [
                f"{part.name}: {part.judgement_note}"
                for part in parts
                if part.judgement_note
            ]
            writer.writerow(
                [
                    line.sequence,
                    job.name,
                    line.serial or "",
                    line.name,
                    f"{line.net:.2f}",
                    " ".join(filter(None, answers.mapped("sentence"))),
                    " ".join(parts.mapped("name")),
                    " | ".join(judged),
                ]
            )
        return stream.getvalue().encode("utf-8-sig")

    def _get_evidence_files(self):
        """[(folder, name, bytes)]: files of the jobs, their visits and inspections, and
        the signatures under the slips."""
        jobs = self.line_ids.order_id
        visits = jobs.visit_ids
        files = [
            (visit.order_id.name, f"{visit.name}-signature.png", visit.signature)
            for visit in visits
            if visit.signature
        ]
        files = [(folder, name, base64.b64decode(raw)) for folder, name, raw in files]
        owners = {(jobs._name, job.id): job.name for job in jobs}
        owners |= {(visits._name, visit.id): visit.order_id.name for visit in visits}
        papers = self.env["aftersales.inspection"]
        for paper in papers.search([("order_id", "in", jobs.ids)]):
            owners[papers._name, paper.id] = paper.order_id.name
        for file in self._search_files(owners):
            owner = owners[file.res_model, file.res_id]
            files.append((owner, file.name or "file", file.raw or b""))
        return [
            (folder.replace("/", "-"), name.replace("/", "-"), raw)
            for folder, name, raw in files
        ]

    def _search_files(self, owners):
        models_ = {}
        for model, number in owners:
            models_.setdefault(model, []).append(number)
        files = self.env["ir.attachment"]
        for model, ids in models_.items():
            files |= files.search(
                [
                    ("res_model", "=", model),
                    ("res_id", "in", ids),
                    ("res_field", "=", False),
                    ("type", "=", "binary"),
                ]
            )
        return files
