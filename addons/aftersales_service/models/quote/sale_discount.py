from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import STAFF
from ...kernel import deviation


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("discount", "Quotation below the Price List")],
        ondelete={"discount": "set default"},
    )


class SaleOrder(models.Model):
    """A quotation of a service order keeps to the price list (F-25, F-28).

    Further below it than the policy of the job allows, the general manager agrees before
    the customer sees it. Without a policy nothing is asked.
    """

    _name = "sale.order"
    _inherit = ["sale.order", "aftersales.approval.mixin"]

    # Other people's salespeople duplicate and invoice orders without noticing us.
    approval_ids = fields.One2many(groups=STAFF)
    # sudo: who quotes for a job sees what it takes, without reading the policy
    aftersales_list_amount = fields.Monetary(
        "By the Price List",
        compute="_compute_aftersales_deviation",
        compute_sudo=True,
        groups=STAFF,
    )
    aftersales_deviation = fields.Float(
        "Below the Price List (%)",
        digits=(5, 2),
        compute="_compute_aftersales_deviation",
        compute_sudo=True,
        groups=STAFF,
    )
    aftersales_tolerance = fields.Float(
        "Allowed (%)",
        digits=(5, 2),
        compute="_compute_aftersales_deviation",
        compute_sudo=True,
        groups=STAFF,
    )
    aftersales_discount_state = fields.Selection(
        [
            ("free", "Within the Limit"),
            ("wanted", "Needs Approval"),
            ("asked", "Waiting for Approval"),
            ("agreed", "Approved"),
        ],
        "Discount",
        compute="_compute_aftersales_deviation",
        compute_sudo=True,
        groups=STAFF,
    )

    @api.depends(
        "aftersales_order_id",
        "order_line.price_unit",
        "order_line.discount",
        "order_line.product_uom_qty",
        "approval_ids.state",
    )
    def _compute_aftersales_deviation(self):
        for sale in self:
            listed, quoted = sale._get_aftersales_amounts()
            sale.aftersales_list_amount = listed
            sale.aftersales_deviation = float(deviation.shortfall(listed, quoted))
            policy = sale.aftersales_order_id.sla_version_id
            sale.aftersales_tolerance = policy.discount_tolerance
            sale.aftersales_discount_state = sale._aftersales_get_discount_state(
                policy, listed, quoted
            )

    def _get_aftersales_amounts(self):
        """(price list, quoted) over the lines of a service quotation, before taxes as
        the lines have them; (0, 0) for every other order."""
        if not self.aftersales_order_id:
            return 0.0, 0.0
        lines = self.order_line.filtered(
            lambda line: line.product_id and not line.display_type
        )
        round_ = self.currency_id.round
        return (
            round_(sum(line._get_aftersales_list_amount() for line in lines)),
            round_(
                sum(
                    line.price_unit * line.product_uom_qty * (1 - line.discount / 100)
                    for line in lines
                )
            ),
        )

    def _aftersales_get_discount_state(self, policy, listed, quoted):
        if not policy or not deviation.exceeds(
            listed, quoted, policy.discount_tolerance
        ):
            return "free"
        if self._get_open_approvals("discount"):
            return "asked"
        given_up = listed - quoted
        agreed = self._aftersales_is_agreed("discount", given_up)
        return "agreed" if agreed else "wanted"

    def _aftersales_is_agreed(self, kind, amount):
        """Whether the last answer was yes and not to less than ``amount`` of this sale."""
        if not self._is_approved(kind):
            return False
        # sudo: that somebody agreed is no secret to those who see the quotation
        asked = self.sudo().approval_ids.filtered(
            lambda a: a.kind == kind and a.state == "agreed"
        )
        last = asked.sorted("id")[-1:]
        now = self._aftersales_to_company_amount(amount)
        return last.currency_id.compare_amounts(now, last.amount) <= 0

    def _aftersales_to_company_amount(self, amount):
        company = self.company_id
        day = self.date_order or fields.Datetime.now()
        return self.currency_id._convert(amount, company.currency_id, company, day)

    def action_ask_discount(self):
        """Ask the general manager; the question stands in his list with what it costs."""
        for sale in self:
            sale._check_may_ask()
            listed, quoted = sale._get_aftersales_amounts()
            sale._request_approval(
                "discount",
                "general_manager",
                sale.env._(
                    "%(sale)s for %(customer)s: %(quoted)s instead of %(listed)s, %(percent)g %% below the price list (allowed %(allowed)g %%).",
                    sale=sale.name,
                    customer=sale.partner_id.name,
                    quoted=sale.currency_id.format(quoted),
                    listed=sale.currency_id.format(listed),
                    percent=sale.aftersales_deviation,
                    allowed=sale.aftersales_tolerance,
                ),
                amount=sale._aftersales_to_company_amount(listed - quoted),
            )
        self.invalidate_recordset(["approval_ids"])

    def _on_approval_refused(self, approval):
        """Whoever asked about a quotation reads there why not (extends)."""
        self.message_post(
            body=self.env._(
                "%(role)s does not agree: %(why)s",
                role=approval.role_id.name,
                why=approval.note,
            ),
            partner_ids=approval.requested_by_id.partner_id.ids,
        )
        return super()._on_approval_refused(approval)

    def _check_aftersales_discount(self):
        """:raises ProofMissing: a quotation costs too much, or is too low, and nobody agreed"""
        self._check_aftersales_cost()
        # sudo: also asked of salespeople without a role of ours
        for sale in self.sudo().filtered("aftersales_order_id"):
            if sale.aftersales_discount_state not in ("wanted", "asked"):
                continue
            raise ProofMissing(
                sale.env._(
                    "%(sale)s is %(percent)g %% below the price list; %(allowed)g %% is allowed. Press “Ask the General Manager”; it continues once approved.",
                    sale=sale.name,
                    percent=sale.aftersales_deviation,
                    allowed=sale.aftersales_tolerance,
                )
            )

    def action_quotation_send(self):
        """Not before the general manager agreed (extends core)."""
        self._check_aftersales_discount()
        return super().action_quotation_send()

    def action_quotation_sent(self):
        """As above (extends core)."""
        self._check_aftersales_discount()
        return super().action_quotation_sent()

    def action_confirm(self):
        """As above (extends core)."""
        self._check_aftersales_discount()
        return super().action_confirm()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    aftersales_share_ids = fields.One2many(
        "aftersales.fee.share", "sale_line_id", "Fee Shares", groups=STAFF
    )

    def _get_aftersales_list_amount(self):
        """What the line would cost by the fee card; a share of a fee its part of it."""
        self.ensure_one()
        # sudo: the fee card counts, whoever quotes
        share = self.sudo().aftersales_share_ids[:1]
        if share.taken_amount:
            return share.amount
        if share:
            price = share.fee_id._get_card_price() * share.percent / 100
        else:
            price = self._get_pricelist_price()
        return price * self.product_uom_qty
