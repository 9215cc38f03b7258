from odoo import api, fields, models

from ..cost.order import SEES
from .selections import WORKERS


class OwedWork(models.Model):
    """Work of one person at one visit that we pay: to the contractor whose person it is,
    or to our own technician by piece. Counted anew until it stands on a document; each
    kind of cost stands on one document only."""

    _name = "aftersales.owed.work"
    _description = "Work of a Visit to Pay"
    _inherit = ["document.guard.mixin"]
    _order = "day desc, id desc"
    _check_company_auto = True

    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    technician_id = fields.Many2one(
        "aftersales.technician",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    order_id = fields.Many2one(related="visit_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    visit_state = fields.Selection(related="visit_id.state", string="State of Visit")
    payer = fields.Selection(WORKERS, "Paid As", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Paid To",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    day = fields.Date("Worked On", required=True, readonly=True, index=True)
    term_id = fields.Many2one(
        "aftersales.settlement.term",
        "By Terms",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    details = fields.Json(
        readonly=True,
        copy=False,
        help="{kind of cost: what is paid, what could not be taken off, and the steps}",
    )
    explanation = fields.Char("How It Was Counted", compute="_compute_explanation")
    amount = fields.Monetary(
        "Earned", compute="_compute_amounts", store=True, help="Without tax."
    )
    open_amount = fields.Monetary(
        "To Pay", compute="_compute_amounts", store=True, help="On no document yet."
    )
    extra_ids = fields.One2many("aftersales.owed.extra", "work_id", "Extras")
    line_ids = fields.One2many(
        "aftersales.settlement.line", "work_id", "Settlements", readonly=True
    )
    obstacle = fields.Char("Why It Is Not Paid", compute="_compute_obstacle")

    _once = models.Constraint(
        "UNIQUE (visit_id, technician_id)",
        "What somebody earned by this visit is counted already.",
    )

    @api.depends("details", "line_ids.is_taken")
    def _compute_amounts(self):
        for work in self:
            told = work.details or {}
            work.amount = sum(pay["net"] for pay in told.values())
            work.open_amount = sum(pay["net"] for pay in work._get_open().values())

    @api.depends("visit_id.name", "technician_id.name")
    def _compute_display_name(self):
        for work in self:
            work.display_name = f"{work.visit_id.name} {work.technician_id.name}"

    def _compute_explanation(self):
        for work in self:
            told = work.details or {}
            work.explanation = "; ".join(work._explain(kind) for kind in told) or False

    def _compute_obstacle(self):
        # sudo: findings and old parts, told to finance in one sentence
        told = self.sudo()._get_obstacles()
        for work in self:
            work.obstacle = told.get(work.sudo(), False)

    # --- which kind of cost stands where

    def _get_document(self, kind):
        """The document on which this is paid; empty where it stands on none."""
        return self._get_settled(kind)

    def _get_settled(self, kind):
        """The settlement on which this is paid."""
        lines = self.sudo().line_ids  # sudo: whoever counts need not see documents
        return lines.filtered(lambda ln: ln.kind == kind and ln.is_taken).settlement_id

    def _get_open(self):
        """{kind of cost: its reckoning} of what stands on no document."""
        told = self.details or {}
        return {kind: pay for kind, pay in told.items() if not self._get_document(kind)}

    def _is_fixed(self, kind):
        """Whether this is counted no more."""
        return bool(self._get_document(kind))

    def _is_taken(self):
        """Whether any of it is counted no more."""
        return any(self._is_fixed(kind) for kind in self.details or {})

    def _get_billed(self):
        """{(work, kind of cost): net amount of its posted bill}"""
        return self.line_ids.filtered("is_taken")._get_billed()

    # --- in words

    def _explain(self, kind):
        """“Labour: 2.5 h × 80.00 − 1 missed deadline × 20.00”, in the reader's language."""
        words = [self._explain_step(*step) for step in self.details[kind]["steps"]]
        label = self.env["aftersales.owed.rate"]._fields["kind"]
        text = f"{dict(label._description_selection(self.env))[kind]}: "
        text += " ".join(words).removeprefix("+ ")
        if lost := self.details[kind]["lost"]:
            text += " " + self.env._(
                "(%s could not be taken off)", self.currency_id.format(lost)
            )
        return text

    def _explain_step(self, basis, quantity, price, _amount):
        sign, price = ("−" if price < 0 else "+"), f"{abs(price):.2f}"
        units = {
            "visit": self.env._("visit"),
            "km": self.env._("km"),
            "missed": self.env._("missed deadline"),
        }
        count = f"{quantity:g} {units.get(basis, basis)}"
        if basis == "hour":  # a term of one letter would stay without a translation
            count = self.env._("%s h", f"{quantity:g}")
        return f"{sign} {count} × {price}"


class Visit(models.Model):
    _inherit = "aftersales.visit"

    owed_work_ids = fields.One2many(
        "aftersales.owed.work", "visit_id", "Work to Pay", readonly=True, groups=SEES
    )
