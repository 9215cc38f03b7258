from odoo import api, models
from odoo.fields import Domain

from ..cost.order import SEES


class Settlement(models.Model):
    """A technician sees and confirms his own statement of piece rates, on the same page as
    partners do theirs. He sees nobody else's, and no rates."""

    _inherit = "aftersales.settlement"

    @api.model
    def _has_field_access(self, field, operation):
        """Whoever is none of finance reads what the page shows (extends)."""
        if self._is_seen_whole():
            return super()._has_field_access(field, operation)
        return field.name in self._portal_fields and operation == "read"

    @api.model
    def _is_seen_whole(self):
        return self.env.su or self.env.user.has_groups(SEES)

    @api.model
    def _find_chains(self):
        """Whoever sees the page alone checks no fingerprints (extends)."""
        return super()._find_chains() if self._is_seen_whole() else ()

    def _prepare_portal_lines(self, limit, offset):
        """The page asks for something else where we owe (extends)."""
        owed = {"owed": self.direction == "owed"}
        return [row | owed for row in super()._prepare_portal_lines(limit, offset)]

    def _get_portal_domain(self):
        """His own contact; that of his company is not his (extends)."""
        domain = Domain(super()._get_portal_domain())
        if self.env.user.share:
            return domain & Domain("payer", "!=", "employee")
        return Domain("payer", "=", "employee") & Domain(
            [
                ("partner_id", "=", self.env.user.partner_id.id),
                ("state", "in", self._shown_states),
            ]
        )
