from odoo import fields, models
from odoo.fields import Domain


class StockLocation(models.Model):
    """Places where things lie that are not ours: customers' machines, old parts.

    The owner alone does not protect them. In FIFO core drops the owner and looks at the
    places only, so the place itself must say that nothing in it is stock of ours; the
    owner is the second guard.
    """

    _inherit = "stock.location"

    aftersales_not_ours = fields.Boolean(
        "Goods of Others",
        help="Nothing here is valued: customers' machines in our care.",
    )

    def _should_be_valued(self):
        """Goods of others have no value in our books (overrides core)."""
        return not self.aftersales_not_ours and super()._should_be_valued()

    def _search_is_valued(self, operator, value):
        """The same as a search (overrides core)."""
        domain = super()._search_is_valued(operator, value)
        ours = Domain("aftersales_not_ours", "=", False)
        positive = (operator == "=") == bool(value)
        return domain & ours if positive else domain | ~ours
