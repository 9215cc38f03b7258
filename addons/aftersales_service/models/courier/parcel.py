from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...kernel.text import serial_key

STATES = [
    ("draft", "Packing"),
    ("sent", "On the Road"),
    ("difference", "Difference Open"),
    ("done", "Arrived"),
    ("lost", "Lost"),
    ("returned", "Came Back"),
    ("cancelled", "Cancelled"),
]
OPEN = ("sent", "difference")


class Parcel(models.Model):
    """快递: what a courier carries for us, from the waybill to the last piece.

    Where the pieces are is told by done stock moves; the parcel only says what was said.
    """

    _name = "aftersales.parcel"
    _number_code = "aftersales.parcel"
    _description = "Parcel"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.overdue.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _overdue_states = OPEN
    _transitions = {
        "draft": ("sent", "cancelled"),
        "sent": ("difference", "done", "lost", "returned"),
        "difference": ("sent", "done", "lost", "returned"),
        "done": (),
        "lost": (),
        "returned": (),
        "cancelled": (),
    }
    _signed_fields = frozenset(
        {"direction", "technician_id", "partner_id", "warehouse_id", "company_id"}
        | {"cost", "freight_payer", "photo_ids", "arrival_photo_ids"}
    )

    name = fields.Char(
        "Number", default="/", readonly=True, copy=False, index="trigram"
    )
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    direction = fields.Selection(
        [("out", "From the Store"), ("back", "To the Store")],
        required=True,
        default="out",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        check_company=True,
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    technician_id = fields.Many2one(
        "aftersales.technician",
        index="btree_not_null",
        check_company=True,
        help="Who gets the parcel, or sent it to the store.",
    )
    technician_user_id = fields.Many2one(
        related="technician_id.user_id", store=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        check_company=True,
        help="A dealer, contractor or customer at the other end; he answers in the portal.",
    )
    courier_id = fields.Many2one(
        "res.partner",
        "Carrier",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="Who carries the parcel, and answers for what he loses.",
    )
    tracking_ref = fields.Char(
        "Waybill Number", copy=False, index="trigram", tracking=True
    )
    tracking_key = fields.Char(
        "Waybill in One Spelling", compute="_compute_waybill", store=True, copy=False
    )
    # The carrier in it is a text: core deletes what a unique index with a contact refuses
    # when two contacts are merged.
    waybill_key = fields.Char(
        "Waybill of a Carrier", compute="_compute_waybill", store=True, copy=False
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary("Freight Cost", copy=False)
    freight_payer = fields.Selection(
        [
            ("ours", "We Pay"),
            ("collect", "Receiver Pays"),
            ("charged", "Customer Pays"),
        ],
        "Freight Paid By",
        required=True,
        default="ours",
        help="What the customer pays becomes a fee of his job as soon as the parcel is sent.",
    )
    weight = fields.Float("Weight (kg)", digits="Stock Weight", copy=False)
    box_count = fields.Integer("Boxes", default=1)
    date_expected = fields.Date("Expected On", copy=False, tracking=True)
    date_due = fields.Date("Due On", readonly=True, copy=False, index="btree_not_null")
    user_id = fields.Many2one(
        "res.users",
        "Answers for It",
        index="btree_not_null",
        copy=False,
        tracking=True,
        help="Who is reminded of a late parcel, and says what became of what is missing.",
    )
    sent_by_id = fields.Many2one(
        "res.users", "Sent Off By", readonly=True, copy=False, index="btree_not_null"
    )
    sent_at = fields.Datetime("Sent On", readonly=True, copy=False)
    # Every arrival writes this first, so two people who receive meet on the row.
    held_at = fields.Datetime("Last Arrival On", readonly=True, copy=False)
    line_ids = fields.One2many("aftersales.parcel.line", "parcel_id", "Contents")
    receipt_ids = fields.One2many(
        "aftersales.parcel.receipt", "parcel_id", "Arrivals", readonly=True
    )
    photo_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_parcel_photo_rel",
        string="Photos When Packed",
        copy=False,
    )
    arrival_photo_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_parcel_arrival_photo_rel",
        string="Photos on Arrival",
        copy=False,
    )
    note = fields.Char("Remark")

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This parcel number is already taken."
    )
    _waybill = models.Index("(tracking_key, courier_id) WHERE tracking_key IS NOT NULL")
    _waybill_unique = models.UniqueIndex(
        "(company_id, waybill_key) WHERE waybill_key IS NOT NULL",
        "This waybill of the carrier is on another parcel already.",
    )
    _other_end = models.Constraint(
        "CHECK (technician_id IS NOT NULL OR partner_id IS NOT NULL)",
        "Choose the technician or the partner at the other end.",
    )
    _amounts = models.Constraint(
        "CHECK (coalesce(cost, 0) >= 0 AND coalesce(weight, 0) >= 0)",
        "Cost and weight cannot be negative.",
    )

    @api.depends("company_id", "technician_id")
    def _compute_warehouse_id(self):
        """A unit may have a warehouse of its own: its people get their parts there."""
        requisitions = self.env["aftersales.requisition"]
        for parcel in self:
            company = parcel.company_id or self.env.company
            own = parcel.technician_id.unit_id.warehouse_id
            parcel.warehouse_id = own.filtered(
                lambda w, company=company: w.company_id == company
            ) or requisitions._find_warehouse(company)

    @api.depends("name", "tracking_ref")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for parcel in self.filtered(lambda p: p.name != "/" and p.tracking_ref):
            parcel.display_name = f"{parcel.name} · {parcel.tracking_ref}"
        return result

    @api.depends("courier_id", "tracking_ref")
    def _compute_waybill(self):
        """Not with the state: parcels of carriers that were merged since go on as they are."""
        for parcel in self:
            carrier, number = parcel.courier_id, serial_key(parcel.tracking_ref or "")
            valid = carrier and number and parcel.state != "cancelled"
            parcel.tracking_key = number or False
            parcel.waybill_key = f"{carrier.id} {number}" if valid else False

    @api.constrains("company_id", "courier_id", "tracking_ref")
    def _check_waybill_once(self):
        """One waybill of a carrier is one parcel, however it is spelled; of two at the same
        second the index lets one pass."""
        named = self.filtered(lambda p: p.courier_id and p.state != "cancelled")
        keys = [
            (parcel.company_id.id, parcel.courier_id.id, parcel.tracking_key)
            for parcel in named.filtered("tracking_key")
        ]
        doubled = {key for key in keys if keys.count(key) > 1}
        for *_carrier, waybill in doubled.union(self._get_taken(keys)):
            raise ValidationError(
                self.env._(
                    "The waybill %s of this carrier is on another parcel already.",
                    waybill,
                )
            )

    def _get_taken(self, keys):
        """Those of ``keys`` (company, carrier, waybill) that are on other parcels. A search
        would write these rows first, and the index refuse them before it is asked."""
        if not keys:
            return []
        return self.env.execute_query(
            SQL(
                """SELECT company_id, courier_id, tracking_key FROM aftersales_parcel
                   WHERE (company_id, courier_id, tracking_key) IN %s
                     AND state <> 'cancelled' AND id <> ALL(%s)""",
                tuple(keys),
                self.ids,
            )
        )

    def _is_signed(self):
        """What was sent stands as it was packed."""
        return self.state != "draft"

    def _is_changed(self, name, value):
        """What we pay is known when the carrier's bill comes; what a customer pays stands,
        because it is a fee of his job already. Photos of the arrival are added until it
        has ended (extends)."""
        if name == "cost" and self.freight_payer != "charged":
            return False
        if name == "arrival_photo_ids" and self.state in OPEN:
            return not _keep(self[name].ids, value)
        return super()._is_changed(name, value)

    def _get_standing_text(self):
        return self.env._(
            "%s was given to the courier: its contents stand. Say what is missing or broken when it arrives.",
            self.name,
        )

    def _get_signed_text(self, names):
        return self._get_standing_text()

    def action_cancel(self):
        """A parcel that was never sent."""
        for parcel in self:
            parcel._check_may_pack()
        self._move_to("cancelled", waybill_key=False)
        self.flush_recordset(["waybill_key"])  # its waybill is free at once

    def _get_other_end(self):
        """The name of who gets it, or sent it."""
        return self.technician_id.name or self.partner_id.display_name


def _keep(ids, commands):
    """Whether records ``ids`` are still linked, and untouched, after ``commands``."""
    added = (Command.LINK, Command.CREATE)
    return all(
        isinstance(command, list | tuple)
        and (
            command[0] in added
            or (command[0] == Command.SET and set(ids) <= set(command[2]))
        )
        for command in commands or []
    )
