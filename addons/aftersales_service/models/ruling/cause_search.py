from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ServiceOrder(models.Model):
    """The cause of a job is that of its last decision; lists find and group by it without
    a copy that every decision would have to write."""

    _inherit = "aftersales.order"

    cause = fields.Selection(search="_search_cause")

    @api.model
    def _search_cause(self, operator, value):
        if operator != "in":
            return NotImplemented
        causes = tuple(cause for cause in value if cause)  # every job has one
        if not causes:
            return Domain.FALSE
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", model._field_to_sql(alias, "cause", query), causes
            ),
            predicate=lambda order: order.cause in causes,
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """As `_compute_decision_id` tells it (extends core, so that it can be grouped)."""
        if field_expr != "cause":
            return super()._field_to_sql(alias, field_expr, query)
        decisions = self.env["aftersales.decision"]._fields
        return SQL(
            """COALESCE((
                SELECT %s FROM aftersales_decision told WHERE %s = %s
                ORDER BY told.id DESC LIMIT 1
            ), 'unknown')""",
            SQL.identifier("told", "cause", to_flush=decisions["cause"]),
            SQL.identifier("told", "order_id", to_flush=decisions["order_id"]),
            SQL.identifier(alias, "id"),
        )
