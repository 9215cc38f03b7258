from odoo import api, fields, models


class ImportHeading(models.Model):
    """Which headings old registers use for which field: a synonym table as data."""

    _name = "aftersales.import.heading"
    _description = "Register Heading"
    _order = "kind, sequence, id"
    _rec_name = "label"

    kind = fields.Selection("_selection_kind", required=True)
    field_name = fields.Char("Field", required=True)
    label = fields.Char(required=True, translate=True)
    words = fields.Text(
        "Accepted Headings", required=True, help="Separated by commas or new lines."
    )
    is_required = fields.Boolean("Column Required")
    sequence = fields.Integer(default=10)

    _field_unique = models.Constraint(
        "UNIQUE (kind, field_name)", "This field already has its headings."
    )

    @api.model
    def _selection_kind(self):
        return (
            self.env["aftersales.import"]
            ._fields["kind"]
            ._description_selection(self.env)
        )

    def _get_words(self):
        self.ensure_one()
        parts = self.words.replace("，", ",").replace("\n", ",").split(",")
        return [word.strip() for word in parts if word.strip()]

    @api.model
    def _get_synonyms(self, kind):
        """({field: [headings]}, {required fields}) of the registers of ``kind``."""
        headings = self.search([("kind", "=", kind)])
        synonyms = {heading.field_name: heading._get_words() for heading in headings}
        return synonyms, set(headings.filtered("is_required").mapped("field_name"))
