"""What a customer reads in the portal: plain values, field by field, and no record.

The route finds the organiser with superuser rights; a template that held the record could
walk from it to persons and other customers, so templates get these dictionaries only.
"""

from odoo import models
from odoo.tools import format_date, format_datetime


class IcpSubjectPortal(models.Model):
    _inherit = "aftersales.icp.subject"

    def _portal_cards(self):
        """One line per organiser: id, title, state, names of its services."""
        return [one._portal_card() for one in self]

    def _portal_card(self):
        return {
            "id": self.id,
            "title": self.number or self.partner_id.name,
            "state": self._portal_label("state"),
            "services": ", ".join(self.service_ids.mapped("name")),
        }

    def _portal_page(self):
        """Everything that the page of one organiser shows."""
        self.ensure_one()
        return {
            **self._portal_card(),
            "organiser": self.partner_id.name,
            "address": self.cert_address or "",
            "postal_address": self.contact_address or "",
            "confirmed": self.data_confirmed_on
            and format_datetime(self.env, self.data_confirmed_on, dt_format="short"),
            "wrong": self.data_wrong_note or "",
            "services": [one._portal_values() for one in self.service_ids],
            "duties": [one._portal_values() for one in self._report_duties()],
        }

    def _portal_label(self, name):
        return dict(self._fields[name]._description_selection(self.env))[self[name]]


class IcpServicePortal(models.Model):
    _inherit = "aftersales.icp.service"

    def _portal_values(self):
        state = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "number": self.number or "",
            "domains": ", ".join(self.domain_ids.mapped("name_unicode")),
            "home_page": self.homepage_url or "",
            "psb": self.psb_number or "",
            "state": state[self.state],
            "footer": (self.kind == "website" and self.footer_snippet) or "",
        }


class IcpObligationPortal(models.Model):
    _inherit = "aftersales.icp.obligation"

    def _portal_values(self):
        return {
            "due": format_date(self.env, self.due_on),
            "name": self.rule_id.name,
            "service": self.service_id.name or "",
            "late": self.is_late,
            "law": self.law_id.display_name or "",
        }


class IcpDocumentPortal(models.Model):
    _inherit = "aftersales.icp.document"

    def _portal_values(self):
        return {
            "id": self.id,
            "name": self.name,
            "complete": self.is_complete,
            "files": self.file_count,
        }
