from odoo import api, fields, models

from .decision import RESULTS
from .selections import COST_LABELS, PAYERS


class DecisionLine(models.Model):
    """One cost of a decision: payers, the rule that decided, the coverages that lost."""

    _name = "aftersales.decision.line"
    _description = "Decision Line"
    _inherit = ["document.ledger.mixin"]
    _order = "decision_id desc, id"
    _is_closed_ledger = True
    _rec_name = "cost_kind"

    decision_id = fields.Many2one(
        "aftersales.decision", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    cost_kind = fields.Selection(COST_LABELS, required=True)
    part_class = fields.Char()
    product_id = fields.Many2one("product.product", index="btree_not_null")
    result = fields.Selection(RESULTS, required=True)
    rule = fields.Char(required=True)
    shares = fields.Json()
    coverage_id = fields.Many2one(
        "aftersales.coverage", index="btree_not_null", ondelete="restrict"
    )
    lost = fields.Json()
    is_preferential = fields.Boolean("Preferential Part Price")
    is_provisional = fields.Boolean("Provisional")
    payer_text = fields.Char("Who Pays", compute="_compute_texts")
    sentence = fields.Char("Why", compute="_compute_texts")
    losers = fields.Text("Why Not Others", compute="_compute_texts")

    @api.depends("shares", "result", "rule", "lost")
    @api.depends_context("lang")
    def _compute_texts(self):
        payers = dict(self._description_of(PAYERS))
        for line in self:
            line.payer_text = ", ".join(
                f"{payers[payer]} {percent:g}%" for payer, percent in line.shares or []
            )
            line.sentence = line._get_sentence()
            line.losers = "\n".join(line._get_lost_sentences())

    def _description_of(self, selection):
        """Payers in the user's language (they are no field of this model)."""
        labels = {
            "customer": self.env._("Customer"),
            "company": self.env._("Our Company"),
            "agent": self.env._("Agent"),
            "supplier": self.env._("Supplier"),
            "manufacturer": self.env._("Manufacturer"),
            "carrier": self.env._("Carrier"),
        }
        return [(code, labels[code]) for code, _label in selection]

    def _get_sentence(self):
        """One sentence that a customer understands."""
        self.ensure_one()
        cover = self.coverage_id
        until = str(cover.end_date or "")
        texts = {
            "W-04": self.env._("Covered until %s.", until),
            "W-05": self.env._(
                "Misuse is paid also inside the warranty; parts at the preferential price."
            ),
            "W-07": self.env._(
                "Sold by an agent and covered until %s: the agent is told before and charged after.",
                until,
            ),
            "W-10": self.env._("Guidance by telephone is free."),
            "W-11": self._get_expired_sentence(),
            "W-12": self.env._(
                "Only faults of manufacture, assembly or material are free inside the period; normal wear is paid."
            ),
            "W-13": self._get_expired_sentence(),
            "W-17": self.env._(
                "Another maker's product: repaired for money if the customer wishes."
            ),
            "W-20": self._get_doubt_sentence(),
            "W-24": self.env._(
                "Made outside for us and covered until %s: the outside maker solves it.",
                until,
            ),
            "W-25": self.env._(
                "Covered until %s; the policy names who bears it.", until
            ),
            "F-02": self.env._("Covered by the maintenance contract."),
            "R-44": self._explain_responsibility(),
            "goodwill": self.env._("Goodwill until %s.", until),
            "override": self.decision_id.reason or "",
        }
        return texts.get(self.rule, self.rule)

    def _get_doubt_sentence(self):
        """What the maker says about a doubtful warranty, or that he was asked."""
        if self.result == "pending":
            return self.env._(
                "Doubtful: waits for the maker's decision; nobody is charged yet."
            )
        if self.result in ("paid_expired", "paid_misuse"):
            return self.env._("The maker decided that it is not a warranty case.")
        return self.env._("The maker decided that it is warranty.")

    def _explain_responsibility(self):
        """Damage on the way, or who the signed inspection found responsible."""
        payers = [payer for payer, _percent in self.shares or []]
        if "carrier" in payers:
            return self.env._("Damaged in transport: the carrier's.")
        bearer = next((payer for payer in payers if payer != "customer"), "company")
        return self.env._(
            "The joint inspection found who answers for it: %s.",
            dict(self._description_of(PAYERS))[bearer],
        )

    def _get_expired_sentence(self):
        ended = [key for key, reason in self.lost or [] if reason == "expired"]
        if not ended:
            return self.env._("No warranty covers this cost.")
        last = max(self.env["aftersales.coverage"].browse(ended).mapped("end_date"))
        return self.env._("The warranty ended on %s.", last)

    def _get_lost_sentences(self):
        covers = {
            c.id: c
            for c in self.env["aftersales.coverage"].browse(
                [k for k, _r in self.lost or []]
            )
        }
        return [
            f"{covers[key].display_name}: {self._get_reason(reason, covers[key])}"
            for key, reason in self.lost or []
        ]

    def _get_reason(self, reason, cover):
        texts = {
            "expired": self.env._("ended on %s", cover.end_date),
            "not_begun": self.env._("begins only on %s", cover.start_date),
            "voided": self.env._("void since %s", cover.voided_on),
            "other_cost": self.env._("does not bear this kind of cost"),
            "other_part": self.env._("is for another part"),
            "part_class": self.env._("does not cover this class of part"),
            "distance": self.env._("only up to %g km", cover.distance_limit),
            "used_up": self.env._("all visits are used"),
            "misuse": self.env._("does not cover misuse"),
            "outside": self.env._("does not cover outside influence"),
            "wear": self.env._("does not cover wear"),
            "dismantled": self.env._("the part was taken apart before"),
            "not_ours": self.env._("what was found is not our product"),
            "declined": self.env._("the maker declined"),
            "beaten": self.env._("would apply too; a better one decided"),
        }
        return texts.get(reason, reason)

    def _get_content(self):
        return {
            "kind": self.cost_kind,
            "class": self.part_class or "",
            "product": self.product_id.id,
            "result": self.result,
            "rule": self.rule,
            "shares": self.shares,
            "coverage": self.coverage_id.id,
            "lost": self.lost,
        }
