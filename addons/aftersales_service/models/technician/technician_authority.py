from odoo import api, fields, models
from odoo.fields import Domain

from ...kernel.text import city_key, split_names
from ..sla.selections import SEVERITIES
from .technician import GRADES

SHIFT = (8.0, 18.0)  # hours of a day where nobody said others


class GradeAuthority(models.Model):
    """What a grade may be sent to: each grade has its own work authority (O-31).

    Severity and kind of work are refused by the server; the fee is an estimate and only
    warns. A grade without a line is not limited.
    """

    _name = "aftersales.grade.authority"
    _description = "Work Authority of a Grade"
    _order = "company_id, id"
    _rec_name = "grade"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    grade = fields.Selection(GRADES, required=True)
    max_severity = fields.Selection(
        SEVERITIES, "Up to Severity", help="Empty: every severity."
    )
    fee_limit = fields.Monetary(
        "Up to Fee",
        help="Above it the dispatcher gives the reason for sending this technician anyway. 0: no limit.",
    )
    may_repair = fields.Boolean("Repair", default=True)
    may_installation = fields.Boolean("Installation", default=True)
    may_commissioning = fields.Boolean("Commissioning", default=True)
    may_training = fields.Boolean("Customer Training", default=True)
    may_inspection = fields.Boolean("Inspection Visit", default=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    _grade_unique = models.Constraint(
        "UNIQUE (company_id, grade)", "This grade has its authority already."
    )


class Technician(models.Model):
    """What a technician knows, where he works, and for whom."""

    _inherit = "aftersales.technician"

    kind = fields.Selection(
        [
            ("own", "Own Staff"),
            ("agent", "Agent's Staff"),
            ("contractor", "Contractor"),
            ("maker", "Centre Named by the Manufacturer"),
        ],
        "Employed By",
        required=True,
        default="own",
    )
    employer_id = fields.Many2one(
        "res.partner",
        "Agent or Service Centre",
        index="btree_not_null",
        check_company=True,
        help="The partner whose person this is.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", check_company=True
    )
    station_id = fields.Many2one(
        "res.partner",
        "Service Station",
        index="btree_not_null",
        check_company=True,
        help="Where the technician starts from. With coordinates, distances are counted from here.",
    )
    skill_ids = fields.Many2many(
        "product.category",
        "aftersales_technician_skill_rel",
        string="Skills",
        help="Product categories this technician is trained for, with those below them. Empty: not recorded, so nobody is warned.",
    )
    region_ids = fields.Many2many(
        "aftersales.unit",
        "aftersales_technician_region_rel",
        string="Regions",
        check_company=True,
        help="Further units whose jobs this technician takes.",
    )
    cities = fields.Char(help="Cities of the region, separated by commas.")
    shift_start = fields.Float("Begins At", default=SHIFT[0])
    shift_end = fields.Float("Ends At", default=SHIFT[1])

    _shift = models.Constraint(
        "CHECK (shift_start >= 0 AND shift_start < shift_end AND shift_end <= 24)",
        "The shift must begin before it ends.",
    )
    _employer = models.Constraint(
        "CHECK (kind = 'own' OR employer_id IS NOT NULL)",
        "Tell which agent, contractor or service centre this person belongs to.",
    )

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "own":
            self.employer_id = False

    def _get_authorities(self):
        """{(company id, grade): authority} of these technicians; one query."""
        authorities = self.env["aftersales.grade.authority"].search(
            Domain("company_id", "in", self.company_id.ids)
        )
        return {(a.company_id.id, a.grade): a for a in authorities}

    def _get_cities(self):
        return {city_key(city) for city in split_names(self.cities)}
