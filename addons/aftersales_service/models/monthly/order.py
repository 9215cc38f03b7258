from odoo import api, fields, models

from ...exceptions import MoveRefused, ProtectedRefused
from .statement import OPEN


class ServiceOrder(models.Model):
    """Whether the customer of a job pays monthly, and what keeps the job off his statement."""

    _inherit = "aftersales.order"

    monthly_agreement_id = fields.Many2one(
        "aftersales.monthly.agreement",
        "Pays Monthly",
        compute="_compute_monthly_agreement_id",
        compute_sudo=True,  # that he pays monthly is known to whoever sees the job
    )
    alone_reason = fields.Char(
        "Invoiced Alone Because",
        tracking=True,
        copy=False,
        help="The customer pays monthly, and this job is invoiced by itself all the same.",
    )

    @api.depends("partner_id", "company_id", "called_at")
    def _compute_monthly_agreement_id(self):
        agreements = self.env["aftersales.monthly.agreement"]
        keys = {order: order._get_monthly_key() for order in self}
        found = agreements._find_for({key for key in keys.values() if key})
        for order in self:
            order.monthly_agreement_id = found.get(keys[order], agreements)

    def _get_monthly_key(self):
        """(company, customer, day of the call); nothing where he has no agreement."""
        company = self.company_id or self.env.company
        known = self.env["aftersales.monthly.agreement"]._get_partner_ids(company.id)
        if not known:
            return None
        customer = self.partner_id.commercial_partner_id._origin
        if customer.id not in known:
            return None
        called = self.called_at or fields.Datetime.now()
        return company, customer, company._aftersales_day(called)

    def _goes_monthly(self):
        """Whether what its customer pays goes on a statement."""
        self.ensure_one()
        # sudo: receipts and invoices are asked about for everybody
        order = self.sudo()
        return bool(order.monthly_agreement_id) and not order._get_alone_text()

    def _get_alone_text(self):
        """Why nothing of this job goes on a statement; empty: it does."""
        if not self.monthly_agreement_id:
            return self.env._("The customer does not pay monthly.")
        if self.alone_reason:
            return self.env._("Invoiced alone: %s", self.alone_reason)
        if self._is_invoiced_by_agent():
            return self.env._("The agent invoices the customer.")
        return self._get_taken_text() or self._get_billed_text()

    def _get_taken_text(self):
        """Money that was taken on the spot, or came by the page of a quotation, is never
        asked for again."""
        taken = self.collection_ids.filtered(
            lambda row: row.state not in ("later", "void") and not row.is_bounced
        )
        if taken:
            return self.env._(
                "Money was taken on the spot (%s): this job is invoiced alone.",
                ", ".join(taken.mapped("display_name")),
            )
        paid = self.sale_order_ids.filtered("amount_paid")
        if paid:
            return self.env._(
                "%s was paid online: this job is invoiced alone.",
                ", ".join(paid.mapped("name")),
            )
        return None

    def _get_billed_text(self):
        """An invoice of its own stands, or is being written, if only a down payment: the
        statement knows nothing that could be taken off."""
        lines = self.fee_ids.share_ids.sale_line_id
        lines |= lines.order_id.order_line.filtered("is_downpayment")
        drafts = lines.invoice_lines.filtered(lambda i: i.parent_state == "draft")
        items = lines._aftersales_get_live_invoice_lines() | drafts
        own = items.move_id.filtered(
            lambda m: not (m.reversed_entry_id or m).aftersales_monthly_id
        )
        if own:
            return self.env._(
                "%s charges this job already: it is invoiced alone.",
                ", ".join(move.name or "/" for move in own),
            )
        return None

    @api.constrains("alone_reason")
    def _check_alone(self):
        """:raises ProtectedRefused: what stands on a statement is not invoiced alone"""
        # sudo: as in `_goes_monthly`
        shares = self.filtered("alone_reason").sudo().fee_ids.share_ids
        shares._check_on_no_statement()

    # --- what is different for him

    def _get_unquoted(self):
        """His fees wait for the statement (extends)."""
        return [] if self._goes_monthly() else super()._get_unquoted()

    def _hands_over_invoice(self):
        """One invoice a month follows (extends)."""
        return super()._hands_over_invoice() and not self._goes_monthly()

    def _get_collectable(self):
        """Nothing is collected from who pays monthly (extends)."""
        found = super()._get_collectable()
        for order in self.filtered(lambda order: order._goes_monthly()):
            found[order.id] = 0.0
        return found

    def _get_monthly_words(self):
        """What the technician reads."""
        # sudo: as in `_goes_monthly`
        agreement = self.sudo().monthly_agreement_id
        return self.env._(
            "The customer pays monthly (on the %s): nothing to collect.", agreement.day
        )


class FeeShare(models.Model):
    _inherit = "aftersales.fee.share"

    def _check_may_charge(self):
        """What goes on a monthly statement is not invoiced by itself (extends).

        :raises ProtectedRefused: naming the statement; :raises MoveRefused: saying what
            can be done
        """
        result = super()._check_may_charge()
        if self.env["aftersales.monthly.statement"]._is_flowing():
            return result
        # sudo: whoever invoices need not read statements to be stopped by them
        shares = self.sudo().filtered(lambda share: share.payer == "customer")
        standing = shares._check_on_no_statement()
        for order in shares.order_id:
            if order._goes_monthly() and not standing:
                raise MoveRefused(
                    self.env._(
                        "%(customer)s pays monthly: what %(order)s costs goes on the next statement. To invoice it alone, the desk writes the reason on the job.",
                        customer=order.partner_id.display_name,
                        order=order.name,
                    )
                )
        return result

    def _check_on_no_statement(self):
        """:return: statements that are invoiced
        :raises ProtectedRefused: naming one that is not"""
        standing = self.monthly_line_ids.filtered("is_open").statement_id
        if open_ones := standing.filtered(lambda s: s.state in OPEN):
            raise ProtectedRefused(
                self.env._(
                    "This stands on monthly statement %s and is invoiced by it. Take it off there first.",
                    open_ones[0].name,
                )
            )
        return standing

    def _get_open_statement(self):
        """Nothing is asked where nobody pays monthly."""
        agreements = self.env["aftersales.monthly.agreement"]
        asked = self.filtered(lambda s: agreements._get_partner_ids(s.company_id.id))
        # sudo: the number is told to whoever sees the share
        return asked.sudo().monthly_line_ids.filtered("is_open").statement_id[:1]

    def _is_unquoted(self):
        """Nor does it stand on a monthly statement (extends)."""
        return super()._is_unquoted() and not self._get_open_statement()

    def _get_standing(self):
        return super()._get_standing() or self._get_open_statement()


class ReturnOrder(models.Model):
    _inherit = "aftersales.return"

    def _is_charged_repair(self):
        """His invoice comes with the statement, not with the goods (T-43; extends)."""
        monthly = self.order_id.filtered(lambda order: order._goes_monthly())
        return not monthly and super()._is_charged_repair()
