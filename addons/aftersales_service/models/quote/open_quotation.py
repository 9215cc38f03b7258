from odoo import fields, models

from ...exceptions import MoveRefused
from ...groups import STAFF


class ServiceOrder(models.Model):
    """One open quotation per job and payer: until the customer signs, what comes up later
    joins it; then a new version shows the difference and is signed by itself."""

    _inherit = "aftersales.order"

    def _get_shares_to_quote(self):
        """What the customer pays and nobody quoted; what the agent invoices, we do not."""
        return self.fee_ids.share_ids.filtered(
            lambda s: s.payer == "customer"
            and s.amount
            and s._is_unquoted()
            and not s.order_id._is_invoiced_by_agent()
        )

    def _get_waits(self):
        """Quotations that the customer has not answered (extends)."""
        # sudo: the desk has no sales rights
        sent = self.sudo().sale_order_ids.filtered(lambda s: s.state == "sent")
        return super()._get_waits() + [("customer", sale) for sale in sent]

    def _on_talks_taken(self):
        """Marketing talks about the price on the quotation itself (O-23; extends)."""
        result = super()._on_talks_taken()
        for order in self:
            order._get_open_quotation()._aftersales_hand_talks(order.talks_user_id)
        return result

    def _agree_on_discount(self, discount):
        """On every line of the open quotation; the shares follow. Further below the price
        list than the policy allows, the general manager is asked (F-27, F-28; extends).

        :raises MoveRefused: without an open quotation
        """
        result = super()._agree_on_discount(discount)
        sale = self._get_open_quotation()
        if not sale:
            raise MoveRefused(
                self.env._(
                    "%s has no open quotation. Have the desk create it first.",
                    self.name,
                )
            )
        lines = sale.order_line.filtered(lambda line: not line.display_type)
        lines.discount = discount
        sale._aftersales_tell_agreed(discount)
        if sale.aftersales_discount_state == "wanted":
            sale.action_ask_discount()
        return result

    def _on_extra_charged(self, shares):
        """It goes onto the quotation that the customer has not signed yet (extends)."""
        result = super()._on_extra_charged(shares)
        if self._get_open_quotation() and shares in self._get_shares_to_quote():
            self._quote(shares)
        return result

    def _quote(self, shares):
        """Put ``shares`` of the customer on his open quotation, else on a new one."""
        sale = self._get_open_quotation()
        if sale:
            self._add_to_quotation(sale, shares)
            sale._aftersales_tell_joined(shares)
            return sale
        signed = self._get_signed_quotations()
        sale = self._create_quotation(shares)
        if signed:
            sale._aftersales_show_difference(signed)
        return sale

    def _get_open_quotation(self):
        """The quotation that the customer has not signed yet; prices of a repair have
        versions of their own."""
        # sudo: the desk has no sales rights
        return self.sudo().sale_order_ids.filtered(
            lambda sale: sale.state in ("draft", "sent")
            and not sale.aftersales_repair_id
            and sale.partner_id == self.partner_id
        )[:1]

    def _get_signed_quotations(self):
        # sudo: as above
        return self.sudo().sale_order_ids.filtered(
            lambda sale: sale.state == "sale" and not sale.aftersales_repair_id
        )

    def _create_quotation(self, shares):
        self.check_access("write")
        # sudo: the desk has no sales rights; prices come from the fee card alone
        vals = self._prepare_quotation(shares.currency_id[:1])
        sale = self.env["sale.order"].sudo().create(vals)
        if not self.talks_ended_at:
            sale._aftersales_hand_talks(self.talks_user_id)
        self._add_to_quotation(sale, shares)
        return sale

    def _add_to_quotation(self, sale, shares):
        self.check_access("write")
        for share in shares.sudo():  # sudo: as above
            share._check_currency(sale)
            vals = share._prepare_sale_line_vals() | {"order_id": sale.id}
            line = self.env["sale.order.line"].sudo().create(vals)
            share._in_flow().sale_line_id = line
            share.fee_id._link_moves()

    def _prepare_quotation(self, currency):
        """:param currency: of its fees; older ones may be in that of an older price list"""
        self.ensure_one()
        vals = {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "aftersales_order_id": self.id,
            "user_id": False,
            "require_signature": True,
        }
        return vals | {"pricelist_id": self._find_price_list(currency).id}

    def _find_price_list(self, currency):
        """That of the company or of the customer, where it is in ``currency``; else any
        other in it, or none: then it is in the currency of the company."""
        job = self.sudo()  # sudo: the desk reads no price lists
        company = job.company_id
        partner = job.partner_id.with_company(company)
        usual = company.aftersales_pricelist_id or partner.property_product_pricelist
        if usual.currency_id == currency or currency == company.currency_id:
            return usual.filtered(lambda known: known.currency_id == currency)
        domain = [
            *usual._check_company_domain(company),
            ("currency_id", "=", currency.id),
        ]
        return usual.search(domain, limit=1)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    aftersales_order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
        groups=STAFF,
    )

    def write(self, vals):
        """Sent it waits for the customer, answered it does not (overrides `write`)."""
        # sudo: whose time it is follows the quotation, whoever sends or confirms it; read
        # first, so that an ordinary order is fetched once for core and for us
        sales = self.sudo() if "state" in vals else self.sudo().browse()
        waits = sales.filtered(lambda sale: "sent" in (sale.state, vals["state"]))
        result = super().write(vals)
        waits.aftersales_order_id._follow_waits()
        return result

    def _aftersales_hand_talks(self, user):
        """Whoever talks with the customer about the price has it as a task here; the
        quotation stays open to the desk."""
        for sale in self if user else ():
            sale.message_subscribe(user.partner_id.ids)
            sale.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=sale.env._("Agree on the price with the customer"),
                user_id=user.id,
            )

    def _aftersales_tell_agreed(self, discount):
        """Whoever reads the quotation learns what was agreed, and with whom."""
        self.message_post(
            body=self.env._(
                "%(who)s agreed on a discount of %(percent)g %% with the customer. The quotation is now %(total)s.",
                who=self.env.user.name,
                percent=discount,
                total=self.currency_id.format(self.amount_total),
            )
        )

    def _aftersales_tell_joined(self, shares):
        """Whoever reads the quotation learns what it grew by."""
        self.message_post(
            body=self.env._(
                "Added before the customer signed: %(fees)s. The quotation is now %(total)s.",
                fees=", ".join(shares.fee_id.mapped("name")),
                total=self.currency_id.format(self.amount_total),
            )
        )

    def _aftersales_show_difference(self, signed):
        """This quotation is what comes on top of ``signed``."""
        agreed = sum(signed.mapped("amount_total"))
        # sudo: which version this is, is written by the flow alone
        self.sudo().write(
            {
                "aftersales_version": len(signed) + 1,
                "note": self.env._(
                    "This comes on top of %(quotations)s, which you signed for %(agreed)s. Together: %(total)s.",
                    quotations=", ".join(signed.mapped("name")),
                    agreed=self.currency_id.format(agreed),
                    total=self.currency_id.format(agreed + self.amount_total),
                ),
            }
        )
