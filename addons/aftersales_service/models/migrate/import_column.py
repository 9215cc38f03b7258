from odoo import api, fields, models


class ImportColumn(models.Model):
    """A column of a register: its heading, what stands in it, and what it means.

    Several sheets with the same heading share one.
    """

    _name = "aftersales.import.column"
    _description = "Register Column"
    _order = "import_id, sequence, id"

    import_id = fields.Many2one(
        "aftersales.import", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(related="import_id.kind")
    sequence = fields.Integer()
    place = fields.Char("Column", readonly=True)
    name = fields.Char("Heading in the File", readonly=True)
    key = fields.Char(readonly=True)
    samples = fields.Char("First Values", readonly=True)
    heading_id = fields.Many2one(
        "aftersales.import.heading",
        "Stands For",
        domain="[('kind', '=', kind)]",
        index="btree_not_null",
        ondelete="set null",
        help="Empty: the column is not read. What you choose is remembered for later registers.",
    )
    proposal_id = fields.Many2one(
        "aftersales.import.heading",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def write(self, vals):
        """What a person assigns is remembered (overrides `write`)."""
        result = super().write(vals)
        if "heading_id" in vals:
            for record in self.import_id:
                mine = self.filtered(lambda c, r=record: c.import_id == r)
                self.env["aftersales.import.alias"]._remember(record, mine)
        return result

    def action_accept(self):
        """Let the columns mean what is proposed."""
        self.check_access("write")
        for proposal, columns in self.grouped("proposal_id").items():
            if proposal:
                columns.write({"heading_id": proposal.id, "proposal_id": False})
        return True

    @api.depends("name", "place")
    def _compute_display_name(self):
        for column in self:
            column.display_name = f"{column.place} {column.name}"
