from datetime import timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

from ...exceptions import FilingRefused, MoveRefused, TooManyFilings

# What one login (or one QR page) may file within an hour; a person never needs more.
HOURLY = 20


class ShownMixin(models.AbstractModel):
    """What portal users read of a document, over RPC too, is what its pages show."""

    _name = "aftersales.shown.mixin"
    _description = "Shown on the Portal"

    # Pages show values chosen one by one; of fields, these may be read.
    _portal_fields = frozenset()

    @api.model
    def _get_portal_fields(self):
        return self._portal_fields

    @api.model
    def _has_field_access(self, field, operation):
        """Partners read what their pages show and nothing internal (overrides the ORM's)."""
        if not self.env.su and self.env.user.share:
            return field.name in self._get_portal_fields() and operation == "read"
        return super()._has_field_access(field, operation)


class FilingMixin(models.AbstractModel):
    """What customers and dealers file themselves: once per opened page, not without end,
    and of the document they read no more fields than their pages show.

    The document has ``partner_id`` and ``company_id``.
    """

    _name = "aftersales.filing.mixin"
    _description = "Filed on the Portal"
    _inherit = "aftersales.shown.mixin"

    _portal_fields = frozenset(
        {"id", "display_name", "name", "state", "access_url", "create_date"}
    )

    portal_key = fields.Char(
        "Key of the Opened Page",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Sent twice, the same page files once.",
    )
    dealer_id = fields.Many2one(
        "res.partner",
        "Filed by Dealer",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="The dealer who filed it for a customer and sees it in the portal.",
    )

    @api.model
    def _find_filed(self, key):
        """What this login filed with ``key`` already, or an empty record."""
        # sudo: the key is readable by nobody; the login is checked here
        return self.sudo().search(
            [("portal_key", "=", key), ("create_uid", "=", self.env.uid)], limit=1
        )

    @api.model
    def _file_once(self, key, vals):
        """The document of ``key``: made now, or the one that the first press made.

        :param vals: values chosen by the page; this is the only way in for customers
        :raises TooManyFilings: when this login filed too much within an hour
        """
        filed = self._find_filed(key)
        if filed:
            return filed
        self._check_filing_rate()
        try:
            with self.env.cr.savepoint():
                # sudo: customers create nothing themselves, the page chose the values
                filed = self.sudo()._in_flow().create(vals | {"portal_key": key})
                return filed._out_of_flow()
        except psycopg2.errors.UniqueViolation as error:
            # The other press is done since this one began: look again, and see it.
            raise ConcurrencyError("filed twice") from error

    @api.model
    def _check_filing_rate(self):
        since = fields.Datetime.now() - timedelta(hours=1)
        # sudo: the key is readable by nobody
        filed = self.sudo().search_count(
            [
                ("create_uid", "=", self.env.uid),
                ("portal_key", "!=", False),
                ("create_date", ">", since),
                *self._get_filing_domain(),
            ],
            limit=HOURLY,
        )
        if filed >= HOURLY:
            raise TooManyFilings(
                self.env._(
                    "%(count)s reports came from here within an hour. Please wait a little, or call us: %(phone)s",
                    count=HOURLY,
                    phone=self.env.company.phone or self.env.company.name,
                )
            )

    @api.model
    def _get_filing_domain(self):
        """Hook: what else counts as “from here”."""
        return []

    # --- call off

    def _cancel_on_portal(self, reason):
        """Called off by who filed it, while nothing has begun.

        :raises MoveRefused: when it is too late; :raises FilingRefused: without a reason
        """
        self.ensure_one()
        if not self._may_cancel_on_portal():
            raise MoveRefused(self._get_too_late_text())
        if not (reason or "").strip():
            raise FilingRefused(
                self.env._("Please write in a few words why you cancel it.")
            )
        self.action_cancel()
        self.message_post(
            body=self.env._("Cancelled by the customer: %s", reason.strip()),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _may_cancel_on_portal(self):
        """Hook: whether who filed it may still call it off by himself."""
        return False

    def _get_too_late_text(self):
        """Hook: why he may not any more, and whom to call instead."""
        return ""
