from collections import defaultdict

from markupsafe import Markup

from odoo import api, models


class ServiceOrder(models.Model):
    """A job tells the document it came from how far it is."""

    _inherit = "aftersales.order"

    def _get_link_fields(self):
        """Hook: fields of the job that point to documents with `aftersales.link.mixin`."""
        return []

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._tell_linked()
        for name in self._get_link_fields():
            # sudo: the document is not the clerk's to change, its job is
            orders.sudo()[name]._taken_over()
        return orders

    def _move_to(self, state, **vals):
        result = super()._move_to(state, **vals)
        self._tell_linked()
        return result

    def _tell_linked(self):
        """Note number and state on every document that these jobs came from."""
        # sudo: a technician moves the job and may not read the ticket behind it
        for name in self._get_link_fields():
            bodies = defaultdict(Markup)
            for order in self.sudo().filtered(name):
                bodies[order[name].id] += order._prepare_link_note()
            if bodies:
                documents = self.sudo()[name].browse(bodies)
                documents._message_log_batch(dict(bodies))

    def _prepare_link_note(self):
        text = self.env._(
            "Service order %(order)s: %(state)s",
            order=self._get_html_link(),
            state=self._state_label(self.state),
        )
        return Markup("<p>%s</p>") % text
