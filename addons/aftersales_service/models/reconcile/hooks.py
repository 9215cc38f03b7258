from odoo import api, fields, models

# What of a fee stands in its rows besides its worth.
_PLACED = frozenset({"order_id", "visit_id", "kind", "requisition_line_id"})


class FeeShare(models.Model):
    """Whatever moves a share marks it."""

    _inherit = "aftersales.fee.share"

    def _follow(self, document=None):
        """Price, quotation or invoice say something new (extends)."""
        result = super()._follow(document)
        self._mark_for_board()
        if document and document._name == "account.move":
            document._aftersales_carry_fees()
        return result

    def _append(self, rows):
        """Somebody decided something (extends)."""
        result = super()._append(rows)
        shares = self.browse({row["share_id"] for row in rows})
        shares._mark_for_board()
        return result

    def _after_write(self, changed):
        """Another name is another row (extends)."""
        result = super()._after_write(changed)
        if "partner_id" in changed:
            self._mark_for_board()
        return result

    def _mark_for_board(self):
        self.env["aftersales.reconcile.mark"]._mark(self)


class Fee(models.Model):
    _inherit = "aftersales.fee"

    def _after_write(self, changed):
        """It moved to another job or visit, or is of another kind (extends)."""
        result = super()._after_write(changed)
        if _PLACED & changed:
            self.share_ids._mark_for_board()
        return result


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        """What is agreed was told (extends core)."""
        result = super().action_confirm()
        self.order_line._aftersales_get_shares()._mark_for_board()
        return result


class AccountMove(models.Model):
    """Payments of documents that carry fees."""

    _name = "account.move"
    _inherit = ["account.move", "aftersales.core.guard"]
    _aftersales_guarded = frozenset({"aftersales_carries_fees"})

    aftersales_carries_fees = fields.Boolean(
        copy=False,
        readonly=True,
        help="Fees of service stand on it, so that the board follows its payments.",
    )

    def write(self, vals):
        """Another day on which it is due (extends core)."""
        result = super().write(vals)
        if "invoice_date_due" in vals:
            self._aftersales_mark_for_board()
        return result

    def _aftersales_carry_fees(self):
        if not self.aftersales_carries_fees:
            # sudo: whoever invoices; it says where a fee stands and nothing else
            self.sudo().aftersales_carries_fees = True

    def _compute_payment_state(self):
        """What was paid, or is owed again (extends); documents of others are known by
        a field that core has read already."""
        result = super()._compute_payment_state()
        self._aftersales_mark_for_board()
        return result

    def _aftersales_follow_fapiao(self, gone=()):
        """A 发票 was registered, or is void (extends)."""
        result = super()._aftersales_follow_fapiao(gone=gone)
        self._aftersales_mark_for_board()
        return result

    def _aftersales_mark_for_board(self):
        """Those that carry fees; in a form that is not saved nothing happened."""
        moves = self._origin.filtered("aftersales_carries_fees")
        self.env["aftersales.reconcile.mark"]._mark(moves)


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Issued, used, brought back or missing (extends)."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves._aftersales_mark_parts()
        return moves

    def _aftersales_mark_parts(self):
        ours = self.filtered("aftersales_requisition_line_id")
        # sudo: keepers move parts, the board belongs to finance
        lines = ours.sudo().aftersales_requisition_line_id
        self.env["aftersales.reconcile.mark"]._mark(lines)


class OldPart(models.Model):
    _inherit = "aftersales.old.part"

    def _note(self, step, place=None, reason=None):
        """It came back, was waived, judged or is missing (extends)."""
        result = super()._note(step, place, reason)
        # sudo: whoever handles old parts
        lines = self.sudo().requisition_line_id
        self.env["aftersales.reconcile.mark"]._mark(lines)
        return result


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _after_move(self, state):
        """Work that is done starts the days of the rules (extends)."""
        result = super()._after_move(state)
        self.env["aftersales.reconcile.mark"]._mark(self.order_id)
        return result

    def _after_write(self, changed):
        """Somebody else did it, or at another time (extends)."""
        result = super()._after_write(changed)
        if {"technician_id", "order_id", "ended_at"} & changed:
            self.env["aftersales.reconcile.mark"]._mark(self.order_id)
        return result


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _follow_customer(self, changed):
        """Another customer pays (extends)."""
        result = super()._follow_customer(changed)
        if orders := self._get_changed(changed, "partner_id"):
            self.env["aftersales.reconcile.mark"]._mark(orders)
        return result

    def _move_links(self, state):
        """A job without a visit is done when it is closed (extends)."""
        result = super()._move_links(state)
        if state == "closed":
            self.env["aftersales.reconcile.mark"]._mark(self)
        return result


class Settlement(models.Model):
    _inherit = "aftersales.settlement"

    def _after_move(self, state):
        """Sent, answered, booked or cancelled (extends)."""
        result = super()._after_move(state)
        # sudo: partners answer in the portal
        self.sudo().line_ids.share_id._mark_for_board()
        return result

    def _plan_draft(self):
        """Another day until which it must be sent (extends)."""
        result = super()._plan_draft()
        self.line_ids.share_id._mark_for_board()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_and_mark(self):
        """Its shares stand nowhere then; lines go with it in the database."""
        self.line_ids._unlink_and_mark()


class SettlementLine(models.Model):
    _inherit = "aftersales.settlement.line"

    @api.model_create_multi
    def create(self, vals_list):
        """A share stands on a settlement now (overrides `create`)."""
        lines = super().create(vals_list)
        lines.share_id._mark_for_board()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_and_mark(self):
        """Its share stands nowhere then."""
        self.sudo().share_id._mark_for_board()  # sudo: as above

    def _after_move(self, state):
        result = super()._after_move(state)
        self.sudo().share_id._mark_for_board()  # sudo: as above
        return result
