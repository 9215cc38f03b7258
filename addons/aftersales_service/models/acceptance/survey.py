from odoo import api, fields, models

from ..visit.visit import SATISFACTION

# C-06: exactly four items; each has the four levels of C-07.
CARD = ("rate_attitude", "rate_skill", "rate_arrival", "rate_promises")


class Visit(models.Model):
    """The customer's opinion card 客户意见调查卡, ticked on the spot (C-05 … C-07, C-14).

    What is asked says the policy that the job keeps: four items (opinion card), one
    overall level (satisfaction on the receipt), or nothing. Of the four items the overall
    level is the mean, so nobody is asked the same thing twice.
    """

    _inherit = "aftersales.visit"

    rate_attitude = fields.Selection(SATISFACTION, "Attitude", copy=False)
    rate_skill = fields.Selection(SATISFACTION, "Skill", copy=False)
    rate_arrival = fields.Selection(SATISFACTION, "Arrival Time", copy=False)
    rate_promises = fields.Selection(SATISFACTION, "Keeping of Promises", copy=False)
    asks_card = fields.Boolean(compute="_compute_asks")
    asks_satisfaction = fields.Boolean(compute="_compute_asks")
    shows_card = fields.Boolean(compute="_compute_asks")

    @api.depends("order_id.sla_version_id")
    def _compute_asks(self):
        for visit in self:
            # sudo: switches of the job, for whoever works on it
            policy = visit.sudo().order_id._get_policy()
            visit.asks_card = policy.survey_card
            visit.asks_satisfaction = policy.survey_receipt and not policy.survey_card
            visit.shows_card = policy.survey_card and policy.survey_receipt

    def _get_rating_fields(self):
        """Names of the fields that the customer of this visit is asked for."""
        if self.asks_card:
            return CARD
        return ("satisfaction",) if self.asks_satisfaction else ()

    def _get_signature_needs(self):
        """The items of the card instead of the one level (extends)."""
        needs = super()._get_signature_needs()
        if "satisfaction" not in needs:
            return needs
        rest = tuple(name for name in needs if name != "satisfaction")
        return rest + self._get_rating_fields()

    def action_sign(self):
        """The overall level follows the four items (extends)."""
        self.check_access("write")  # what is missing is told to who may sign only
        for visit in self.filtered("asks_card"):
            level = visit._get_card_level()
            if level and not visit.signed_at:
                visit.satisfaction = level
        return super().action_sign()

    def _get_card_level(self):
        """The mean of the four items as a level, halves up; False while one is open."""
        levels = [int(self[name] or 0) for name in CARD]
        if not all(levels):
            return False
        return str((2 * sum(levels) + len(levels)) // (2 * len(levels)))

    def _get_signed_fields(self):
        return super()._get_signed_fields() | set(CARD)

    def _prepare_signed_content(self):
        """The signature covers the card too; visits without one keep their content."""
        content = super()._prepare_signed_content()
        if not self.asks_card:
            return content
        return content | {"card": {name: self[name] or "" for name in CARD}}
