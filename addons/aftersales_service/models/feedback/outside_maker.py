from odoo import api, fields, models

_KIND, _ROLE = "outside", "purchasing"


class Question(models.Model):
    _inherit = "aftersales.question"

    kind = fields.Selection(
        selection_add=[(_KIND, "Fault of an Outside Maker")],
        ondelete={_KIND: "cascade"},
    )

    @api.depends("kind")
    def _compute_role_id(self):
        """Purchasing has the outside maker solve it (extends)."""
        outside = self.filtered(lambda question: question.kind == _KIND)
        outside.role_id = self.env["aftersales.role"]._get_by_code(_ROLE)
        return super(Question, self - outside)._compute_role_id()


class ServiceOrder(models.Model):
    """外调产品、配套件: what an outside maker answers for goes from after-sales to purchasing,
    which makes him solve it (W-24). Only where somebody holds that role."""

    _inherit = "aftersales.order"

    def _open_links(self):
        """A call about goods of an outside maker goes on at once (extends)."""
        result = super()._open_links()
        self._hand_to_purchasing()
        return result

    def _on_decided(self):
        """So does a job that turns out to be his (extends)."""
        result = super()._on_decided()
        self._hand_to_purchasing()
        return result

    def _hand_to_purchasing(self):
        """One question for each job that a supplier pays, with purchasing as its owner."""
        jobs = self.filtered(lambda order: order._is_outside_makers())
        # sudo: the decision hands it on, whoever took the call
        for company, orders in jobs.sudo().grouped("company_id").items():
            held = self.env["aftersales.role"]._get_held_in(company)
            if _ROLE not in held.mapped("code"):
                continue
            questions = orders.env["aftersales.question"].with_company(company)
            questions.create(
                [
                    order._prepare_outside_fault()
                    for order in orders
                    if not order._get_outside_faults()
                ]
            )

    def _is_outside_makers(self):
        if self.is_history:
            return False
        lines = self.sudo().decision_id.line_ids  # sudo: who pays is no secret here
        return any("supplier" in dict(line.shares or []) for line in lines)

    def _get_outside_faults(self):
        return self.question_ids.filtered(
            lambda q: q.kind == _KIND and q.state != "withdrawn"
        )

    def _prepare_outside_fault(self):
        subject = (self.fault or self.name).splitlines()[0]
        return {
            "kind": _KIND,
            "order_id": self.id,
            "name": f"{subject} ({self.product_id.display_name or self.name})",
        }
