from odoo import api, fields, models

CATEGORIES = [
    ("unit_nature", "Nature of the Organiser"),
    ("cert_type", "Certificate Type"),
    ("preapproval", "Pre-Approval Type"),
    ("content", "Service Content"),
    ("language", "Language"),
    ("connect_mode", "Connection"),
    ("licence_class", "Licence Class"),
    ("authority", "Authority"),
    ("prohibited", "Prohibited Content"),
    ("item", "Approved Service Item"),
    ("place", "Place of the Server"),
    ("rdap", "RDAP Server"),
]


class IcpValidityMixin(models.AbstractModel):
    """Facts with a beginning, an end and a source; nothing here is a hard rule."""

    _name = "aftersales.icp.validity.mixin"
    _description = "ICP Fact with Validity"
    _inherit = ["document.shared.mixin"]

    active = fields.Boolean(default=True)
    valid_from = fields.Date()
    valid_to = fields.Date()
    source = fields.Char(help="Where this was read.")
    checked_on = fields.Date(help="When somebody last compared it with the source.")
    is_verified = fields.Boolean(
        string="Verified", help="Read in an official text, not inferred."
    )

    _dates_ordered = models.Constraint(
        "CHECK (valid_to >= valid_from)", "The end lies before the beginning."
    )

    @api.model
    def _valid_on(self, day, domain=()):
        """The records that hold on a day."""
        return self.search(
            [
                *domain,
                "|",
                ("valid_from", "=", False),
                ("valid_from", "<=", day),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", day),
            ]
        )


class IcpCode(models.Model):
    """A line of an official dictionary: dated data, because the lists change."""

    _name = "aftersales.icp.code"
    _description = "ICP Code"
    _inherit = ["aftersales.icp.validity.mixin"]
    _order = "category, sequence, id"
    _rec_names_search = ["name", "code"]

    category = fields.Selection(CATEGORIES, required=True, index=True)
    code = fields.Char(required=True)
    # Not translated: the designation as the authority prints it.
    name = fields.Char(required=True, help="As the authority writes it.")
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one("aftersales.icp.code", index="btree_not_null")
    parent_ids = fields.Many2many(
        "aftersales.icp.code",
        "aftersales_icp_code_parent_rel",
        "code_id",
        "parent_id",
        string="Only For",
        help="Certificate types: the natures that may use it.",
    )
    words = fields.Char(
        string="Hint Words", help="Words on a page that hint at this business."
    )

    _code_unique = models.UniqueIndex(
        "(category, code, valid_from) NULLS NOT DISTINCT",
        "This code is already in the table for the same beginning.",
    )
