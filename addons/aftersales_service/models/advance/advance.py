from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ..base.blocker import Blocker


class Advance(models.Model):
    """先行更换: the new machine leaves before the defective one is here. The defective one
    is due on a day; a deposit is held until it came."""

    _name = "aftersales.advance"
    _description = "Advance Replacement"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.deposit.mixin",
        "aftersales.overdue.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due, id"
    _check_company_auto = True
    _overdue_states = ("sent",)

    _transitions = {
        "draft": ("sending", "cancelled"),
        "sending": ("sent", "cancelled"),
        "sent": ("claimed", "lost"),
        "lost": ("claimed",),
        "claimed": (),
        "cancelled": (),
    }
    _flow_fields = frozenset({"sent_at", "claimed_at"})

    name = fields.Char("Number", compute="_compute_name", store=True)
    line_id = fields.Many2one(
        "aftersales.return.line",
        "Defective Goods",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    return_id = fields.Many2one(related="line_id.return_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="return_id.partner_id", store=True, index=True, string="Customer"
    )
    product_id = fields.Many2one(
        "product.product",
        "Sent Instead",
        required=True,
        index=True,
        check_company=True,
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Char(required=True)
    date_due = fields.Date(
        "Defective One Due", required=True, index=True, tracking=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sending", "To Be Sent"),
            ("sent", "Sent, Defective One Due"),
            ("claimed", "Defective One Is Here"),
            ("lost", "Never Came"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    sent_at = fields.Datetime("Sent On", readonly=True, copy=False)
    claimed_at = fields.Datetime("Came On", readonly=True, copy=False)
    move_ids = fields.One2many("stock.move", "aftersales_advance_id", "Stock Moves")

    _one_per_line = models.UniqueIndex(
        "(line_id) WHERE state <> 'cancelled'",
        "For these goods a new one was sent already.",
    )

    @api.depends("return_id.name", "line_id")
    def _compute_name(self):
        for advance in self:
            parts = [advance.return_id.name, advance.line_id.display_name]
            advance.name = " · ".join(filter(None, parts))

    @api.depends("line_id")
    def _compute_product_id(self):
        for advance in self:
            advance.product_id = advance.line_id.product_id

    # --- steps

    def action_send(self):
        """The new one goes out through the warehouse's own rules.

        :raises MoveRefused: when the defective one is here already
        :raises ProofMissing: while a deposit is asked for but not paid
        """
        for advance in self:
            advance.check_access("write")
            if advance.line_id.received_quantity:
                raise MoveRefused(
                    self.env._(
                        "%s is here already: decide “Exchange” for it instead.",
                        advance.line_id.display_name,
                    )
                )
            if advance.deposit_amount and advance.deposit_state == "none":
                raise ProofMissing(
                    self.env._("The deposit of %s is not paid yet.", advance.name)
                )
            advance._check_may_deliver()
        self._move_to("sending")
        # sudo: the office sends without stock rights; the warehouse delivers
        self.sudo()._procure()

    def _check_may_deliver(self):
        """What must be there before the new one leaves (R-05).

        :raises MoveRefused: when the old one can be repaired
        """
        line = self.line_id
        if not line._may_be_exchanged():
            raise MoveRefused(
                self.env._(
                    "A new one is sent only when the old one cannot be used. Tick “Cannot Be Used” under “Repair or Replace” of %s if that is so.",
                    line.display_name,
                )
            )

    def _procure(self):
        rule = self.env["stock.rule"]
        customers = self.env.ref("stock.stock_location_customers")
        rule.run(
            [
                rule.Procurement(
                    advance.product_id,
                    advance.line_id.quantity,
                    advance.product_id.uom_id,
                    customers,
                    advance.return_id.name,
                    advance.return_id.name,
                    advance.company_id,
                    advance._prepare_procurement(),
                )
                for advance in self
            ]
        )

    def _prepare_procurement(self):
        record = self.return_id
        return {
            "date_planned": fields.Datetime.now(),
            "warehouse_id": record.warehouse_id,
            "company_id": record.company_id,
            "partner_id": record.partner_id.id,
            "aftersales_advance_id": self.id,
        }

    def _on_delivered(self):
        """The new serial takes the device's place and its warranty when it leaves."""
        for advance in self.filtered(lambda a: a.state == "sending"):
            # A stock move can be typed to belong here: only our own company's counts.
            done = advance.move_ids.filtered(
                lambda m, own=advance.company_id: m.state == "done"
                and m.location_dest_id.usage == "customer"
                and m.company_id == own
            )
            if sum(done.mapped("quantity")) < advance.line_id.quantity:
                continue  # the rest is a back order
            advance._move_to("sent", sent_at=self._now())
            if done.move_line_ids.lot_id:
                advance.line_id._replace_device(done, advance.reason)

    def action_cancel(self):
        """Called off before the new one left; a deposit that was paid goes back with it,
        so that nobody's money is forgotten.

        :raises MoveRefused: when some of it has left already
        """
        for advance in self.filtered(lambda a: a.state == "sending"):
            # sudo: see `action_send`
            moves = advance.sudo().move_ids
            if any(m.state == "done" for m in moves):
                raise MoveRefused(
                    self.env._(
                        "Some of %s is on its way already. Ask the warehouse to take it back first.",
                        advance.name,
                    )
                )
            moves._action_cancel()
        self._move_to("cancelled")
        self._forget_bounced_deposit()
        self.filtered(lambda a: a.deposit_state == "held").action_return_deposit()

    def action_lost(self):
        """The defective one will not come: the deposit can be kept."""
        self._move_to("lost")

    def _check_may_return_deposit(self):
        result = super()._check_may_return_deposit()
        if self.state not in ("claimed", "cancelled"):
            raise MoveRefused(
                self.env._("The defective one of %s is not here yet.", self.name)
            )
        return result

    def _claim(self):
        """The defective one was counted in: it is ours, since a new one went out."""
        here = self.filtered(lambda a: a.state in ("sent", "lost"))
        here._move_to("claimed", claimed_at=self._now())
        dispositions = (
            self.env["aftersales.disposition"]
            ._in_flow()
            .create([advance._prepare_disposition() for advance in here])
        )
        dispositions = dispositions._out_of_flow()
        dispositions.filtered(lambda d: d._is_ready()).action_decide()

    def _prepare_disposition(self):
        return {
            "line_id": self.line_id.id,
            "action": "exchange",
            "quantity": min(self.line_id.quantity, self.line_id.open_quantity),
            "reason": self.reason,
            "advance_id": self.id,
        }


class Disposition(models.Model):
    """An exchange whose new machine left before: only the old one is still to be booked."""

    _inherit = "aftersales.disposition"

    advance_id = fields.Many2one(
        "aftersales.advance",
        "Advance Replacement",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def _is_ready(self):
        """Hook: whether nothing keeps it from being decided at once."""
        return self.return_id.packing != "damaged"

    def _needs_approval(self):
        """The director was asked before the new one left (extends)."""
        return not self.advance_id and super()._needs_approval()

    def _begin_exchange(self):
        sent = self.filtered("advance_id")
        if sent:
            sent._become_ours()
            sent._finish()
        return super(Disposition, self - sent)._begin_exchange()


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    advance_ids = fields.One2many(
        "aftersales.advance", "line_id", "Advance Replacements"
    )

    def action_advance(self):
        """Open the window for sending a new one before this one is here."""
        self.ensure_one()
        advance = self.advance_ids.filtered(lambda a: a.state != "cancelled")[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Advance Replacement"),
            "res_model": "aftersales.advance",
            "res_id": advance.id,
            "view_mode": "form",
            "context": {"default_line_id": self.id},
        }


class ReturnOrder(models.Model):
    _inherit = "aftersales.return"

    advance_ids = fields.One2many(
        "aftersales.advance", "return_id", "Advance Replacements"
    )

    def action_receive(self):
        """The defective one came: what was sent in advance is claimed."""
        result = super().action_receive()
        # sudo: the counter counts, the office owns the replacement
        full = self.sudo().line_ids.filtered(
            lambda line: line.received_quantity >= line.quantity
        )
        full.advance_ids._claim()
        return result

    def _get_unsettled(self):
        going = self.advance_ids.filtered(
            lambda a: a.state not in ("cancelled", "claimed")
            or a.deposit_state == "held"
        )
        return [*super()._get_unsettled(), *going]

    def _get_blockers(self):
        open_advances = self.advance_ids.filtered(
            lambda a: a.state in ("sending", "sent") or a.deposit_state == "held"
        )
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "Advance replacement %(name)s: %(state)s, deposit %(deposit)s.",
                    name=advance.name,
                    state=advance._state_label(advance.state),
                    deposit=advance._fields["deposit_state"].convert_to_export(
                        advance.deposit_state, advance
                    ),
                ),
                advance,
            )
            for advance in open_advances
        ]


class StockMove(models.Model):
    _inherit = "stock.move"

    aftersales_advance_id = fields.Many2one(
        "aftersales.advance",
        "Advance Replacement",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )

    def _aftersales_get_replaced_lines(self):
        lines = super()._aftersales_get_replaced_lines()
        return lines | self.aftersales_advance_id.line_id

    def _aftersales_registers_devices(self):
        """What is sent instead is registered as the replacement that it is."""
        return (
            not self.aftersales_advance_id and super()._aftersales_registers_devices()
        )

    def _prepare_merge_moves_distinct_fields(self):
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "aftersales_advance_id",
        ]

    def _action_done(self, cancel_backorder=False):
        """A replacement sent in advance has left (overrides core)."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # Only a field is looked at first: ordinary moves must not cost a query more.
        advances = moves.aftersales_advance_id
        if advances:
            # sudo: the warehouse delivers, the service department owns the replacement
            advances.sudo()._on_delivered()
        return moves


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        """The advance rides along every step of a delivery (extends core's list)."""
        return [*super()._get_custom_move_fields(), "aftersales_advance_id"]
