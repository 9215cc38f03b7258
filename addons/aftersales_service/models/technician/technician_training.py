from odoo import api, fields, models
from odoo.fields import Domain


class TechnicianTraining(models.Model):
    """A training, an examination or a grade assessment of a technician.

    Source: O-32 (assessed once or twice a year, certificate), O-33 (no work before
    training and examination), O-34 (trained by the manufacturer).
    """

    _name = "aftersales.technician.training"
    _description = "Training of a Technician"
    _inherit = ["document.guard.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    technician_id = fields.Many2one(
        "aftersales.technician",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="technician_id.company_id", store=True, index=True
    )
    name = fields.Char("Training Subject", required=True)
    kind = fields.Selection(
        [
            ("entry", "Before First Work"),
            ("regular", "Regular Training"),
            ("maker", "Training by the Manufacturer"),
            ("grade", "Grade Assessment"),
        ],
        required=True,
        default="regular",
    )
    category_id = fields.Many2one(
        "product.category", "Product Category", index="btree_not_null"
    )
    trainer_id = fields.Many2one(
        "res.partner", "Trained By", index="btree_not_null", check_company=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    date_until = fields.Date("Valid Until", help="Empty: without end.")
    result = fields.Selection(
        [("none", "Without Examination"), ("passed", "Passed"), ("failed", "Failed")],
        "Examination",
        required=True,
        default="none",
    )
    points = fields.Float()
    certificate = fields.Char("Certificate Number")
    certificate_file = fields.Binary("Certificate", attachment=True)

    _dates = models.Constraint(
        "CHECK (date_until IS NULL OR date_until >= date)",
        "A training cannot end before it took place.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A first examination opens the way to work (O-33)."""
        trainings = super().create(vals_list)
        trainings._apply_result()
        return trainings

    def write(self, vals):
        """A result that comes later counts like one that came at once."""
        result = super().write(vals)
        if "result" in vals:
            self._apply_result()
        return result

    def _apply_result(self):
        passed = self.filtered(lambda t: t.result == "passed")
        passed.technician_id.filtered(lambda t: not t.examined).examined = True
        for training in passed.filtered("category_id"):
            training.technician_id.skill_ids |= training.category_id


class Technician(models.Model):
    """Whether a technician may be sent: trained, examined, and the examination still good."""

    _inherit = "aftersales.technician"

    training_ids = fields.One2many(
        "aftersales.technician.training", "technician_id", "Trainings"
    )
    examined_until = fields.Date(
        "Examination Valid Until",
        compute="_compute_examined_until",
        store=True,
        index="btree_not_null",
        help="The latest end of an examination that was passed; empty: without end.",
    )
    is_dispatchable = fields.Boolean(
        "May Be Dispatched",
        compute="_compute_is_dispatchable",
        search="_search_is_dispatchable",
    )

    @api.depends("training_ids.result", "training_ids.date_until", "training_ids.kind")
    def _compute_examined_until(self):
        for technician in self:
            passed = technician.training_ids.filtered(
                lambda t: t.result == "passed" and t.kind != "grade"
            )
            ends = passed.mapped("date_until")
            technician.examined_until = max(ends) if ends and all(ends) else False

    @api.depends("examined", "examined_until")
    def _compute_is_dispatchable(self):
        for technician in self:
            today = technician.company_id._aftersales_today()
            until = technician.examined_until
            technician.is_dispatchable = technician.examined and (
                not until or until >= today
            )

    @api.model
    def _search_is_dispatchable(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._aftersales_today()
        good = Domain("examined", "=", True) & (
            Domain("examined_until", "=", False) | Domain("examined_until", ">=", today)
        )
        return good if True in value else ~good
