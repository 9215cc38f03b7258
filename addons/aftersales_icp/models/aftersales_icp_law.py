from odoo import api, fields, models


class IcpLaw(models.Model):
    """One article in one version; rules, findings and letters cite it."""

    _name = "aftersales.icp.law"
    _description = "ICP Law Article"
    _inherit = ["aftersales.icp.validity.mixin"]
    _order = "name, article, valid_from desc, id"
    _rec_names_search = ["name", "article", "document_number"]

    # Not translated: laws are cited in the language in which they are in force.
    name = fields.Char(string="Law", required=True)
    document_number = fields.Char()
    article = fields.Char(required=True)
    text = fields.Text()
    status = fields.Selection(
        [("force", "In Force"), ("draft", "Draft"), ("repealed", "Repealed")],
        required=True,
        default="force",
        index=True,
    )
    url = fields.Char(string="Official Page")

    @api.depends("name", "article")
    def _compute_display_name(self):
        for law in self:
            law.display_name = f"《{law.name}》{law.article}"


class IcpPenalty(models.Model):
    """What breaking an article may cost (I-50 to I-56): data, with the switch as such."""

    _name = "aftersales.icp.penalty"
    _description = "ICP Penalty"
    _inherit = ["aftersales.icp.validity.mixin"]
    _order = "sequence, id"

    name = fields.Char(string="Violation", required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    law_id = fields.Many2one("aftersales.icp.law", required=True, index=True)
    currency_id = fields.Many2one(
        "res.currency",
        index=True,
        default=lambda self: self.env.ref("base.CNY"),
    )
    low = fields.Monetary(string="Fine From")
    high = fields.Monetary(string="Fine To")
    threshold = fields.Monetary(
        help="From this illegal income on, the fine is a multiple of the income."
    )
    low_times = fields.Float(string="Times Income From")
    high_times = fields.Float(string="Times Income To")
    consequence = fields.Char(translate=True)
    finding_codes = fields.Char(help="Codes of page findings that are this violation.")

    _brackets = models.Constraint(
        "CHECK (low >= 0 AND high >= low AND high_times >= low_times)",
        "The upper bound lies below the lower one.",
    )
