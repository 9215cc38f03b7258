import secrets

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...kernel.text import phone_key

VOUCHER = "PZ"


class Device(models.Model):
    """What stands on papers about a device: its voucher number and its public address."""

    _inherit = "aftersales.device"

    voucher_number = fields.Char(
        compute="_compute_voucher_number",
        search="_search_voucher_number",
        help="Number of the service voucher, which is born with the device.",
    )
    public_token = fields.Char(
        "Key of the Public Page",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="128 random bits, made when the first paper with a QR code is printed.",
    )

    _public_token_unique = models.UniqueIndex(
        "(public_token) WHERE public_token IS NOT NULL"
    )

    def _compute_voucher_number(self):
        for device in self:
            number = device._origin.id
            device.voucher_number = f"{VOUCHER}{number:08d}" if number else False

    @api.model
    def _search_voucher_number(self, operator, value):
        """The number is the id in another dress, so searching needs no column."""
        if operator not in ("in", "ilike", "="):
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        digits = [str(text or "").upper().removeprefix(VOUCHER) for text in texts]
        ids = [int(text) for text in digits if text.isdecimal() and len(text) < 10]
        return Domain("id", "in", ids)

    def _get_public_url(self):
        """The address in the QR code of cards and vouchers; opens without login."""
        self.ensure_one()
        # sudo: a technician who prints a card may not write devices
        device = self.sudo()
        if not device.public_token:
            # Two who print at once meet on the row: Odoo repeats the later one.
            device._in_flow().public_token = secrets.token_urlsafe(16)
        return f"{self.get_base_url()}/aftersales/d/{device.public_token}"

    @api.model
    def _find_by_public_token(self, token):
        """The device of ``token`` and the telephone numbers that open its page.

        One statement whether the token exists or not, so that the time tells nothing.

        :returns: (device id or None, list of digits)
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT d.id, owner.phone, firm.phone, site.phone
                     FROM (VALUES (%s)) AS asked (token)
                LEFT JOIN aftersales_device d
                          ON d.public_token = asked.token AND d.active
                LEFT JOIN res_partner owner ON owner.id = d.partner_id
                LEFT JOIN res_partner firm ON firm.id = d.commercial_partner_id
                LEFT JOIN res_partner site ON site.id = d.site_id""",
                token,
            )
        )
        number, *phones = rows[0]
        return number, [phone_key(phone) for phone in phones]
