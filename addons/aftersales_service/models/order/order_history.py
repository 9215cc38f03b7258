from odoo import fields, models


class ServiceOrder(models.Model):
    """A job of the old register (叫修登记簿): over, and kept for its history.

    It starts no clock, no decision and nothing else; what stood in the register that has
    no field of ours (technician, fee, number) stays as it was written.
    """

    _inherit = "aftersales.order"

    is_history = fields.Boolean(
        "From an Old Register", default=False, readonly=True, copy=False
    )
    # What tells a row of a register from every other one, see `aftersales.import`.
    register_key = fields.Char("Row of the Old Register", readonly=True, copy=False)
    register_number = fields.Char(
        "Number in the Old Register", readonly=True, copy=False, index="btree_not_null"
    )
    register_technician = fields.Char(
        "Technician in the Old Register", readonly=True, copy=False
    )
    register_fee = fields.Monetary("Fee in the Old Register", readonly=True, copy=False)
    register_note = fields.Text("Remark in the Old Register", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")

    _register_key_unique = models.UniqueIndex(
        "(company_id, register_key) WHERE register_key IS NOT NULL",
        "This row of the old register was imported already.",
    )

    def _get_current(self):
        """Jobs that begin now; what comes from an old register starts nothing."""
        return self.filtered(lambda o: not o.is_history)
