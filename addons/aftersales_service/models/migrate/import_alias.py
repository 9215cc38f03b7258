from odoo import api, fields, models


class ImportAlias(models.Model):
    """What a person said about a heading that we did not know, or knew wrongly.

    It counts for every later register of this kind in this company.
    """

    _name = "aftersales.import.alias"
    _description = "Remembered Heading"
    _order = "kind, name"

    name = fields.Char("Heading in the File", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        selection=lambda self: self.env["aftersales.import.heading"]._selection_kind(),
        required=True,
        readonly=True,
    )
    heading_id = fields.Many2one(
        "aftersales.import.heading",
        "Stands For",
        domain="[('kind', '=', kind)]",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: this column is never read.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _key_unique = models.UniqueIndex(
        "(company_id, kind, key)", "This heading is remembered already."
    )

    @api.model
    def _get_chosen(self, kind, company):
        """{heading key: field or None} that people of the company assigned."""
        found = self.search([("kind", "=", kind), ("company_id", "=", company.id)])
        return {alias.key: alias.heading_id.field_name or None for alias in found}

    @api.model
    def _remember(self, record, columns):
        """Keep what ``columns`` of an import mean now."""
        aliases = self.search(
            [
                ("kind", "=", record.kind),
                ("company_id", "=", record.company_id.id),
                ("key", "in", columns.mapped("key")),
            ]
        )
        known = aliases.grouped("key")
        for column in columns:
            if column.key in known:
                known[column.key].heading_id = column.heading_id
        self.create(
            [
                {
                    "name": column.name,
                    "key": column.key,
                    "kind": record.kind,
                    "heading_id": column.heading_id.id,
                    "company_id": record.company_id.id,
                }
                for column in columns
                if column.key not in known
            ]
        )
