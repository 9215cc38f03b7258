from odoo import api, fields, models

from ...exceptions import UnreadableRegister
from ...kernel.headings import CHOSEN
from ...kernel.register import letter


class ImportRegister(models.Model):
    """What the columns of a register mean, and which products it names in vain.

    What is recognised with certainty is used; the rest a person assigns, column by
    column, beside the first values and a proposal.
    """

    _inherit = "aftersales.import"

    column_ids = fields.One2many("aftersales.import.column", "import_id", "Columns")
    heading_row = fields.Integer(
        "Row of the Headings",
        help="Only where the row that was found is not the right one; 0 finds it.",
    )
    sheet_note = fields.Text("Sheets", readonly=True, copy=False)
    has_proposal = fields.Boolean(compute="_compute_has_proposal")
    unknown_ids = fields.One2many(
        "aftersales.import.unknown", "import_id", "Unknown Products"
    )

    @api.depends("column_ids.proposal_id")
    def _compute_has_proposal(self):
        for record in self:
            record.has_proposal = bool(record.column_ids.proposal_id)

    def _map_columns(self):
        """List what the columns mean; whether the file can be read with that."""
        self.ensure_one()
        found, needed = self._find_tables()
        tables = [table for _sheet, table in found]
        good = [table for table in tables if not table.lacks(needed)]
        if not good and not any(any(map(any, t.below)) for t in tables):
            # Nothing stands below any heading, so there is nothing to assign.
            raise UnreadableRegister(self._explain_missing_heading(needed))
        self._list_columns(tables)
        self._in_flow().write({"sheet_note": self._note_sheets(tables, needed)})
        return bool(good)

    def _list_columns(self, tables):
        headings = self.env["aftersales.import.heading"].search(
            [("kind", "=", self.kind)]
        )
        ids = {heading.field_name: heading.id for heading in headings}
        found = {}
        for table in tables:
            for column in table.columns:
                vals = self._prepare_column(table, column, ids)
                there = found.setdefault(column.key, vals)
                there["samples"] = there["samples"] or vals["samples"]
        self.column_ids.unlink()
        self.env["aftersales.import.column"].create(
            [vals | {"sequence": n} for n, vals in enumerate(found.values())]
        )

    def _prepare_column(self, table, column, ids):
        place = letter(column.index)
        return {
            "import_id": self.id,
            "place": f"{table.name} {place}".strip() if table.offset else place,
            "name": column.text,
            "key": column.key,
            "samples": " | ".join(table.get_samples(column)),
            "heading_id": ids.get(column.field),
            "proposal_id": column.source != CHOSEN and ids.get(column.proposal),
        }

    def _note_sheets(self, tables, needed):
        """Sheets that are read and sheets that are not, with the reason; none for one."""
        labels = dict(self._get_needed_labels(needed))
        notes = []
        for table in tables:
            lacking = ", ".join(labels[field] for field in table.lacks(needed))
            if lacking:
                notes.append(
                    self.env._(
                        "Sheet “%(sheet)s” is not read: no column for %(columns)s.",
                        sheet=table.name,
                        columns=lacking,
                    )
                )
            elif len(tables) > 1:
                notes.append(self.env._("Sheet “%s” is read.", table.name))
        return "\n".join(notes)

    def _get_needed_labels(self, needed):
        headings = self.env["aftersales.import.heading"].search(
            [("kind", "=", self.kind), ("field_name", "in", list(needed))]
        )
        return [(h.field_name, h.label) for h in headings]

    def _explain_missing_heading(self, needed):
        headings = self.env["aftersales.import.heading"].search(
            [("kind", "=", self.kind), ("field_name", "in", list(needed))]
        )
        wanted = "; ".join(
            f"{h.label} ({', '.join(h._get_words()[:3])})" for h in headings
        )
        return self.env._(
            "No row with the headings of this register was found. These columns are needed: %s. Press Check and say what the columns mean.",
            wanted,
        )

    def action_accept_proposals(self):
        """Let every column mean what is proposed, then check again."""
        self.ensure_one()
        self.check_access("write")
        self.column_ids.action_accept()
        return self.action_check()

    # --- products that nobody entered yet

    def _list_unknown(self, unknown):
        """``unknown``: {code: (name, rows)}"""
        self.env["aftersales.import.unknown"].create(
            [
                {"import_id": self.id, "code": code, "name": name, "row_count": rows}
                for code, (name, rows) in unknown.items()
            ]
        )

    def action_create_products(self):
        """Create the chosen unknown products, then check again."""
        self.ensure_one()
        self.check_access("write")
        self._check_not_running()
        # sudo: whoever may import registers may import what they name; he reads products
        products = self.env["product.product"].sudo().with_company(self.company_id)
        wanted = self.unknown_ids.filtered("is_wanted")
        there = products.search([("default_code", "in", wanted.mapped("code"))])
        codes = set(there.mapped("default_code"))
        products.create(
            [self._prepare_product(line) for line in wanted if line.code not in codes]
        )
        return self.action_check()

    def _prepare_product(self, line):
        """Hook: what a product of this kind of register is beyond code and name."""
        return {"default_code": line.code, "name": line.name or line.code}
