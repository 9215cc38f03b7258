from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...kernel.fapiao import find_faults
from .selections import KINDS, SIDES, STATES


class Fapiao(models.Model):
    """登记发票: a Chinese tax invoice as the tax office knows it.

    An invoice of Odoo says what is owed; the 发票 is the paper that the tax office counts.
    One invoice may have several, and one may be for several invoices.
    """

    _name = "aftersales.fapiao"
    _description = "Fapiao"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "number"
    _check_company_auto = True
    _transitions = {"draft": ("registered",), "registered": ("void",), "void": ()}
    _signed_fields = frozenset(
        {
            "company_id", "side", "kind", "number", "code", "paper_number", "date",
            "partner_id", "party_name", "party_tax_number", "net", "tax", "original_id",
            "confirmation_number",
        }
    )  # fmt: skip

    number = fields.Char(
        "Fapiao Number",
        required=True,
        index=True,
        copy=False,
        help="20 digits of a digital one, 8 of one from a tax control machine.",
    )
    code = fields.Char(
        "Fapiao Code",
        help="10 or 12 digits; a digital one has it only when it was printed on paper.",
        copy=False,
    )
    paper_number = fields.Char(
        "Number on the Paper",
        copy=False,
        help="The 8 digits that a digital one bears besides when it was printed on paper.",
    )
    kind = fields.Selection(KINDS, required=True, default="digital_general")
    side = fields.Selection(SIDES, "Whose", required=True, default="issued")
    state = fields.Selection(
        STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self._get_yuan()
    )
    date = fields.Date(
        "Date of the Fapiao",
        required=True,
        index=True,
        default=lambda self: self.env.company._aftersales_today(),
    )
    partner_id = fields.Many2one(
        "res.partner", index="btree_not_null", check_company=True
    )
    party_name = fields.Char(
        "Name on It",
        compute="_compute_party",
        store=True,
        readonly=False,
        precompute=True,
        help="Of the buyer; of the seller where we received it.",
    )
    party_tax_number = fields.Char(
        "Tax Number on It",
        compute="_compute_party",
        store=True,
        readonly=False,
        precompute=True,
    )
    net = fields.Monetary("Without Tax", help="Below zero on a red-letter one.")
    tax = fields.Monetary()
    total = fields.Monetary("With Tax", compute="_compute_total", store=True)
    link_ids = fields.One2many("aftersales.fapiao.link", "fapiao_id", "Issued For")
    # Stored, so that of two people who assign it at once the second one is repeated.
    open_total = fields.Monetary(
        "Not Assigned",
        compute="_compute_open_total",
        store=True,
        help="To no invoice yet.",
    )
    original_id = fields.Many2one(
        "aftersales.fapiao",
        "Red Letter Of",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        copy=False,
    )
    confirmation_number = fields.Char(
        "Number of the Confirmation", copy=False, help="Of the red-letter confirmation."
    )
    red_letter_ids = fields.One2many(
        "aftersales.fapiao.red", "fapiao_id", "Red-Letter Confirmations"
    )
    red_ids = fields.One2many("aftersales.fapiao", "original_id", "Red Letters")
    # Stored for the same reason: two red letters never take the same back.
    left_total = fields.Monetary(
        "Left",
        compute="_compute_left_total",
        store=True,
        help="With tax, after its red letters.",
    )
    file_ids = fields.Many2many(
        "ir.attachment",
        string="Original File",
        copy=False,
        help="OFD, PDF or XML as it was received.",
    )
    note = fields.Char()

    _number_unique = models.UniqueIndex(
        "(company_id, side, number, COALESCE(code, ''))",
        "This fapiao is registered already.",
    )

    @api.model
    def _get_yuan(self):
        """发票 are in yuan, whatever the company keeps its books in."""
        yuan = self.env.ref("base.CNY", raise_if_not_found=False)
        return yuan or self.env.company.currency_id

    @api.depends("partner_id")
    def _compute_party(self):
        for fapiao in self:
            partner = fapiao.partner_id.commercial_partner_id
            if partner:
                fapiao.party_name, fapiao.party_tax_number = partner.name, partner.vat

    @api.depends("net", "tax")
    def _compute_total(self):
        for fapiao in self:
            fapiao.total = fapiao.currency_id.round(fapiao.net + fapiao.tax)

    @api.depends("total", "link_ids.amount")
    def _compute_open_total(self):
        for fapiao in self:
            assigned = sum(fapiao.link_ids.mapped("amount"))
            fapiao.open_total = fapiao.currency_id.round(fapiao.total - assigned)

    @api.depends("total", "red_ids.total", "red_ids.state")
    def _compute_left_total(self):
        for fapiao in self:
            reds = fapiao.red_ids.filtered(lambda red: red.state == "registered")
            left = fapiao.total + sum(reds.mapped("total"))
            fapiao.left_total = fapiao.currency_id.round(left)

    @api.constrains("kind", "number", "code", "paper_number", "date")
    def _check_numbers(self):
        texts = self._get_fault_texts()
        for fapiao in self:
            faults = find_faults(
                fapiao.kind,
                fapiao.number,
                fapiao.code,
                fapiao.paper_number,
                fapiao.date.year,
            )
            if faults:
                raise ValidationError("\n".join(texts[fault] for fault in faults))

    @api.model
    def _get_fault_texts(self):
        return {
            "number_digital": self.env._("A digital fapiao has a number of 20 digits."),
            "number_paper": self.env._(
                "A fapiao from a tax control machine has a number of 8 digits."
            ),
            "year": self.env._(
                "The first two digits of the number are the year in which it was issued."
            ),
            "code": self.env._("The code has 10 or 12 digits."),
            "on_paper": self.env._(
                "A digital fapiao that was printed on paper has a code of 12 digits and a number of 8 digits besides its own; leave both empty where it was not printed."
            ),
        }

    @api.constrains("original_id", "side")
    def _check_original(self):
        """:raises ValidationError: when it takes back what another side issued, or itself"""
        for red in self.filtered("original_id"):
            original = red.original_id
            if original == red or original.side != red.side or original.original_id:
                raise ValidationError(
                    self.env._(
                        "%(number)s is not what a red letter of this side takes back.",
                        number=original.number,
                    )
                )

    @api.constrains("net", "tax", "original_id")
    def _check_amounts(self):
        for fapiao in self:
            signs = {
                fapiao.currency_id.compare_amounts(n, 0)
                for n in (fapiao.net, fapiao.tax)
            }
            if {-1, 1} <= signs:
                raise ValidationError(
                    self.env._("Amount and tax of a fapiao have the same sign.")
                )
            if fapiao.original_id and 1 in signs:
                raise ValidationError(
                    self.env._("The amounts of a red-letter fapiao are below zero.")
                )
