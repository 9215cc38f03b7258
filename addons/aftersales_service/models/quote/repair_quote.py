from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import STAFF
from ..visit.visit_event import CHANNELS

CONSENTS = [
    ("free", "Nothing to Pay"),
    ("to_quote", "To Be Quoted"),
    ("waiting", "Waiting for Consent"),
    ("agreed", "Agreed"),
    ("refused", "Refused"),
]


class SaleOrder(models.Model):
    """The last version of a repair's price is the customer's consent to it."""

    _name = "sale.order"
    _inherit = ["sale.order", "aftersales.core.guard"]
    _aftersales_guarded = frozenset({"aftersales_repair_id", "aftersales_version"})

    aftersales_repair_id = fields.Many2one(
        "repair.order",
        "Repair Quoted",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        groups=STAFF,
    )
    aftersales_version = fields.Integer("Quotation Version", readonly=True, copy=False)


class RepairOrder(models.Model):
    """What the workshop finds may change the price (F-29, R-11, W-22): each price is a
    version of the quotation, and chargeable work waits for the customer's word to it."""

    _inherit = "repair.order"

    aftersales_order_id = fields.Many2one(
        related="aftersales_disposition_id.return_id.order_id",
        string="Service Order",
        groups=STAFF,
    )
    aftersales_has_order = fields.Boolean(
        "Priced by After-Sales",
        compute="_compute_aftersales_has_order",
        compute_sudo=True,  # whoever repairs; only whether there is a job is told
    )
    aftersales_sale_ids = fields.One2many(
        "sale.order", "aftersales_repair_id", "Quotation Versions", groups=STAFF
    )
    # sudo: the workshop sees how far the quotation is, not the quotation
    aftersales_customer_amount = fields.Monetary(
        "Customer Pays", compute="_compute_aftersales_consent", compute_sudo=True
    )
    aftersales_agreed_amount = fields.Monetary(
        "Customer Agreed To", compute="_compute_aftersales_consent", compute_sudo=True
    )
    aftersales_consent = fields.Selection(
        CONSENTS,
        "Consent to the Price",
        compute="_compute_aftersales_consent",
        compute_sudo=True,
    )
    aftersales_consent_name = fields.Char("Agreed to the Fee By", copy=False)
    aftersales_consent_method = fields.Selection(
        CHANNELS, "Agreed How", default="phone", copy=False
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.depends("aftersales_order_id")
    def _compute_aftersales_has_order(self):
        for repair in self:
            repair.aftersales_has_order = bool(repair.aftersales_order_id)

    @api.depends(
        "move_ids.product_uom_qty",
        "move_ids.product_id",
        "move_ids.repair_line_type",
        "move_ids.state",
        "aftersales_labour_hours",
        "aftersales_sale_ids.state",
    )
    def _compute_aftersales_consent(self):
        for repair in self:
            wanted, agreed = (
                repair._aftersales_get_customer_amount(),
                repair._aftersales_get_agreed_amount(),
            )
            repair.aftersales_customer_amount = wanted
            repair.aftersales_agreed_amount = agreed
            repair.aftersales_consent = repair._aftersales_get_consent(wanted, agreed)

    def _aftersales_get_consent(self, wanted, agreed):
        # sudo: the workshop sees how far the quotation is, not the quotation
        last = self.sudo().aftersales_sale_ids.sorted("id")[-1:]
        if self.currency_id.compare_amounts(wanted, agreed) <= 0:
            return "agreed" if wanted else "free"
        if last.state == "sent" and not self._aftersales_is_stale(last, wanted):
            return "waiting"
        return "refused" if last.state == "cancel" else "to_quote"

    def _aftersales_is_stale(self, sale, wanted):
        """Whether ``sale`` was quoted for another amount than ``wanted``."""
        quoted = self._aftersales_sum_shares(lambda line: line.order_id == sale)
        return self.currency_id.compare_amounts(quoted, wanted) != 0

    def _aftersales_get_agreed_amount(self):
        """What the customer has agreed to pay, tax included."""
        return self._aftersales_sum_shares(lambda line: line.state == "sale")

    def _aftersales_sum_shares(self, wanted):
        # sudo: as in `_aftersales_get_consent`
        shares = self.sudo().aftersales_fee_ids.share_ids
        return shares.filtered(lambda s: wanted(s.sale_line_id))._get_totals().total

    # --- quote and consent

    def action_aftersales_quote(self):
        """A new version of the quotation; the one before does not hold any longer.

        :raises ProofMissing: without service order, or when there is nothing to pay
        :raises MoveRefused: when the version before was invoiced, or this one is agreed
        """
        for repair in self:
            repair.check_access("write")
            repair._aftersales_check_may_quote()
            # sudo: the workshop has no sales rights; prices come from the fee card
            repair.sudo()._aftersales_quote()

    def _aftersales_check_may_quote(self):
        if not self.aftersales_order_id:
            raise ProofMissing(
                self.env._(
                    "%s belongs to no service order, so nobody knows who pays. Open a service order on the return first.",
                    self.name,
                )
            )
        if self.aftersales_consent in ("free", "agreed"):
            raise ProofMissing(
                self.env._(
                    "There is nothing to quote for %(repair)s: the customer pays %(amount)s and agreed to %(agreed)s.",
                    repair=self.name,
                    amount=self.currency_id.format(self.aftersales_customer_amount),
                    agreed=self.currency_id.format(self.aftersales_agreed_amount),
                )
            )
        # sudo: only whether it was invoiced is asked
        if self.sudo().aftersales_sale_ids.invoice_ids.filtered(
            lambda m: m.state == "posted"
        ):
            raise MoveRefused(
                self.env._(
                    "The quotation of %s is invoiced already. Ask the accountant for a credit note first.",
                    self.name,
                )
            )

    def _aftersales_quote(self):
        earlier = self.aftersales_sale_ids
        earlier.filtered(lambda s: s.state != "cancel")._action_cancel()
        self._aftersales_sync_fees()
        shares = self.aftersales_fee_ids.share_ids.filtered(
            lambda s: s.payer == "customer" and s.amount
        )
        sale = self.aftersales_order_id._create_quotation(shares)
        # sudo: which version this is, is written by the flow alone
        sale.sudo().write(self._aftersales_prepare_version(len(earlier) + 1))
        sale.action_quotation_sent()
        self.aftersales_consent_name = False
        self._aftersales_tell_quoted(sale)

    def _aftersales_prepare_version(self, number):
        vals = {
            "aftersales_repair_id": self.id,
            "aftersales_version": number,
            "origin": f"{self.aftersales_order_id.name} · {self.name}",
        }
        fee = self._aftersales_get_refusal_fee()
        if fee:  # else the terms of the company stand alone
            vals["note"] = self.env._(
                "If you do not agree, the goods go back unrepaired; the inspection costs %s.",
                self.currency_id.format(fee),
            )
        return vals

    def _aftersales_tell_quoted(self, sale):
        """The customer finds it on his page and in his mail."""
        number = sale.aftersales_version
        body = (
            self.env._(
                "The finding changed the price: this version replaces the others."
            )
            if number > 1
            else self.env._("Please approve the price of the repair.")
        )
        sale.message_post(
            body=body,
            partner_ids=sale.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def action_aftersales_agree(self):
        """The customer agreed by telephone or at the counter: who, and how, is kept.

        :raises ProofMissing: without a name; :raises MoveRefused: without open quotation
        """
        for repair in self:
            repair.check_access("write")
            if repair.aftersales_consent != "waiting":
                raise MoveRefused(
                    self.env._(
                        "No quotation of %s waits for consent. Quote it first.",
                        repair.name,
                    )
                )
            if not (repair.aftersales_consent_name or "").strip():
                raise ProofMissing(self.env._("Please write who agreed, and how."))
            repair._aftersales_agree()

    def _aftersales_agree(self):
        # sudo: as in `action_aftersales_quote`
        sale = self.sudo().aftersales_sale_ids.filtered(lambda s: s.state == "sent")
        how = self._fields["aftersales_consent_method"].convert_to_export(
            self.aftersales_consent_method, self
        )
        sale.message_post(
            body=self.env._(
                "%(name)s agreed (%(how)s).", name=self.aftersales_consent_name, how=how
            )
        )
        sale.action_confirm()

    # --- work waits

    def action_repair_start(self):
        """Chargeable work begins with the customer's consent (extends core)."""
        self._aftersales_check_consent()
        return super().action_repair_start()

    def action_repair_done(self):
        """Nor is it finished above what he agreed to (extends core)."""
        self._aftersales_check_consent()
        result = super().action_repair_done()
        # sudo: the workshop causes fees but may not write them
        self.sudo().filtered("aftersales_fee_ids")._aftersales_settle_fees()
        return result

    def _aftersales_check_consent(self):
        """:raises ProofMissing: while the customer did not agree to the present price"""
        # sudo: asked for every repair, also of people without a role of ours
        for repair in self.sudo().filtered("aftersales_disposition_id"):
            if repair.aftersales_consent not in ("free", "agreed"):
                raise ProofMissing(
                    self.env._(
                        "%(repair)s costs the customer %(amount)s, but only %(agreed)s was agreed. Press “Quote to Customer” and wait for consent, or press “Customer Refuses”.",
                        repair=repair.name,
                        amount=repair.currency_id.format(
                            repair.aftersales_customer_amount
                        ),
                        agreed=repair.currency_id.format(
                            repair.aftersales_agreed_amount
                        ),
                    )
                )
