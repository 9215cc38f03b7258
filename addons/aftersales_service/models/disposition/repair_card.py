from odoo import api, fields, models

from ...kernel import repair_or_replace as kernel


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_repair_limit = fields.Float(
        "Repair up to (% of Replacement)",
        default=60.0,
        help="A repair that costs more than this share of a new one is not recommended.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_repair_limit = fields.Float(
        related="company_id.aftersales_repair_limit", readonly=False
    )


class ReturnLine(models.Model):
    """修还是换: cost to repair, value of a new one, warranty left, who bears it, and what to
    recommend, with its reasons (V-26)."""

    _inherit = "aftersales.return.line"

    unusable = fields.Boolean(
        "Cannot Be Used", help="Only then it is exchanged instead of repaired (R-05)."
    )
    repair_estimate = fields.Monetary(
        "Own Estimate of the Repair",
        help="Parts and labour; empty: from the repair order or the fault tree.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    card_repair = fields.Monetary("Cost to Repair", compute="_compute_card")
    card_replacement = fields.Monetary("Value of a New One", compute="_compute_card")
    card_days_left = fields.Integer("Warranty Left (Days)", compute="_compute_card")
    card_customer_repair = fields.Monetary(
        "Customer Pays for Repair", compute="_compute_card"
    )
    card_customer_replacement = fields.Monetary(
        "Customer Pays for a New One", compute="_compute_card"
    )
    card_supplier = fields.Monetary("From the Supplier", compute="_compute_card")
    card_choice = fields.Selection(
        [
            ("repair", "Repair"),
            ("replace", "Replace"),
            ("unknown", "Not Known Yet"),
        ],
        "Recommended",
        compute="_compute_card",
    )
    card_why = fields.Char("Why", compute="_compute_card")

    @api.depends(
        "repair_estimate", "unusable", "product_id", "device_id", "disposition_ids"
    )
    @api.depends_context("lang")
    def _compute_card(self):
        for line in self:
            facts = line._get_card_facts()
            advice = kernel.advise(facts)
            line.card_repair = facts.repair
            line.card_replacement = facts.replacement
            line.card_days_left = facts.days_left
            line.card_customer_repair = advice.customer_repair
            line.card_customer_replacement = advice.customer_replacement
            line.card_supplier = advice.supplier_repair
            line.card_choice = advice.choice
            line.card_why = "；".join(line._explain_card(code) for code in advice.why)

    def _get_card_facts(self):
        # sudo: prices and decisions are weighed for whoever decides about the goods
        line = self.sudo()
        shares = line._get_card_shares()
        until = line.device_id.warranty_until
        today = line.company_id._aftersales_today() if line.company_id else until
        policy = line.return_id._get_service_policy() if line.return_id.id else None
        return kernel.Facts(
            repair=line.repair_estimate or line._estimate_repair(),
            replacement=line.product_id.lst_price,
            customer_share=shares.get("customer", 0.0),
            supplier_share=shares.get("supplier", 0.0)
            + shares.get("manufacturer", 0.0),
            days_left=max((until - today).days + 1, 0) if until else 0,
            usable=not line.unusable,
            either=bool(policy) and policy.disposition == "either",
            limit=line.company_id.aftersales_repair_limit,
        )

    def _get_card_shares(self):
        """{payer: percent} of labour by the decision of the job; without a job the
        warranty alone says whether the customer pays."""
        decision = self.return_id.order_id.decision_id
        if decision:
            return dict(decision._answer("labour").shares)
        until = self.device_id.warranty_until
        inside = until and until >= self.company_id._aftersales_today()
        return {"company" if inside else "customer": 100.0}

    def _estimate_repair(self):
        """Parts and labour, at list price: of the repair order, else of the remedy that
        the fault of the job proposes first."""
        repair = self.disposition_ids.repair_id[:1]
        if repair.move_ids:
            return sum(
                m.product_id.lst_price * m.product_uom_qty for m in repair.move_ids
            )
        remedy = self.return_id.order_id.suggested_remedy_ids[:1]
        parts = sum(p.product_id.lst_price * p.quantity for p in remedy.part_ids)
        labour = self.company_id.aftersales_labour_product_id.lst_price
        return parts + remedy.hours * labour

    def _explain_card(self, code):
        return {
            "no_repair_cost": self.env._(
                "the cost of the repair is not known: write an estimate"
            ),
            "no_replacement_value": self.env._("the product has no list price"),
            "above_limit": self.env._(
                "the repair costs more than %g %% of a new one",
                self.company_id.aftersales_repair_limit,
            ),
            "unusable": self.env._("it cannot be used"),
            "in_warranty": self.env._("it is in warranty"),
            "cheaper": self.env._("the repair is cheaper than a new one"),
            "repair_first": self.env._("the policy prefers repair"),
        }[code]

    def action_open_card(self):
        self.ensure_one()
        view = self.env.ref("aftersales_service.aftersales_return_line_view_form_card")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Repair or Replace"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }
