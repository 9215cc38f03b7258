from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ..base.blocker import Blocker, as_list

STATES = [
    ("announced", "Announced"),
    ("received", "Received and Counted"),
    ("inspecting", "Under Inspection"),
    ("decided", "Disposition Decided"),
    ("transferred", "Transferred to Workshop"),
    ("sent_back", "Sent Back"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
SOURCES = [
    ("counter", "Counter"),
    ("parcel", "Parcel or Truck"),
    ("visit", "Taken In by Technician"),
    ("portal", "Customer Portal"),
    ("dealer", "Dealer"),
    ("sales", "Salesperson's Report"),
]


class ReturnOrder(models.Model):
    """退货单: goods of a customer from the first talk to the follow-up call (R-01).

    What comes back stays the customer's until a disposition says otherwise: it lies in
    custody, with a receipt, a card that hangs on it, and a place on the shelf.
    """

    _name = "aftersales.return"
    _number_code = "aftersales.return"
    _description = "Return Order"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "portal.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _transitions = {
        "announced": ("received", "cancelled"),
        "received": ("inspecting", "decided"),
        "inspecting": ("decided",),
        "decided": ("inspecting", "transferred", "sent_back", "closed"),
        "transferred": ("sent_back", "closed"),
        "sent_back": ("closed",),
        "closed": (),
        "cancelled": (),
    }
    _flow_fields = frozenset({"received_at", "sent_back_at", "closed_at"})
    # Fields whose changes other rooms want to know; each class may declare its own.
    _told_fields = frozenset({"delay_reason"})

    name = fields.Char(
        "Number", default="/", readonly=True, copy=False, index="trigram"
    )
    state = fields.Selection(
        STATES,
        default="announced",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    contact_name = fields.Char(
        "Contact Person", compute="_compute_contact", store=True, readonly=False
    )
    contact_phone = fields.Char(
        "Telephone", compute="_compute_contact", store=True, readonly=False
    )
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    source = fields.Selection(SOURCES, "Came By", default="counter", required=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        check_company=True,
        default=lambda self: self._default_warehouse(),
    )
    reason = fields.Text("Reason of Return", required=True)
    line_ids = fields.One2many("aftersales.return.line", "return_id", "Goods")
    carrier = fields.Char()
    tracking_ref = fields.Char("Tracking Number", index="btree_not_null")
    back_carrier = fields.Char("Sent Back By", copy=False)
    back_tracking_ref = fields.Char(
        "Tracking Number Back",
        copy=False,
        help="Of what goes to the customer: their own goods, or what they get instead.",
    )
    date_expected = fields.Date("Expected On")
    received_at = fields.Datetime("Goods Received On", readonly=True, copy=False)
    counted_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    counted_with_id = fields.Many2one(
        "res.users",
        copy=False,
        index="btree_not_null",
        help="Two people count against the list.",
    )
    packing = fields.Selection(
        [
            ("good", "In Good Condition"),
            ("damaged", "Damaged"),
            ("none", "No Packing"),
        ]
    )
    packing_note = fields.Char("Found on Packing")
    wrong_return = fields.Boolean(
        "Returned Wrongly",
        help="Could have been solved on the spot; the salesperson bears the freight.",
    )
    salesperson_id = fields.Many2one("res.users", index="btree_not_null")
    delay_reason = fields.Char("Reason of Delay", tracking=True)
    sent_back_at = fields.Datetime("Sent Back On", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False)
    picking_ids = fields.One2many("stock.picking", "aftersales_return_id", "Transfers")
    picking_count = fields.Integer(compute="_compute_picking_count")

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This return order number is already taken."
    )

    @api.constrains("partner_id", "company_id")
    def _check_customer(self):
        """What we own ourselves is no customer's goods."""
        for record in self:
            own = record.company_id.partner_id.commercial_partner_id
            if record.partner_id.commercial_partner_id == own:
                raise ProofMissing(
                    self.env._(
                        "%s is our own company. Choose the customer who sends the goods; our own machines are moved in the warehouse.",
                        record.partner_id.display_name,
                    )
                )

    def _default_warehouse(self):
        return self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )

    @api.depends("partner_id")
    def _compute_contact(self):
        for record in self:
            record.contact_name = record.partner_id.name
            record.contact_phone = record.partner_id.phone

    @api.depends("picking_ids")
    def _compute_picking_count(self):
        for record in self:
            record.picking_count = len(record.picking_ids)

    def _compute_access_url(self):
        for record in self:
            record.access_url = f"/my/returns/{record.id}"

    @api.model_create_multi
    def create(self, vals_list):
        """A return is told to whom it concerns (overrides `create`)."""
        records = super().create(vals_list)
        records._on_announced()
        return records

    def _on_announced(self):
        """Hook: the return exists; who expects the goods, and who has to agree."""

    def write(self, vals):
        """Another customer gets another link; who asked for a change learns of it
        (overrides `write`)."""
        if "partner_id" in vals:
            vals = vals | {"access_token": False}
        told = self._declared("_told_fields") & vals.keys()
        before = {name: {record: record[name] for record in self} for name in told}
        result = super().write(vals)
        for name, was in before.items():
            self.browse(r.id for r in self if r[name] != was[r])._on_changed(name)
        return result

    def _on_changed(self, name):
        """Hook: ``name``, one of the ``_told_fields``, has another value now."""
        if name == "delay_reason":
            self.filtered("delay_reason")._tell_delay()

    def _met_customer(self):
        """Whether the goods were handed over in person, so that he could get a receipt."""
        if self.source in ("portal", "dealer"):
            return not (self.carrier or self.tracking_ref)
        return self.source != "parcel"

    def _note_way_back(self, carrier, tracking_ref):
        """Each parcel is told on the return, where the customer finds it."""
        if not carrier:
            return
        for record in self:
            sent = {
                "back_carrier": _add(record.back_carrier, carrier),
                "back_tracking_ref": _add(record.back_tracking_ref, tracking_ref),
            }
            record.write(sent)

    def action_inspect(self):
        self._move_to("inspecting")

    def action_close(self):
        """注销: nothing of the customer's is left here, and every decision was carried out."""
        for record in self:
            blockers = record._get_blockers()
            if blockers:
                raise MoveRefused(
                    self.env._(
                        "%(document)s cannot be closed yet:\n%(reasons)s",
                        document=record.name,
                        reasons=as_list(blockers),
                    )
                )
        self._move_to("closed", closed_at=self._now())

    def action_open_transfers(self):
        self.ensure_one()
        return self._open("stock.picking", self.picking_ids, self.env._("Transfers"))

    def _open(self, model, records, name):
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": [("id", "in", records.ids)],
            "view_mode": "list,form",
        }
        return action | (
            {"view_mode": "form", "res_id": records.id} if len(records) == 1 else {}
        )

    def _get_blockers(self):
        """Hook: what keeps this return open, as `Blocker`s."""
        self.ensure_one()
        undecided = self.line_ids.filtered(lambda line: line.open_quantity > 0)
        return [
            Blocker(
                self.env._(
                    "%(quantity)g × %(product)s wait for a disposition.",
                    quantity=line.open_quantity,
                    product=line.display_name,
                ),
                self,
            )
            for line in undecided
        ]


def _add(known, more):
    """``more`` behind what is written already, once."""
    texts = (known or "").split("、")
    return known if more in texts else "、".join(filter(None, (known, more)))
