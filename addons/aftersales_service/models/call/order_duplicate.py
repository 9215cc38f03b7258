from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...kernel.text import address_key, phone_key
from ..order.order_promise import OPEN_STATES

# What two reports of the same trouble have in common.
KEYS = ("device_id", "phone_key", "address_key")
SHORTEST_PHONE = 7


class ServiceOrder(models.Model):
    """The same trouble reported twice: open jobs of the same device, telephone or address
    within some days are shown before the second one is saved.

    Only the keys are stored. What is a duplicate depends on which jobs are open now, so
    it is computed when asked: one query for any number of jobs.
    """

    _inherit = "aftersales.order"

    address = fields.Char(
        compute="_compute_address",
        store=True,
        readonly=False,
        help="Where we are expected, as the customer says it.",
    )
    phone_key = fields.Char(
        compute="_compute_phone_key", store=True, index="btree_not_null"
    )
    address_key = fields.Char(
        compute="_compute_address_key", store=True, index="btree_not_null"
    )
    duplicate_ids = fields.Many2many(
        "aftersales.order",
        string="Possible Duplicates",
        compute="_compute_duplicate_ids",
    )
    has_duplicate = fields.Boolean(
        "Possible Duplicate",
        compute="_compute_has_duplicate",
        search="_search_has_duplicate",
    )

    @api.depends("site_id", "partner_id")
    def _compute_address(self):
        for order in self:
            site = order.site_id or order.partner_id
            parts = (site.state_id.name, site.city, site.street, site.street2)
            order.address = "".join(filter(None, parts)) or False

    def _get_place_words(self):
        """The address that was typed, or the one on file (extends the hook)."""
        site = self.site_id or self.partner_id
        words = (site.state_id.name, site.street, site.street2)
        return super()._get_place_words() + "".join(filter(None, words))

    @api.depends("contact_phone")
    def _compute_phone_key(self):
        for order in self:
            key = phone_key(order.contact_phone)
            order.phone_key = key if len(key) >= SHORTEST_PHONE else False

    @api.depends("address")
    def _compute_address_key(self):
        for order in self:
            order.address_key = address_key(order.address) or False

    @api.depends("device_id", "phone_key", "address_key", "called_at", "state")
    def _compute_duplicate_ids(self):
        table = self._get_duplicate_table()
        for order in self:
            found = self.browse().union(
                *(table.get(key, self.browse()) for key in order._get_duplicate_keys())
            )
            order.duplicate_ids = found.filtered(
                lambda o, order=order: o != order._origin and o._is_near(order)
            )

    @api.depends("duplicate_ids")
    def _compute_has_duplicate(self):
        for order in self:
            order.has_duplicate = bool(order.duplicate_ids)

    def _get_duplicate_keys(self):
        """[(company, field, value)] by which an open job is compared; [] when closed."""
        self.ensure_one()
        company = self.company_id or self.env.company
        if self.state not in OPEN_STATES or not company.aftersales_duplicate_days:
            return []
        values = ((name, self[name]) for name in KEYS)
        return [
            (company.id, name, value.id if name == "device_id" else value)
            for name, value in values
            if value
        ]

    def _get_duplicate_table(self):
        """{key: open jobs that have it}, for the keys of all of ``self``."""
        keys = {key for order in self for key in order._get_duplicate_keys()}
        if not keys:
            return {}
        table = {}
        for order in self.search_fetch(
            self._get_duplicate_domain(keys),
            ["company_id", "state", "called_at", *KEYS],
            order="id",
        ):
            for key in order._get_duplicate_keys():
                table[key] = table.get(key, self.browse()) | order
        return table

    def _get_duplicate_domain(self, keys):
        same = Domain.OR(
            Domain(name, "in", [value for _c, field, value in keys if field == name])
            for name in KEYS
        )
        companies = {company for company, _field, _value in keys}
        return (
            same
            & Domain("company_id", "in", list(companies))
            & Domain("state", "in", OPEN_STATES)
        )

    def _get_alike_domain(self):
        """The duplicates of one job, stored or not, for a search that needs only some."""
        keys = set(self._get_duplicate_keys())
        if not keys:
            return Domain.FALSE
        called = self.called_at or self._now()
        company = self.company_id or self.env.company
        days = timedelta(days=company.aftersales_duplicate_days)
        return (
            self._get_duplicate_domain(keys)
            & Domain("called_at", ">=", called - days)
            & Domain("called_at", "<=", called + days)
            & Domain("id", "!=", self._origin.id)
        )

    def _is_near(self, other):
        """Whether both calls came within the company's days of each other."""
        days = self.company_id.aftersales_duplicate_days
        called = other.called_at or self._now()
        return abs(self.called_at - called) <= timedelta(days=days)

    @api.model
    def _search_has_duplicate(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model(["company_id", "state", "called_at", *KEYS])
        states = tuple(OPEN_STATES)
        found = SQL(
            """(
            SELECT o.id FROM aftersales_order o
            JOIN res_company c ON c.id = o.company_id
            WHERE o.state IN %s AND EXISTS (
                SELECT 1 FROM aftersales_order d
                WHERE d.id <> o.id AND d.company_id = o.company_id AND d.state IN %s
                AND (d.device_id = o.device_id OR d.phone_key = o.phone_key
                     OR d.address_key = o.address_key)
                AND c.aftersales_duplicate_days > 0
                AND d.called_at BETWEEN
                    o.called_at - make_interval(days => c.aftersales_duplicate_days)
                    AND o.called_at + make_interval(days => c.aftersales_duplicate_days)
            ))""",
            states,
            states,
        )
        return Domain("id", "in" if True in value else "not in", found)
