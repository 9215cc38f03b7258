from datetime import timedelta

from odoo import api, fields, models

from ..const import ORDER_STATES, ORDER_TRANSITIONS, ORDER_TYPES
from ..kernel.order_rules import SMS_HOURS, TRACK_OF


class IcpOrder(models.Model):
    """A filing order (备案订单): one procedure with a provider or an authority (§3.1)."""

    _name = "aftersales.icp.order"
    _number_code = "aftersales.icp.order"
    _description = "ICP Filing Order"
    _inherit = [
        "aftersales.icp.flow.mixin",
        "aftersales.icp.duty.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _transitions = ORDER_TRANSITIONS
    _stamps = {
        "provider_review": "submitted_on",
        "sms_pending": "sms_sent_at",
        "bureau_review": "bureau_on",
        "done": "result_on",
    }

    name = fields.Char(string="Order Number", default="/", readonly=True, copy=False)
    kind = fields.Selection(
        ORDER_TYPES, string="Type", required=True, default="first", tracking=True
    )
    track = fields.Selection(
        [
            ("filing", "Filing"),
            ("psb", "Public Security"),
            ("licence", "Licence"),
        ],
        compute="_compute_track",
        store=True,
        index=True,
    )
    subject_id = fields.Many2one(
        "aftersales.icp.subject",
        string="Filing Subject",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        related="subject_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="subject_id.partner_id", string="Organiser", store=True, index=True
    )
    service_ids = fields.Many2many(
        "aftersales.icp.service",
        string="Services",
        domain="[('subject_id', '=', subject_id)]",
        check_company=True,
    )
    access_id = fields.Many2one(
        "aftersales.icp.access",
        domain="[('service_id', 'in', service_ids)]",
        index="btree_not_null",
        help="The access that this order adds, changes or cancels.",
    )
    licence_id = fields.Many2one(
        "aftersales.icp.licence", index="btree_not_null", check_company=True
    )
    target_subject_id = fields.Many2one(
        "aftersales.icp.subject",
        string="New Organiser",
        index="btree_not_null",
        check_company=True,
        help="Where a migration moves the services to.",
    )
    provider_id = fields.Many2one(
        "res.partner", string="Access Provider", index="btree_not_null"
    )
    state = fields.Selection(
        ORDER_STATES,
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Internal Owner",
        index="btree_not_null",
        default=lambda self: self.env.user,
    )
    change_on = fields.Date(
        string="Change Planned On",
        copy=False,
        help="Changes are filed 30 days ahead (article 11).",
    )
    submitted_on = fields.Date(copy=False, tracking=True)
    sms_sent_at = fields.Datetime(string="SMS Sent At", copy=False)
    sms_deadline = fields.Datetime(
        string="SMS Deadline", compute="_compute_sms_deadline", store=True
    )
    sms_tries = fields.Integer(string="Wrong Codes", copy=False, readonly=True)
    bureau_on = fields.Date(string="With the Authority Since", copy=False)
    bureau_due = fields.Date(
        string="Answer Due", copy=False, readonly=True, help="20 working days."
    )
    result_on = fields.Date(copy=False, tracking=True)
    reject_text = fields.Text(string="Words of the Rejection", copy=False)
    document_ids = fields.One2many("aftersales.icp.document", "order_id")
    missing_count = fields.Integer(
        string="Missing Materials", compute="_compute_missing_count"
    )
    preflight = fields.Text(compute="_compute_preflight")
    sale_line_id = fields.Many2one(
        "sale.order.line", string="Sold With", index="btree_not_null", copy=False
    )

    # The guard of last resort when two clerks open an order at the same moment.
    _one_open = models.UniqueIndex(
        "(subject_id, track) WHERE track != 'filing'"
        " AND state NOT IN ('done', 'cancelled')",
        "The organiser has an open order of this kind already.",
    )

    @api.depends("kind")
    def _compute_track(self):
        for order in self:
            order.track = TRACK_OF.get(order.kind)

    @api.depends("sms_sent_at")
    def _compute_sms_deadline(self):
        for order in self:
            sent = order.sms_sent_at
            order.sms_deadline = sent and sent + timedelta(hours=SMS_HOURS)

    @api.depends("document_ids.is_complete", "document_ids.requirement_id")
    def _compute_missing_count(self):
        for order in self:
            order.missing_count = len(order._missing_documents())

    def _missing_documents(self):
        # sudo: personal documents count, even where the clerk may not open them
        return self.sudo().document_ids.filtered(
            lambda one: not one.is_complete and not one.requirement_id.is_optional
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Guards and check-list come with the order."""
        orders = super().create(vals_list)
        for order in orders:
            order._check_may_open()
        orders._make_checklist()
        orders.filtered("change_on")._schedule_duties({"change_planned": "change_on"})
        return orders

    def _make_checklist(self):
        """One document per item; what is there already stays."""
        new = []
        for order in self:
            # sudo: the list names personal items, too; their files stay hidden
            known = order.sudo().document_ids.requirement_id
            for item in (
                self.env["aftersales.icp.requirement"]._for_order(order) - known
            ):
                new.append(
                    {
                        "order_id": order.id,
                        "subject_id": order.subject_id.id,
                        "requirement_id": item.id,
                    }
                )
        # sudo: as above
        self.env["aftersales.icp.document"].sudo().create(new)
