from collections import defaultdict

from markupsafe import Markup

from odoo import models


class ServiceOrder(models.Model):
    """A job tells the document it came from how far it is."""

    _inherit = "aftersales.order"

    def _get_link_fields(self):
        """Hook: fields of the job that point to documents with `aftersales.link.mixin`."""
        return []

    def _open_links(self):
        for name in self._tell_linked():
            # sudo: the document is not the clerk's to change, its job is
            if documents := self.sudo()[name]:
                documents._taken_over()

    def _move_links(self, state):
        self._tell_linked()

    def _tell_linked(self):
        """Note number and state on every document that these jobs came from.

        :return: the fields that point to such documents
        """
        names = self._get_link_fields()
        # sudo: a technician moves the job and may not read the ticket behind it
        for name in names:
            bodies = defaultdict(Markup)
            for order in self.sudo().filtered(name):
                bodies[order[name].id] += order._prepare_link_note()
            if bodies:
                documents = self.sudo()[name].browse(bodies)
                documents._message_log_batch(dict(bodies))
        return names

    def _prepare_link_note(self):
        text = self.env._(
            "Service order %(order)s: %(state)s",
            order=self._get_html_link(),
            state=self._state_label(self.state),
        )
        return Markup("<p>%s</p>") % text
