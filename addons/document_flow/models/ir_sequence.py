from odoo import api, fields, models


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _draw(self, code, count):
        """``count`` numbers as `next_by_code` gives them: after the first one, a counter
        that may leave gaps is asked once for all the others."""
        numbers = [self.next_by_code(code)]
        sequence, counter = self._find_counter(code) if count > 1 else (self, None)
        if not counter:
            return numbers + [self.next_by_code(code) for _n in range(count - 1)]
        self.env.cr.execute(
            "SELECT nextval(%s) FROM generate_series(2, %s)", [counter, count]
        )
        prefix, suffix = sequence._get_prefix_suffix()
        return numbers + [
            f"{prefix}{number:0{sequence.padding}d}{suffix}"
            for (number,) in self.env.cr.fetchall()
        ]

    @api.model
    def _find_counter(self, code):
        """(sequence, name of its counter in the database), as `next_by_code` chooses them;
        None for one without gaps, which is a locked row."""
        companies = [self.env.company.id, False]
        found = self.search(
            [("code", "=", code), ("company_id", "in", companies)],
            order="company_id",
            limit=1,
        )
        if found.implementation != "standard":
            return found, None
        if not found.use_date_range:
            return found, f"ir_sequence_{found.id:03d}"
        day = self.env.context.get("ir_sequence_date", fields.Date.today())
        dated = self.env["ir.sequence.date_range"].search(
            [
                ("sequence_id", "=", found.id),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ],
            limit=1,
        )
        found = found.with_context(ir_sequence_date_range=dated.date_from)
        return found, f"ir_sequence_{found.id:03d}_{dated.id:03d}"
