from datetime import datetime

from odoo import api, models
from odoo.tools import format_date

from ...exceptions import FilingRefused

_OVER = ("closed", "cancelled")
_PAPERS = (
    "aftersales_service.action_report_return_slip",
    "aftersales_service.action_report_return_label",
)


class ReturnOrder(models.Model):
    """Customers and dealers announce a return and follow it (R-01, R-03)."""

    _name = "aftersales.return"
    _inherit = ["aftersales.return", "aftersales.filing.mixin"]
    # Whoever may read the document may write a message to it: the customer answers.
    _mail_post_access = "read"

    _portal_key_unique = models.UniqueIndex(
        "(create_uid, portal_key) WHERE portal_key IS NOT NULL"
    )

    @api.model
    def _announce(self, key, vals, devices, faults=None):
        """A return of ``devices``, once per opened page.

        :param vals: values that the page chose
        :param devices: what comes back; whoever calls may see each of them
        :param faults: {device id: what is wrong with it}
        :return: the return, with the rights of the caller
        :raises FilingRefused: when there is nothing to announce, or a device is on its
            way already
        """
        filed = self._find_filed(key)
        if filed:
            return filed.sudo(False)
        self._check_announced(devices)
        lines = [
            (0, 0, self._prepare_announced_line(device, (faults or {}).get(device.id)))
            for device in devices.sudo()  # sudo: a customer reads few fields of it
        ]
        company = devices.sudo().company_id  # sudo: as above
        made = self.with_company(company)._file_once(
            key, vals | {"company_id": company.id, "line_ids": lines}
        )
        return made.sudo(False)

    def _prepare_announced_line(self, device, fault):
        return {
            "device_id": device.id,
            "product_id": device.product_id.id,
            "serial": device.serial,
            "fault": fault,
        }

    @api.model
    def _check_announced(self, devices):
        if not devices:
            raise FilingRefused(
                self.env._(
                    "Please choose at least one device, or type its serial number."
                )
            )
        devices = devices.sudo()  # sudo: a customer reads few fields of it
        if len(devices.company_id) > 1:
            raise FilingRefused(
                self.env._(
                    "These devices come from different sellers. Please announce one return for each."
                )
            )
        # sudo: whether a device is on its way already, whoever announced it
        lines = self.env["aftersales.return.line"].sudo()
        going = lines.search(
            [("device_id", "in", devices.ids), ("return_id.state", "not in", _OVER)]
        )
        if going:
            raise FilingRefused(
                self.env._(
                    "A return of %s is under way already.",
                    ", ".join(going.device_id.mapped("display_name")),
                )
            )

    def _may_cancel_on_portal(self):
        """Before anything arrived (extends)."""
        return self.state == "announced"

    def _get_too_late_text(self):
        return self.env._(
            "The goods of %(document)s are here already. Please call us: %(phone)s",
            document=self.name,
            phone=self.company_id.phone or self.company_id.name,
        )

    def _get_report_base_filename(self):
        """The name of a paper that is printed in the portal (called by its controller)."""
        self.ensure_one()
        return self.name


class Portal(models.AbstractModel):
    """A return in the customer's words: where his goods are and what happens next."""

    _inherit = "aftersales.portal"

    @api.model
    def _get_return_days(self, record):
        """[{label, day}]: announced, received, inspected, going back; the day may be empty."""
        return [
            {"label": label, "day": self._format_day(record, moment)}
            for label, moment in self._get_return_moments(record).values()
        ]

    @api.model
    def _get_return_moments(self, record):
        """Hook: {what happens: (label, day or moment)}, in the order of the page."""
        return {
            "announced": (self.env._("Announced On"), record.create_date),
            "received": (self.env._("Goods Received On"), record.received_at),
            "back": (self.env._("Sent Back On"), record.sent_back_at),
        }

    @api.model
    def _format_day(self, record, moment):
        """A date, or the day of a UTC moment where the company works, in words."""
        if isinstance(moment, datetime):
            moment = record.company_id._aftersales_day(moment)
        return format_date(self.env, moment) if moment else ""

    @api.model
    def _get_return_next(self, record):
        """One sentence: what happens next."""
        if self._is_waiting_for_quote(record):
            return self.env._("Please look at the quotation below and approve it.")
        return {
            "announced": self.env._(
                "Send the goods with the slip in the parcel, or bring them. We count them when they arrive."
            ),
            "received": self.env._("We inspect the goods."),
            "inspecting": self.env._("We inspect the goods."),
            "decided": self.env._("We carry out what was decided."),
            "transferred": self.env._("We carry out what was decided."),
            "sent_back": self.env._("The goods are on the way back to you."),
            "cancelled": self.env._("It was cancelled."),
        }.get(record.state, self.env._("It is finished."))

    @api.model
    def _get_return_quotations(self, record):
        """Hook: quotations that the customer answers; here those of the job behind it."""
        return record.order_id.sale_order_ids

    @api.model
    def _is_waiting_for_quote(self, record):
        return bool(
            self._get_return_quotations(record).filtered(
                lambda sale: sale.state == "sent"
            )
        )

    @api.model
    def _get_return_papers(self):
        """External ids of the reports that whoever announced may print (R-03); those
        that this installation does not have are left out by the page."""
        return list(_PAPERS)
