from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import ProofMissing
from ...kernel.rate import Terms


class FeeCardVersion(models.Model):
    """Prices from a day on: drafted by finance (O-05), approved by the general manager,
    superseded by the next. Approved prices stand."""

    _name = "aftersales.fee.card.version"
    _description = "Prices of a Fee Card"
    _inherit = ["aftersales.version.mixin", "aftersales.remembered.mixin"]
    _order = "policy_id, valid_from desc, id desc"
    _lines = "rate_ids"

    policy_id = fields.Many2one(
        "aftersales.fee.card",
        "Fee Card",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    rate_ids = fields.One2many("aftersales.fee.rate", "version_id", "Rates", copy=True)
    night_from = fields.Float(help="Equal hours: there is no night.")
    night_to = fields.Float("Night Until")
    is_added = fields.Boolean(
        "Add Surcharges",
        help="Night and weekend of the same minute are added. Otherwise only the highest counts.",
    )
    waiting_free = fields.Integer(
        "Free Waiting (Minutes)",
        default=15,
        help="Waiting at the customer's is charged from here on, where a rate says so.",
    )

    _hours_of_day = models.Constraint(
        "CHECK (night_from >= 0 AND night_from < 24 AND night_to >= 0 AND night_to < 24)",
        "The night begins and ends between 0:00 and 24:00.",
    )
    _waiting_positive = models.Constraint(
        "CHECK (waiting_free >= 0)", "Free waiting is not negative."
    )

    def _check_complete(self):
        """Every rate can be invoiced, and no two charge the same thing (extends)."""
        result = super()._check_complete()
        for rate in self.rate_ids:
            if not rate._get_charged_product() and rate.basis != "cost":
                raise ProofMissing(
                    self.env._(
                        "“%s” cannot be invoiced yet: choose the product that it is invoiced as, or “Labour Fee” in the settings of After-Sales.",
                        rate.name,
                    )
                )
        self._check_once()
        return result

    def _check_once(self):
        seen = {}
        for rate in self.rate_ids:
            slot = rate._get_slot()
            if slot in seen:
                raise ProofMissing(
                    self.env._(
                        "“%(one)s” and “%(other)s” would both be charged for the same. Give one of them a product category, service type or region of its own.",
                        one=seen[slot].name,
                        other=rate.name,
                    )
                )
            seen[slot] = rate

    def _get_text_fields(self):
        return super()._get_text_fields() | {
            "night_from",
            "night_to",
            "is_added",
            "waiting_free",
        }

    def _get_terms(self):
        night = tuple(round(hour * 60) for hour in (self.night_from, self.night_to))
        return Terms(night, self.is_added, self.waiting_free)

    @api.constrains("rate_ids")
    def _check_bands(self):
        for rate in self.rate_ids:
            if rate.km_to and rate.km_to <= rate.km_from:
                raise ValidationError(
                    self.env._("“%s”: the band ends before it begins.", rate.name)
                )
