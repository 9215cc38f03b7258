from odoo import api, fields, models


class ServiceOrder(models.Model):
    """What was reported and what was found are two things (S-13); what the fault tree
    knows about the reported one is shown at once (S-05)."""

    _inherit = "aftersales.order"

    fault_id = fields.Many2one(
        "aftersales.fault",
        "Symptom",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('kind', '=', 'symptom'), ('for_product_id', '=', product_id)]",
        help="Type a code, a word or what customers call it.",
    )
    found_fault = fields.Text(
        tracking=True,
        help="What was really wrong; the reported fault stays as the customer said it.",
    )
    found_fault_id = fields.Many2one(
        "aftersales.fault",
        "Found Cause",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('kind', '=', 'cause'), ('for_product_id', '=', product_id)]",
    )

    @api.onchange("fault_id")
    def _onchange_fault_id(self):
        """The symptom's words, unless the customer's own were taken down already."""
        if self.fault_id and not self.fault:
            self.fault = self.fault_id.name
