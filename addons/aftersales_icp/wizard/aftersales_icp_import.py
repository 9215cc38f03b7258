import base64
import io
import zipfile

import openpyxl

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.resource_calendar_makeup.kernel.files import unpacks_to

from ..const import GROUP_COMPLIANCE
from ..exceptions import IcpImportWrong
from ..kernel.sheet import KINDS, REQUIRED, check, headings, row
from ..messages import IMPORT, REASONS

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20000
MAX_COLUMNS = 200
# What the workbook may unpack to: its texts are held as a whole.
MAX_UNPACKED = 100 * 1024 * 1024


class IcpImport(models.TransientModel):
    """An old register from Excel: first what is wrong, all of it; then the import."""

    _name = "aftersales.icp.import"
    _description = "Import a Register"
    _inherit = "document.window.mixin"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(string="Workbook (.xlsx)", required=True)
    filename = fields.Char()
    is_checked = fields.Boolean()
    good_count = fields.Integer(string="Rows in Order", readonly=True)
    problems = fields.Text(readonly=True)
    result = fields.Text(readonly=True)

    def action_check(self):
        """Dry run: every row is read, nothing is written."""
        good, problems = self._read()
        self.write(
            {
                "is_checked": True,
                "good_count": len(good),
                "problems": "\n".join(problems),
                "result": False,
            }
        )
        return self._again()

    def action_import(self):
        """The rows that are in order become organisers and services."""
        good, problems = self._read()
        done, refused = self.env["aftersales.icp.intake"]._take(good, self.company_id)
        self.write(
            {
                "is_checked": True,
                "good_count": len(good),
                "problems": "\n".join(problems + refused),
                "result": self.env._("%s services imported.", len(done)),
            }
        )
        return self._again()

    def _again(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _read(self):
        """Good rows, and sentences about the others."""
        rows = self._rows()
        columns = headings(next(rows, []))
        if not set(REQUIRED) <= columns.keys():
            raise IcpImportWrong(
                self.env._(
                    "The first row must name the columns 主办单位 and 备案号; 域名,"
                    " 网站名称, 审核日期, 公安备案号 and 接入商 are read as well."
                )
            )
        bounds = self.env["aftersales.icp.service"]._icp_bounds()
        good, problems = [], []
        for line, cells in enumerate(rows, 2):
            values = row(columns, cells)
            if not any(values.values()):
                continue
            number, codes = check(values, bounds)
            if codes:
                problems.append(self._problem(line, codes))
            else:
                good.append({**values, "parsed": number, "line": line})
        return good, problems

    def _rows(self):
        content = base64.b64decode(self.file or b"")
        if len(content) > MAX_BYTES:
            raise IcpImportWrong(self.env._("The file is larger than 10 MB."))
        try:
            if unpacks_to(content) > MAX_UNPACKED:
                raise IcpImportWrong(
                    self.env._("The file unpacks to more than 100 MB.")
                )
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True
            )
        except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise IcpImportWrong(
                self.env._("This is not an Excel workbook (.xlsx).")
            ) from error
        sheet = book.worksheets[0]
        return iter(
            sheet.iter_rows(values_only=True, max_row=MAX_ROWS, max_col=MAX_COLUMNS)
        )

    def _problem(self, line, codes):
        known = {**REASONS, **IMPORT}
        texts = " ".join(self.env._(known[code]) for code in codes)
        return self.env._("Row %(line)s: %(texts)s", line=line, texts=texts)


class IcpIntake(models.AbstractModel):
    """Rows of any source become organisers, services and domains."""

    _name = "aftersales.icp.intake"
    _description = "ICP Intake"

    @api.model
    def _take(self, rows, company):
        """Created services, and sentences about what the register refused."""
        subjects = self._subjects(rows, company)
        known = self._known_numbers(rows, company)
        done, refused = self.env["aftersales.icp.service"], []
        for values in rows:
            number = values["parsed"]
            if number.kind != "service" or number.canonical in known:
                continue
            known.add(number.canonical)
            try:
                with self.env.cr.savepoint():
                    done |= self._create_service(subjects[number.main], values)
            except UserError as error:
                refused.append(
                    self.env._(
                        "Row %(line)s: %(reason)s", line=values["line"], reason=error
                    )
                )
        self._file(subjects.values())
        return done, refused

    def _known_numbers(self, rows, company):
        numbers = [values["parsed"].canonical for values in rows]
        services = self.env["aftersales.icp.service"].search_fetch(
            [("number", "in", numbers), ("company_id", "=", company.id)], ["number"]
        )
        return set(services.mapped("number"))

    def _subjects(self, rows, company):
        """{main number: organiser}, found or made, for all rows at once."""
        mains = self._first_rows(rows)
        domain = [
            ("number", "in", list(mains)),
            ("company_id", "=", company.id),
            ("state", "not in", ("cancelled", "revoked")),
        ]
        model = self.env["aftersales.icp.subject"]
        found = {subject.number: subject for subject in model.search(domain)}
        new = {main: one for main, one in mains.items() if main not in found}
        partners = self._partners({one["organiser"] for one in new.values()})
        created = model.create(
            [
                {
                    "company_id": company.id,
                    "partner_id": partners[values["organiser"]].id,
                    "kind": "subject" if "ICP备" in main else "licence",
                    "number_raw": main,
                    "filed_date": values.get("filed_on"),
                }
                for main, values in new.items()
            ]
        )
        return found | {subject.number: subject for subject in created}

    def _first_rows(self, rows):
        """{main number: its row with the earliest day of filing}"""
        mains = {}
        for values in rows:
            known = mains.setdefault(values["parsed"].main, dict(values))
            days = [one["filed_on"] for one in (known, values) if one.get("filed_on")]
            known["filed_on"] = min(days, default=None)
        return mains

    def _partners(self, names):
        partners = self.env["res.partner"].search(
            [("name", "in", list(names)), ("parent_id", "=", False)], order="id desc"
        )
        found = {partner.name: partner for partner in partners}
        missing = [name for name in names if name not in found]
        created = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in missing]
        )
        return found | {partner.name: partner for partner in created}

    def _create_service(self, subject, values):
        number = values["parsed"]
        service = self.env["aftersales.icp.service"].create(
            {
                "subject_id": subject.id,
                "name": values.get("name") or values.get("domain") or number.canonical,
                "kind": KINDS[number.suffix],
                "number_raw": values.get("number") or number.canonical,
                "filed_on": values.get("filed_on"),
                "domain_name": values.get("domain") or False,
            }
        )
        if values.get("psb"):
            self.env["aftersales.icp.psb"].create(
                {"service_id": service.id, "number_raw": values["psb"]}
            )
        return service

    def _file(self, subjects):
        """A compliance officer who imports takes the filings over at once."""
        officer = self.env.user.has_group(GROUP_COMPLIANCE)
        for subject in subjects:
            if officer and subject.state == "draft":
                subject.action_file()
            elif officer and subject.state == "filed":
                subject.service_ids._follow_subject()
