from odoo import api, fields, models

from ...exceptions import ProtectedRefused
from .policy_term import UNITS

KINDS = [
    ("granted", "Granted"),
    ("suspended", "Suspended"),
    ("resumed", "Resumed"),
    ("extended", "Extended"),
    ("restarted", "Started Again"),
    ("transferred", "Transferred"),
    ("voided", "Voided"),
]


class CoverageEvent(models.Model):
    """One line of a warranty's ledger. Append-only: a correction is a new event."""

    _name = "aftersales.coverage.event"
    _description = "Warranty Event"
    _order = "coverage_id, id"
    _rec_name = "kind"

    coverage_id = fields.Many2one(
        "aftersales.coverage", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(KINDS, required=True)
    day = fields.Date("On", required=True)
    amount = fields.Integer()
    unit = fields.Selection(UNITS)
    reason = fields.Char()
    partner_id = fields.Many2one("res.partner", "New Owner", index="btree_not_null")
    version_id = fields.Many2one(
        "aftersales.warranty.version",
        "Rule Version",
        index="btree_not_null",
        ondelete="restrict",
    )
    approved_by_id = fields.Many2one("res.users", index="btree_not_null")

    @api.model_create_multi
    def create(self, vals_list):
        """Events are written by the ledger, which moves the projection with them."""
        if not self.env["aftersales.coverage"].with_env(self.env)._in_ledger():
            raise ProtectedRefused(
                self.env._(
                    "Warranty events are written by the actions of the warranty only."
                )
            )
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        """The ledger is append-only (overrides `write` to refuse)."""
        raise ProtectedRefused(
            self.env._(
                "What happened stands. Write a new event that corrects it, with a reason."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise ProtectedRefused(
            self.env._(
                "What happened stands. Write a new event that corrects it, with a reason."
            )
        )
