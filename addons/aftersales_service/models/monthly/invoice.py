from odoo import Command, api, fields, models

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ...groups import AUDITOR, FINANCE, MANAGER, any_of


class MonthlyStatement(models.Model):
    """One invoice over what the customer confirmed, made of the lines of the quotations."""

    _inherit = "aftersales.monthly.statement"

    move_ids = fields.One2many(
        "account.move", "aftersales_monthly_id", "Invoices", readonly=True
    )
    residual = fields.Monetary("Not Paid", compute="_compute_payment", store=True)
    is_paid = fields.Boolean("Paid", compute="_compute_payment", store=True)
    is_reversed = fields.Boolean(
        "Reversed",
        compute="_compute_payment",
        store=True,
        help="A credit note took its invoice back whole; its fees are open again.",
    )

    @api.depends(
        "state",
        "move_ids.state",
        "move_ids.payment_state",
        "move_ids.amount_residual",
        "move_ids.reversal_move_ids.state",
    )
    def _compute_payment(self):
        for statement in self:
            # sudo: who settles need not read the books
            moves = statement.sudo().move_ids
            standing = moves.filtered(
                lambda m: m.state == "draft" or m._aftersales_get_live_part() > 0
            )
            invoiced = statement.state == "invoiced"
            statement.residual = sum(standing.mapped("amount_residual"))
            statement.is_reversed = invoiced and bool(moves) and not standing
            posted = standing.filtered(lambda m: m.state == "posted")
            statement.is_paid = invoiced and bool(posted) and not statement.residual

    def action_invoice(self):
        """开票: one invoice over what was confirmed; quotations that nobody signed are
        confirmed with it.

        :raises ProofMissing: when nothing was; :raises MoveRefused: when the invoice would
            not be what was confirmed
        """
        self._require_group(FINANCE)
        for statement in self:
            statement._check_move("invoiced")
            lines = statement.line_ids.filtered(lambda ln: ln.state == "confirmed")
            if not lines:
                raise ProofMissing(
                    self.env._(
                        "Nothing of %s was confirmed. Cancel it.", statement.name
                    )
                )
            lines._check_stand()
            lines._confirm_quotations()
            move = statement._create_invoice(lines)
            statement._check_total(move, lines)
            statement._move_to("invoiced")

    def _create_invoice(self, lines):
        # The right goes along: posting asks whether these fees may be invoiced.
        moves = self._in_flow().env["account.move"]
        move = moves.create(self._prepare_invoice(lines))
        move.action_post()
        return move

    def _prepare_invoice(self, lines):
        partner = self.partner_id
        terms = self.agreement_id.payment_term_id
        return {
            "move_type": "out_invoice",
            "company_id": self.company_id.id,
            "partner_id": partner.address_get(["invoice"])["invoice"],
            "currency_id": self.currency_id.id,
            "invoice_date": self.company_id._aftersales_today(),
            "invoice_origin": self.name,
            "ref": self.name,
            "aftersales_monthly_id": self.id,
            "invoice_line_ids": [
                Command.create(line._prepare_invoice_line()) for line in lines
            ],
        } | ({"invoice_payment_term_id": terms.id} if terms else {})

    def _check_total(self, move, lines):
        """Told is owed, to the fen; where lines were disputed the rest is what an invoice
        over the rest has."""
        compare = self.currency_id.compare_amounts
        net, expected = self.net, self.amount
        if lines != self.line_ids:
            net, _tax, expected = lines._sum_as_invoice()
        if compare(move.amount_untaxed, net) or compare(move.amount_total, expected):
            raise MoveRefused(
                self.env._(
                    "The invoice would be over %(invoice)s, but the customer confirmed %(told)s. Look at the quotations of these jobs.",
                    invoice=self.currency_id.format(move.amount_total),
                    told=self.currency_id.format(expected),
                )
            )

    def _check_charged_nowhere_else(self):
        """:raises MoveRefused: when its invoice would stand again, and a fee of it is on
        another statement or invoice by now
        """
        for line in self.filtered("is_reversed").line_ids:
            share = line.share_id
            elsewhere = (share.monthly_line_ids - line).filtered("is_open").statement_id
            elsewhere = elsewhere or share._get_charging_invoices() - self.move_ids
            if line.state == "confirmed" and elsewhere:
                raise MoveRefused(
                    self.env._(
                        "“%(fee)s” is charged by %(document)s by now. Take it back there first.",
                        fee=line.display_name,
                        document=elsewhere[0].display_name,
                    )
                )

    def action_open_invoices(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        return action | {
            "domain": [("aftersales_monthly_id", "=", self.id)],
            "context": {},
        }


class MonthlyLine(models.Model):
    _inherit = "aftersales.monthly.line"

    def _confirm_quotations(self):
        """His confirmation of the statement is his consent to their prices."""
        # sudo: the accountant has no sales rights
        sales = self.sudo().share_id.sale_line_id.order_id
        for sale in sales.filtered(lambda sale: sale.state in ("draft", "sent")):
            sale.action_confirm()

    def _prepare_invoice_line(self):
        # sudo: as above
        sale = self.sudo().share_id.sale_line_id
        vals = sale._prepare_invoice_line(quantity=sale.product_uom_qty)
        return vals | {
            "sequence": self.sequence,
            "name": f"{self.order_name}: {vals['name']}",
        }


class AccountMove(models.Model):
    _inherit = "account.move"

    aftersales_monthly_id = fields.Many2one(
        "aftersales.monthly.statement",
        "Monthly Statement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=any_of(FINANCE, MANAGER, AUDITOR),
    )

    def _post(self, soft=True):
        """What the invoice of a statement charges is charged by no other: core offers it
        again as soon as a credit note over it is a draft (extends core)."""
        self._aftersales_check_statement()
        return super()._post(soft=soft)

    def _aftersales_check_statement(self):
        """:raises ProtectedRefused: naming the statement"""
        agreements = self.env["aftersales.monthly.agreement"]
        # sudo: whoever invoices need not read statements to be stopped by them
        own = self.sudo().filtered(
            lambda m: m.move_type == "out_invoice"
            and not m.aftersales_monthly_id
            and m.commercial_partner_id.id
            in agreements._get_partner_ids(m.company_id.id)
        )
        shares = own.env["aftersales.fee.share"]._get_of_lines(
            own.invoice_line_ids.sale_line_ids
        )
        standing = shares.monthly_line_ids.filtered("is_open").statement_id
        if invoiced := standing.filtered(lambda s: s.state == "invoiced"):
            raise ProtectedRefused(
                self.env._(
                    "Monthly statement %s charges this already. Take its invoice back first.",
                    invoiced[0].name,
                )
            )

    def button_draft(self):
        """What was credited whole stands again; its fees may be charged elsewhere by now
        (extends core)."""
        # sudo: whoever takes a document back need not read statements
        moves = (self | self.reversed_entry_id).sudo()
        moves.aftersales_monthly_id._check_charged_nowhere_else()
        return super().button_draft()

    def unlink(self):
        """A statement whose invoice is deleted waits for one again (extends core)."""
        statements = self.sudo().aftersales_monthly_id  # sudo: whoever deletes it
        result = super().unlink()
        lost = statements.filtered(lambda s: s.state == "invoiced" and not s.move_ids)
        if lost:
            lost._move_to("answered")
        return result
