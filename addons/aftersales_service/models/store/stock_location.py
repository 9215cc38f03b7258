from odoo import fields, models
from odoo.fields import Domain


class StockLocation(models.Model):
    """Places where things lie that are not ours: customers' machines, old parts.

    The owner alone does not protect them. In FIFO core drops the owner and looks at the
    places only, so the place itself must say that nothing in it is stock of ours; the
    owner is the second guard.
    """

    _inherit = "stock.location"

    # A usage of our own, as core finds its places by theirs: the first location of usage
    # *production* of a company is where its repairs and its manufacturing are booked.
    usage = fields.Selection(
        selection_add=[("aftersales_use", "After-Sales Consumption")],
        ondelete={"aftersales_use": "set production"},
    )
    aftersales_outside_value = fields.Boolean(
        "Outside the Stock Value",
        index=True,
        help="What lies here belongs to others, whatever its owner field says.",
    )

    def should_bypass_reservation(self):
        """What comes back from our consumption is not reserved there (extends core)."""
        return self.usage == "aftersales_use" or super().should_bypass_reservation()

    def _should_be_valued(self):
        """Goods of others have no value in our books (overrides core)."""
        return not self.aftersales_outside_value and super()._should_be_valued()

    def _search_is_valued(self, operator, value):
        """The same as a search (overrides core)."""
        domain = Domain(super()._search_is_valued(operator, value))
        outside = Domain("aftersales_outside_value", "=", True)
        positive = (operator == "=") == bool(value)
        return domain & ~outside if positive else domain | outside
