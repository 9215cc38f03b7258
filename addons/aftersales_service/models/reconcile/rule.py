from odoo import api, fields, models

from ...exceptions import RoleRefused
from ...groups import FINANCE, MANAGER
from ...kernel.reconcile import CONDITIONS, COUNTED, Rule

_ROLE = "finance_manager"
CODES = [
    ("more_issued", "More Issued Than Requested"),
    ("still_held", "Still With the Technician"),
    ("other_quantity", "Charged Otherwise Than Used"),
    ("old_part_out", "Old Part Not Back"),
    ("nobody", "Nobody Named Who Pays"),
    ("told_otherwise", "Quoted Otherwise Than Told"),
    ("signed_for", "Signed for and Not Charged"),
    ("not_quoted", "Not Quoted"),
    ("not_invoiced", "Not Invoiced"),
    ("too_much", "Settled by More Than the Fee"),
    ("no_fapiao", "Invoice and Fapiao Differ"),
    ("not_paid", "Not Paid"),
    ("not_claimed", "On No Settlement"),
    ("not_answered", "Claim Not Answered"),
]


class ReconcileManaged(models.AbstractModel):
    """What the finance manager sets: conditions and reasons of the board."""

    _name = "aftersales.reconcile.managed"
    _description = "Set by the Finance Manager"
    _inherit = ["document.shared.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        self._check_manages()
        return super().create(vals_list)

    def write(self, vals):
        self._check_manages()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_managed(self):
        self._check_manages()

    @api.model
    def _check_manages(self):
        """:raises RoleRefused: for whoever is neither director nor finance manager"""
        if self.env.su or self._is_manager(self.env.company):
            return
        raise RoleRefused(
            self.env._(
                "What is red, and which reasons there are, is set by the finance manager or the service director."
            )
        )

    @api.model
    def _is_manager(self, companies):
        """Whether the user is a director, or finance manager of all these companies."""
        user = self.env.user
        if user.has_group(MANAGER):
            return True
        role = self.env["aftersales.role"]._get_by_code(_ROLE)
        return user.has_group(FINANCE) and all(
            user in role._get_holders(company) for company in companies
        )


class ReconcileRule(models.Model):
    """A condition under which a row of the board is red."""

    _name = "aftersales.reconcile.rule"
    _description = "Rule of the Reconciliation Board"
    _inherit = ["aftersales.reconcile.managed", "document.guard.mixin"]
    _order = "sequence, id"
    # What is asked; how much and how long are set beside it.
    _birth_fields = frozenset({"code"})

    code = fields.Selection(CODES, "Condition", required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    tolerance = fields.Float(
        digits=(12, 2),
        help="Up to this much is not red: money with tax, or pieces where pieces are compared.",
    )
    days = fields.Integer(
        "After Days",
        help="So many calendar days it may stay like this before it is red.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "There is a rule of this condition.")
    _not_below_zero = models.Constraint(
        "CHECK (tolerance >= 0 AND days >= 0)",
        "Tolerance and days are not below zero.",
    )

    def write(self, vals):
        """Another rule: every row is counted again (extends)."""
        result = super().write(vals)
        if {"tolerance", "days", "active", "sequence"} & vals.keys():
            self.env["aftersales.reconcile.mark"]._mark_all()
        return result

    @api.model
    def _get_rules(self):
        """{rule in the kernel's terms: record}, in the order in which they count."""
        # sudo: rules are no secret to whoever causes a recount
        return {
            Rule(
                rule.code,
                round(rule.tolerance * (1000 if rule.code in COUNTED else 100)),
                rule.days,
            ): rule
            for rule in self.sudo().search([])
            if rule.code in CONDITIONS
        }


class ReconcileReason(models.Model):
    """Why a red row may stay as it is."""

    _name = "aftersales.reconcile.reason"
    _description = "Reason on the Reconciliation Board"
    _inherit = ["aftersales.reconcile.managed"]
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    right = fields.Selection(
        [("finance", "Every Accountant"), ("manager", "Finance Manager Only")],
        "Who May Give It",
        required=True,
        default="finance",
    )
    tolerance = fields.Float(
        "Up To",
        digits=(12, 2),
        help="The highest amount with tax for which it may be given; 0: any amount.",
    )
    may_write_off = fields.Boolean(
        "Writes Off",
        help="The open amount may be written off with this reason, up to the amount beside.",
    )
    needs_note = fields.Boolean("Needs Words", default=True)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "There is a reason of this code.")
    _not_below_zero = models.Constraint(
        "CHECK (tolerance >= 0)", "An amount is not below zero."
    )
    _write_off_bounded = models.Constraint(
        "CHECK (NOT may_write_off OR tolerance > 0)",
        "A reason that writes off needs an amount up to which it does.",
    )
