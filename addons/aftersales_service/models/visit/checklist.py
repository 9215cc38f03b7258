from odoo import fields, models
from odoo.fields import Domain

from ...exceptions import MoveRefused, ProofMissing
from .visit import KINDS
from .visit_stamp import STEPS

_CHECK_STEPS = [item for item in STEPS if item[0] not in ("contact", "note")]


class Checklist(models.Model):
    """What technicians keep to at each step of a visit; a template (D-20 … D-37)."""

    _name = "aftersales.checklist"
    _description = "Visit Check-List"
    _inherit = ["document.shared.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for every company."
    )
    kind = fields.Selection(KINDS, "Only for", help="Empty: every kind of visit.")
    category_id = fields.Many2one(
        "product.category",
        "Only for Products",
        index="btree_not_null",
        help="Empty: every product. Categories below count too.",
    )
    line_ids = fields.One2many(
        "aftersales.checklist.line", "checklist_id", "Lines", copy=True
    )
    active = fields.Boolean(default=True)

    def _is_for(self, visit):
        category = visit.order_id.product_id.categ_id
        lineage = {int(key) for key in (category.parent_path or "").split("/") if key}
        return (
            (not self.company_id or self.company_id == visit.company_id)
            and (not self.kind or self.kind == visit.kind)
            and (not self.category_id or self.category_id.id in lineage)
        )


class ChecklistLine(models.Model):
    _name = "aftersales.checklist.line"
    _description = "Line of a Visit Check-List"
    _inherit = ["document.shared.mixin"]
    _shared_with = "checklist_id"
    _order = "checklist_id, sequence, id"

    checklist_id = fields.Many2one(
        "aftersales.checklist", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("What to Do", required=True, translate=True)
    step = fields.Selection(_CHECK_STEPS, "Before", required=True, default="leave")
    is_mandatory = fields.Boolean(
        "Mandatory", help="The step waits until this is ticked."
    )

    def _prepare_check(self):
        return {
            "name": self.name,
            "sequence": self.sequence,
            "step": self.step,
            "is_mandatory": self.is_mandatory,
        }


class VisitCheck(models.Model):
    """A line of the check-list on one visit, as it read when the visit was planned."""

    _name = "aftersales.visit.check"
    _description = "Check on a Visit"
    _inherit = ["document.default.mixin"]
    _order = "visit_id, sequence, id"
    _check_company_auto = True

    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("What to Do", required=True)
    step = fields.Selection(_CHECK_STEPS, "Before", required=True)
    is_mandatory = fields.Boolean("Mandatory")
    done_at = fields.Datetime()
    done_by_id = fields.Many2one("res.users", index="btree_not_null")

    def action_done(self):
        """Tick; the visit checks who may."""
        for visit, checks in self.grouped("visit_id").items():
            visit.action_tick(checks.ids)


class Visit(models.Model):
    _inherit = "aftersales.visit"

    check_ids = fields.One2many("aftersales.visit.check", "visit_id", "Check-List")

    def _prepare_work(self):
        """The lines of the check-lists that apply, for all visits at once (extends)."""
        result = super()._prepare_work()
        lists = self.env["aftersales.checklist"].search(
            Domain("company_id", "in", [False, *self.company_id.ids])
        )
        lines = [
            line._prepare_check() | {"visit_id": visit.id}
            for visit in self
            for line in lists.filtered(lambda c, v=visit: c._is_for(v)).line_ids
        ]
        # sudo: checks come from templates only, so nobody has the right to create them
        self.env["aftersales.visit.check"].sudo().create(lines)
        return result

    def action_tick(self, checks):
        """Tick ``checks`` (IDs) of this visit; once ticked they stay."""
        self.ensure_one()
        self.check_access("write")
        if self.signed_at:
            late = self.check_ids.filtered(lambda c: c.id in checks)
            if late.filtered(lambda c: c.step not in ("away", "close")):
                raise MoveRefused(
                    self.env._("%s is signed; its check-list is closed.", self.name)
                )
        mine = self.check_ids.filtered(lambda c: c.id in checks and not c.done_at)
        # sudo: ticked through this method only, so that who and when are true
        mine.sudo().write({"done_at": self._now(), "done_by_id": self.env.uid})

    def _check_step(self, step):
        """Mandatory lines of the step hold it up."""
        open_checks = self.check_ids.filtered(
            lambda c: c.step == step and c.is_mandatory and not c.done_at
        )
        if open_checks:
            raise ProofMissing(
                self.env._(
                    "Please do and tick this first:\n%s",
                    "\n".join(f"• {check.name}" for check in open_checks),
                )
            )
        return super()._check_step(step)
