from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import ormcache

from ...kernel.text import clean
from ..coverage.device import COVERAGE_STATES
from ..sla.selections import SERVICE_TYPES

STATES = [
    ("registered", "Registered"),
    ("dispatched", "Dispatched"),
    ("contacted", "Contacted"),
    ("on_site", "On Site"),
    ("signed", "Signed"),
    ("closed", "Closed in Register"),
    ("filed", "Filed"),
    ("cancelled", "Cancelled"),
]
CHANNELS = [
    ("phone", "Telephone"),
    ("letter", "Letter or Document"),
    ("visit", "In Person"),
    ("online", "Online"),
    ("mailbox", "Mailbox"),
    ("fax", "Fax"),
    ("email", "E-Mail"),
    ("wechat", "WeChat"),
    ("dealer", "Dealer Form"),
    ("sales", "Salesperson"),
]


class ServiceOrder(models.Model):
    """A service order (服务单): one job for one customer, the hub of everything else.

    Source: S-02, S-03 (what is asked), S-30 (service types), O-21 (first contact).
    """

    _name = "aftersales.order"
    _number_code = "aftersales.order"
    _description = "Service Order"
    _inherit = [
        "aftersales.flow.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "portal.mixin",
    ]
    _order = "called_at desc, id desc"
    _check_company_auto = True
    # What the customer's papers say about his call.
    _signed_fields = frozenset(
        {
            "device_id",
            "product_id",
            "partner_id",
            "site_id",
            "contact_name",
            "contact_phone",
            "address",
            "called_at",
            "fault",
        }
    )
    _flow_fields = frozenset(
        {
            "closed_at",
            "warranty_state",
            "first_contact_user_id",
            "is_history",
            "register_key",
        }
    )

    name = fields.Char(
        "Number", default="/", readonly=True, copy=False, index="trigram"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        STATES,
        default="registered",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    scan = fields.Char(
        "Scan or Type a Serial Number",
        store=False,
        compute="_compute_scan",
        readonly=False,
    )
    device_id = fields.Many2one(
        "aftersales.device", index="btree_not_null", check_company=True, tracking=True
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_from_device",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        check_company=True,
        compute="_compute_from_device",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    site_id = fields.Many2one(
        "res.partner",
        "Service Address",
        index="btree_not_null",
        check_company=True,
        compute="_compute_from_device",
        store=True,
        readonly=False,
        precompute=True,
    )
    contact_name = fields.Char(
        "Contact Person", compute="_compute_contact", store=True, readonly=False
    )
    contact_phone = fields.Char(
        "Telephone", compute="_compute_contact", store=True, readonly=False
    )
    called_at = fields.Datetime("Call Time", required=True, default=fields.Datetime.now)
    channel = fields.Selection(CHANNELS, default="phone", required=True)
    fault = fields.Text(
        "Reported Fault",
        required=True,
        compute="_compute_fault",
        store=True,
        readonly=False,
        precompute=True,
    )
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Service Unit",
        index="btree_not_null",
        check_company=True,
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Whose region the service address lies in; where no region covers it, the unit of whoever took the call.",
    )
    first_contact_user_id = fields.Many2one(
        "res.users",
        "First Contact",
        compute="_compute_taken_down",
        store=True,
        precompute=True,
        readonly=True,
        index=True,
        copy=False,
        help="Whoever takes the call follows it until it is finished.",
    )
    service_type = fields.Selection(
        SERVICE_TYPES,
        required=True,
        compute="_compute_service_type",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    device_coverage_state = fields.Selection(
        related="device_id.warranty_state", string="Warranty Today"
    )
    coverage_end_date = fields.Date(related="device_id.warranty_until")
    warranty_state = fields.Selection(
        COVERAGE_STATES,
        "Warranty at Call",
        compute="_compute_taken_down",
        store=True,
        precompute=True,
        readonly=True,
        copy=False,
        help="As it was on the day of the call; does not change afterwards.",
    )
    history_ids = fields.Many2many(
        "aftersales.order",
        string="Earlier Service Orders",
        compute="_compute_history_ids",
    )
    closed_at = fields.Datetime("Closed in Register On", readonly=True, copy=False)

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This service order number is already taken."
    )

    @api.depends("site_id", "partner_id", "life_stage")
    def _compute_unit_id(self):
        """The unit of the region (S-09, O-28), of goods that no user has yet the quality
        department (O-47); until somebody was sent."""
        units = self.env["aftersales.unit"]
        companies = {order.company_id or self.env.company for order in self}
        regions = {company: units._get_with_region(company) for company in companies}
        for order in self:
            company = order.company_id or self.env.company
            if order.state not in (False, "registered"):
                order.unit_id = order.unit_id
                continue
            site = order.site_id or order.partner_id
            found = regions[company]
            if order.life_stage == "zero_km" and units._get_zero_km_ids(company.id):
                found = units.browse(units._get_zero_km_ids(company.id))
            elif found:
                found = found._get_serving(site, order._get_place_words())
            order.unit_id = found or order.unit_id or order._default_unit(company)

    def _get_place_words(self):
        """Hook: where we are expected, as the customer says it."""
        return ""

    @api.model
    def _default_unit(self, company=None):
        """The clerk's own; of what nobody took, the head office."""
        units = self.env["aftersales.unit"]
        company = company or self.env.company
        user = self.env.user
        if user.share or user._is_superuser():
            return units._get_head_office(company)
        return units._get_own(user, company)

    def _compute_scan(self):
        self.scan = False

    @api.onchange("scan")
    def _onchange_scan(self):
        """A scanned serial fills the device, and through it all the rest."""
        scanned = clean(self.scan)
        if not scanned:
            return None
        found = self.env["aftersales.scan"]._find_devices(self.scan)
        self.scan = False
        if len(found) == 1:
            self.device_id = found
            return None
        return {"warning": self._prepare_scan_warning(scanned, found)}

    def _prepare_scan_warning(self, scanned, found):
        if found:
            names = "\n".join(found.mapped("display_name"))
            message = self.env._(
                "Several devices have this serial number. Choose one:\n%s", names
            )
        else:
            message = self.env._(
                "No device has the serial number %s. Check the name plate, or choose the customer and go on without a device.",
                scanned,
            )
        return {
            "title": self.env._("Serial Number"),
            "message": message,
            "type": "dialog",
        }

    @api.depends("internal_kind")
    def _compute_fault(self):
        """Internal work has no fault; its kind says what it is (S-30)."""
        labels = dict(self._fields["internal_kind"]._description_selection(self.env))
        for order in self:
            order.fault = order.fault or labels.get(order.internal_kind)

    @api.depends("device_id", "internal_kind")
    def _compute_from_device(self):
        """Of the device; internal work is our own."""
        own = self.filtered(lambda o: o.internal_kind and not o.device_id)
        for order in own:
            company = order.company_id or self.env.company
            order.partner_id = order.partner_id or company.partner_id
        for order in self.filtered("device_id"):
            device = order.device_id
            order.product_id = device.product_id
            order.partner_id = (
                device.user_partner_id or device.partner_id or order.partner_id
            )
            order.site_id = device.site_id or order.partner_id

    @api.depends("site_id", "partner_id")
    def _compute_contact(self):
        for order in self:
            site = order.site_id or order.partner_id
            order.contact_name = False if site.is_company else site.name
            order.contact_phone = site.phone or order.partner_id.phone

    @api.depends("device_id", "internal_kind")
    def _compute_service_type(self):
        for order in self:
            order.service_type = order._get_proposed_service_type()

    def _get_proposed_service_type(self):
        """Hook: what the clerk may change."""
        return self._get_type_by_warranty()

    def _get_type_by_warranty(self):
        """Free inside the warranty, paid outside (S-30, W-03); internal work is neither."""
        if self.internal_kind:
            return "d"
        return "c" if self.device_id.coverage_state == "in" else "a"

    @api.depends("device_id")
    def _compute_history_ids(self):
        for order in self:
            order.history_ids = order.device_id.order_ids - order._origin

    @api.depends()
    def _compute_taken_down(self):
        """First contact and warranty are taken down as the call comes in, and stay."""
        for order in self:
            current, device = order._get_current(), order.device_id
            order.first_contact_user_id = (
                current._get_first_contact().id if current else False
            )
            order.warranty_state = (
                device._get_coverage_state(order._get_call_day()) if device else False
            )

    def _get_call_day(self):
        """The day of the call where the company works; of no call yet, today."""
        return self._get_call()[1]

    def _get_call(self):
        """(what is known of the calls that come in, day of this one)"""
        opening, company = self._get_opening(), self.company_id or self.env.company
        called = self.called_at or opening.moment
        key = ("day", company, called)
        if key not in opening.known:
            opening.known[key] = company._aftersales_day(called)
        return opening, opening.known[key]

    def _get_first_contact(self):
        """Who takes the call (O-21); where nobody of ours does, the head of the unit or who
        stands in for him, else whoever takes the job up (see `_move_contact`)."""
        mailed = self.env.uid == SUPERUSER_ID and self._is_self_reported()
        if self.env.user.share or mailed:
            return self.unit_id._get_contact_user(self.company_id)
        return self.env.user

    def _is_self_reported(self):
        """Whether the customer reported it without anybody of ours."""
        # sudo: the field itself may be hidden, only whether it is set counts
        order = self.sudo()
        return any(order[name] for name in self._get_report_fields())

    @ormcache(cache="stable")
    def _get_report_fields(self):
        return self._declared("_report_fields")

    def _compute_access_url(self):
        for order in self:
            order.access_url = f"/my/service/{order.id}"
