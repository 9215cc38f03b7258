from odoo import fields, models

from ...exceptions import ProofMissing
from ..base.blocker import Blocker

# Whose name is known without asking.
_KNOWN = ("customer", "company")


class Brand(models.Model):
    _inherit = "aftersales.brand"

    maker_id = fields.Many2one(
        "res.partner",
        "Manufacturer",
        index="btree_not_null",
        help="Who settles what the manufacturer of this brand bears.",
    )


class FeeShare(models.Model):
    """Every share has a partner who settles it; without one the job stays open."""

    _inherit = "aftersales.fee.share"

    payer = fields.Selection(
        selection_add=[("technician", "Technician")],
        ondelete={"technician": "cascade"},
    )

    def _get_nameless(self):
        """Shares of somebody whose name nobody knows."""
        return self.filtered(
            lambda s: s.amount and not s.partner_id and s.payer not in _KNOWN
        )

    def _check_named(self):
        """Before anything is sent to a payer.

        :raises ProofMissing: naming the fee and its payer
        """
        for share in self._get_nameless():
            raise ProofMissing(share._get_nameless_text())

    def _get_nameless_text(self):
        return self.env._(
            "%(payer)s settles %(amount)s of “%(fee)s”, but it does not say who that is. Choose the partner on this share.",
            payer=self._fields["payer"].convert_to_export(self.payer, self),
            amount=self.currency_id.format(self.amount),
            fee=self.fee_id.name,
        )


class ServiceOrder(models.Model):
    """Who that is: the documents of the job say so."""

    _inherit = "aftersales.order"

    def _get_blockers(self):
        """Each share has somebody who settles it (extends)."""
        # sudo: what is missing is told to whoever closes the job
        nameless = self.sudo().fee_ids.share_ids._get_nameless()
        return super()._get_blockers() + [
            Blocker(
                share._get_nameless_text(),
                share.with_env(self.env),
                self._get_desk_words(),
            )
            for share in nameless
        ]

    def _get_payer_partner(self, payer, kind=None, product=None):
        """The partner behind ``payer``: whom the warranty names, else what the documents
        of the job say; empty where they do not.
        """
        # sudo: names of payers, whoever causes the fee
        order = self.sudo()
        partner = order._get_named_payer(payer, kind)
        if not partner:
            find = getattr(order, f"_get_payer_{payer}", None)
            partner = find(product) if find else partner
        return partner.with_env(self.env)

    def _get_named_payer(self, payer, kind):
        """Whom the warranty that decided for this kind of cost names."""
        lines = self.decision_id.line_ids.filtered(lambda line: line.cost_kind == kind)
        cover = lines.coverage_id.filtered(lambda c: c.payer == payer)
        return cover.payer_partner_id[:1]

    def _get_payer_customer(self, _product):
        return self.partner_id

    def _get_payer_company(self, _product):
        return self.company_id.partner_id

    def _get_payer_agent(self, _product):
        return self.device_id.agent_id

    def _get_payer_supplier(self, product):
        """Who sells us the part, else the device."""
        goods = product if product and product.type != "service" else None
        for item in filter(None, (goods, self.device_id.product_id)):
            sellers = item.seller_ids.filtered(
                lambda s: s.company_id.id in (False, self.company_id.id)
            )
            if sellers:
                return sellers[0].partner_id
        return self.env["res.partner"]

    def _get_payer_manufacturer(self, _product):
        """The maker of the brand; of what is made outside for us, who sells it to us."""
        device = self.device_id.product_id
        maker = device.aftersales_brand_id.maker_id
        if not maker and device.aftersales_origin == "outsourced":
            maker = self._get_payer_supplier(device)
        return maker

    def _get_payer_carrier(self, _product):
        """The one partner who is called like the carrier that brought the device."""
        partners = self.env["res.partner"]
        name = self.device_id.carrier_name
        if not name:
            return partners
        found = partners.search(
            [
                ("name", "=", name),
                ("parent_id", "=", False),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            limit=2,
        )
        return found if len(found) == 1 else partners

    def _get_payer_technician(self, _product):
        """Who did the work last."""
        visits = self.visit_ids.filtered(lambda v: v.state != "cancelled")
        technician = visits[-1:].technician_id
        return technician.partner_id or technician.user_id.partner_id

    def _get_payer_salesperson(self, _product):
        """Who sold the device."""
        return self.device_id.sale_order_id.user_id.partner_id
