from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...exceptions import ProofMissing
from ...groups import STAFF
from ...kernel.text import clean

OVER = ("closed", "filed", "cancelled")


class LinkMixin(models.AbstractModel):
    """What a ticket of another add-on gets from after-sales: device, who pays, jobs.

    The document has `mail.thread`, ``partner_id`` and ``company_id``. Its glue declares
    ``aftersales_order_ids`` (One2many to ``aftersales.order``), names the inverse field in
    the order's `_get_link_fields`, and tells in the hooks below where its words are.
    """

    _name = "aftersales.link.mixin"
    _description = "Document With Service Orders"
    _check_company_auto = True

    aftersales_scan = fields.Char(
        "Scan or Type a Serial Number",
        store=False,
        compute="_compute_aftersales_scan",
        readonly=False,
        groups=STAFF,
    )
    aftersales_device_id = fields.Many2one(
        "aftersales.device",
        "Device",
        index="btree_not_null",
        check_company=True,
        copy=False,
        groups=STAFF,
    )
    aftersales_decision_panel = fields.Json(
        "Who Pays", compute="_compute_aftersales_decision_panel", groups=STAFF
    )
    aftersales_order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        compute="_compute_aftersales_order",
        groups=STAFF,
        help="The open one, or else the last one.",
    )
    aftersales_order_state = fields.Selection(
        string="Service Order State",
        selection="_get_aftersales_order_states",
        compute="_compute_aftersales_order",
        groups=STAFF,
    )
    aftersales_order_count = fields.Integer(
        "Service Order Count", compute="_compute_aftersales_order", groups=STAFF
    )

    def _get_aftersales_order_states(self):
        state = self.env["aftersales.order"]._fields["state"]
        return state._description_selection(self.env)

    def _compute_aftersales_scan(self):
        self.aftersales_scan = False

    @api.depends("aftersales_order_ids.state")
    def _compute_aftersales_order(self):
        for document in self:
            orders = document.aftersales_order_ids.sorted("id")
            order = document._get_open_aftersales_orders()[:1] or orders[-1:]
            document.aftersales_order_id = order
            document.aftersales_order_state = order.state
            document.aftersales_order_count = len(orders)

    @api.depends("aftersales_device_id", "aftersales_order_ids.decision_ids")
    @api.depends_context("uid", "lang")
    def _compute_aftersales_decision_panel(self):
        """What the job decided, or what would be decided today for this device."""
        for document in self:
            device, order = document.aftersales_device_id, document.aftersales_order_id
            decided = order.decision_id if order.device_id == device else None
            document.aftersales_decision_panel = device._get_panel(decided)

    @api.onchange("aftersales_scan")
    def _onchange_aftersales_scan(self):
        """A scanned serial fills the device."""
        scanned = clean(self.aftersales_scan)
        if not scanned:
            return None
        found = self.env["aftersales.scan"]._find_devices(self.aftersales_scan)
        self.aftersales_scan = False
        if len(found) == 1:
            self.aftersales_device_id = found
            return None
        warning = self.env["aftersales.order"]._prepare_scan_warning(scanned, found)
        return {"warning": warning}

    @api.onchange("aftersales_device_id")
    def _onchange_aftersales_device_id(self):
        """Whoever uses the device is the customer, unless somebody is named already."""
        if not self.partner_id:
            device = self.aftersales_device_id
            self.partner_id = device.user_partner_id or device.partner_id

    # --- service orders

    def action_aftersales_create_order(self):
        """One press from the document to its job; an open job is opened instead.

        :raises ProofMissing: when nobody knows whose device it is
        """
        self.ensure_one()
        order = self._get_open_aftersales_orders()[:1]
        if not order:
            vals = self._prepare_aftersales_order()
            # a job that was cancelled a moment ago must not stand in the way of the next
            self.env["aftersales.order"].flush_model(["state"])
            order = self.env["aftersales.order"]._in_flow().create(vals)._out_of_flow()
        return self._open_aftersales_orders(order)

    def action_view_aftersales_orders(self):
        self.ensure_one()
        return self._open_aftersales_orders(self.aftersales_order_ids)

    def _open_aftersales_orders(self, orders):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_order_action"
        )
        if len(orders) == 1:
            return action | {
                "views": [(False, "form")],
                "view_mode": "form",
                "res_id": orders.id,
            }
        return action | {"domain": [("id", "in", orders.ids)], "context": {}}

    def _get_open_aftersales_orders(self):
        return self.aftersales_order_ids.filtered(lambda o: o.state not in OVER)

    def _prepare_aftersales_order(self):
        """Values of the job. It was called in when the document was: the warranty and the
        promises count from then, not from the moment somebody presses the button."""
        self.ensure_one()
        device, contact = self.aftersales_device_id, self.partner_id
        owner = device.user_partner_id or device.partner_id
        if not owner and not contact:
            raise ProofMissing(
                self.env._(
                    "%s names no customer. Choose the customer, or a device that has an owner, and press again.",
                    self.display_name,
                )
            )
        vals = {
            self._fields["aftersales_order_ids"].inverse_name: self.id,
            "company_id": self.company_id.id,
            "device_id": device.id,
            "fault": self._get_aftersales_fault(),
            "called_at": self.create_date,
            "channel": self._get_aftersales_channel(),
        }
        if contact.commercial_partner_id != owner.commercial_partner_id and contact:
            vals["partner_id"] = contact.id
        return vals | {
            name: value
            for name, value in self._get_aftersales_contact().items()
            if value
        }

    def _get_aftersales_fault(self):
        """Hook: what the customer says, as text."""
        return self.display_name

    def _get_aftersales_channel(self):
        """Hook: a key of the order's ``channel``."""
        return "online"

    def _get_aftersales_contact(self):
        """Hook: {contact_name, contact_phone} of whoever wrote; empty ones are left to
        the order."""
        contact = self.partner_id
        return {
            "contact_name": not contact.is_company and contact.name,
            "contact_phone": contact.phone,
        }

    def _html_to_fault(self, title, html):
        """``title`` and the text of ``html`` as the words of a reported fault."""
        return "\n".join(filter(None, (title, html2plaintext(html or "").strip())))

    # --- what one side tells the other

    def _taken_over(self):
        """Hook: a job for these documents was created."""

    def _tell_aftersales_orders(self, sentences):
        """Note ``sentences`` ({document: text}) on the open jobs of these documents."""
        # sudo: people of the other add-on may not read jobs; the note carries their name
        bodies = {
            order.id: sentences[document]
            for document in self
            for order in document.sudo()._get_open_aftersales_orders()
        }
        if bodies:
            self.env["aftersales.order"].sudo().browse(bodies)._message_log_batch(
                bodies
            )
