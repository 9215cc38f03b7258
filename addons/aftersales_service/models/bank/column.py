from odoo import api, fields, models

# What a column of a bank's statement may hold, as `kernel.statement_words.BANK` names it.
FIELDS = [
    ("day", "Day"),
    ("moment", "Day and Time"),
    ("into", "Came In"),
    ("out_of", "Went Out"),
    ("amount", "Amount"),
    ("direction", "In or Out"),
    ("balance", "Balance After"),
    ("payer", "Other Side"),
    ("account", "Account of the Other Side"),
    ("sender", "Name of the Payer"),
    ("sender_account", "Account of the Payer"),
    ("receiver", "Payee"),
    ("receiver_account", "Account of the Payee"),
    ("memo", "Remark of the Payer"),
    ("purpose", "Purpose"),
    ("remark", "Note"),
    ("summary", "Summary of the Bank"),
    ("number", "Reference of the Bank"),
    ("currency", "Currency"),
    ("own", "Our Account"),
    ("state", "State"),
]


class BankColumn(models.Model):
    """A column of a bank's statement: its heading, what stands in it, what it means.

    What a person says is remembered for later statements of the company.
    """

    _name = "aftersales.bank.column"
    _description = "Column of a Statement"
    _inherit = ["document.part.mixin"]
    _document = "file_id"
    _order = "file_id, sequence, id"

    file_id = fields.Many2one(
        "aftersales.bank.file",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="file_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    place = fields.Char("Column", readonly=True)
    name = fields.Char("Heading in the File", readonly=True)
    key = fields.Char(readonly=True)
    samples = fields.Char("First Values", readonly=True)
    field = fields.Selection(
        FIELDS,
        "Stands For",
        help="Empty: the column is not read. What you choose is remembered for later statements.",
    )
    proposal = fields.Selection(FIELDS, "May Be", readonly=True)

    def write(self, vals):
        """What a person assigns is remembered (overrides `write`)."""
        result = super().write(vals)
        if "field" in vals and not self._is_flowing():
            self.env["aftersales.bank.heading"]._remember(self)
        return result

    def action_accept(self):
        """Let the column mean what is proposed."""
        self.check_access("write")
        for column in self.filtered("proposal"):
            column.field = column.proposal
        return True

    @api.depends("name", "place")
    def _compute_display_name(self):
        for column in self:
            column.display_name = f"{column.place} {column.name}"


class BankHeading(models.Model):
    """What a person said about a heading of statements."""

    _name = "aftersales.bank.heading"
    _description = "Remembered Heading of Statements"
    _inherit = ["document.guard.mixin"]
    _order = "name"

    name = fields.Char("Heading in the File", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    field = fields.Selection(
        FIELDS, "Stands For", help="Empty: this column is never read."
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )

    _key_unique = models.UniqueIndex(
        "(company_id, key)", "This heading is remembered already."
    )

    @api.model
    def _get_chosen(self, company):
        """{heading key: field or None} that people of the company assigned."""
        found = self.search([("company_id", "=", company.id)])
        return {heading.key: heading.field or None for heading in found}

    @api.model
    def _remember(self, columns):
        """Keep what ``columns`` mean now."""
        for company in columns.file_id.company_id:
            mine = columns.filtered(lambda c, k=company: c.file_id.company_id == k)
            known = self.search(
                [("company_id", "=", company.id), ("key", "in", mine.mapped("key"))]
            ).grouped("key")
            new = []
            for column in mine:
                if column.key in known:
                    known[column.key].field = column.field
                else:
                    new.append(
                        {
                            "name": column.name,
                            "key": column.key,
                            "field": column.field,
                            "company_id": company.id,
                        }
                    )
            self._in_flow().create(new)


class BankRow(models.Model):
    """A line of the file as a check shows it, before anything is created."""

    _name = "aftersales.bank.row"
    _description = "Statement Line to Come"
    _inherit = ["document.default.mixin"]
    _order = "file_id, sequence, id"
    _rec_name = "payer"

    file_id = fields.Many2one(
        "aftersales.bank.file", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    outcome = fields.Selection(
        [("new", "To Be Read"), ("known", "Already There")], required=True
    )
    day = fields.Date()
    payer = fields.Char("Other Side")
    memo = fields.Char("Remark")
    number = fields.Char("Number We Gave")
    trade = fields.Char("Their Number")
    amount = fields.Monetary()
    fee = fields.Monetary("Channel Charge")
    currency_id = fields.Many2one(related="file_id.currency_id")
