from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import MANAGER
from ...kernel.rate import CAUSES, get_out_of_reach
from ..base.blocker import Blocker

CAUSE_LABELS = [
    ("night", "Night"),
    ("weekend", "Weekend"),
    ("holiday", "Holiday"),
    ("urgent", "Urgent"),
    ("second", "Further Technician"),
    ("waiting", "Waiting Time"),
]
assert tuple(code for code, _label in CAUSE_LABELS) == CAUSES
_TYPED = frozenset({"price_unit", "quantity", "product_id", "kind", "rate_id"})


class Fee(models.Model):
    """Each fee says by which rate and from which stamps; what people type needs a reason."""

    _inherit = "aftersales.fee"
    _flow_fields = frozenset({"cause", "derivation", "is_all_labour"})

    rate_id = fields.Many2one(
        "aftersales.fee.rate",
        "Rate Charged",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('version_id.state', '=', 'approved'), ('basis', '=', 'item'), ('company_id', '=', company_id)]",
    )
    cause = fields.Selection(CAUSE_LABELS, "Surcharge For", readonly=True)
    derivation = fields.Json("Numbers Behind the Fee", readonly=True, copy=False)
    is_all_labour = fields.Boolean(
        "Agreed before the Visit",
        readonly=True,
        copy=False,
        help="Labour that was agreed before somebody was sent: the fee card counts no other for this visit.",
    )
    explanation = fields.Char("How It Was Counted", compute="_compute_explanation")
    reason = fields.Char(
        help="Why this was entered or changed by hand, where there is a fee card.",
    )

    @api.depends("derivation", "rate_id", "reason", "quantity", "price_unit")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for fee in self:
            # sudo: whoever sees a fee may know how it was counted
            fee.explanation = fee.reason or fee.sudo()._get_explanation()

    def _get_explanation(self):
        if self.derivation:
            return self._explain()
        if self.kind == "part" and self.product_id:
            number = self.order_id._get_part_rate(self.product_id)[0]
            return self.rate_id.browse(number or ()).display_name
        return self.rate_id.display_name

    @api.onchange("rate_id")
    def _onchange_rate_id(self):
        """What is chosen from the card comes with its product, kind and price."""
        rate = self.rate_id
        if rate:
            self.name = rate.name
            self.kind = rate.kind
            self.product_id = rate._get_charged_product()
            self.price_unit = rate.price

    def _get_card_price(self):
        """By the fee card where one is in force (extends)."""
        if self.derivation:
            return self.price_unit
        if self.rate_id and self.kind != "part":
            return self.sudo().rate_id.price  # sudo: whoever chooses it pays it
        if self.kind == "part" and self.product_id:
            price = self.order_id._get_part_rate(self.product_id)[1]
            if price is not None:
                return price
        if self.kind == "labour" and self.product_id:
            price = self.order_id._get_hour_price()
            if price is not None:
                return price
        return super()._get_card_price()

    def _on_caused(self):
        """What people type beside the card says why (extends)."""
        result = super()._on_caused()
        self._check_reason()
        self._keep_estimate()
        return result

    def _after_write(self, changed):
        """As above (extends)."""
        result = super()._after_write(changed)
        if _TYPED & changed:
            self._check_reason()
        return result

    def _check_reason(self):
        """:raises ProofMissing: for a typed price without a reason, where a card has one"""
        if self.env.su or self._is_flowing():
            return
        for fee in self.filtered(lambda f: not (f.reason or "").strip()):
            if fee._is_at_rate() or not fee.order_id._has_fee_card():
                continue
            raise ProofMissing(
                self.env._(
                    "“%s” is not what the fee card says. Choose its rate, or write the reason.",
                    fee.name,
                )
            )

    def _is_at_rate(self):
        """Whether the price is the card's, and nobody changed what was counted."""
        if self.derivation:
            return False
        if not self.rate_id and self.kind != "part":
            return False
        card = self._get_card_price()
        return not self.currency_id.compare_amounts(self.price_unit, card)

    # --- what visits cause

    def _get_of_price_list(self):
        """Labour that these visits got before there was a card, and nobody agreed to."""
        labour = self.company_id.aftersales_labour_product_id
        return self.filtered(
            lambda fee: (
                fee.product_id in labour
                and not (fee.derivation or fee.rate_id or fee.reason or fee.extra_id)
                and not (fee.is_all_labour or fee.is_agreed)
                and all(share._is_movable() for share in fee.share_ids)
            )
        )

    def _take_charges(self, wanted):
        """Bring the derived fees of some visits to what is wanted.

        :param wanted: {(visit id, rate id, cause): values of a fee}
        """
        left = dict(wanted)
        for fee in self.filtered("derivation"):
            key = (fee.visit_id.id, fee.rate_id.id, fee.cause or "")
            if any(share._get_charging_move() for share in fee.share_ids):
                left.pop(
                    key, None
                )  # a document says it: the difference is settled there
            elif key not in left:
                fee._drop_charge()
            elif fee._follow_charge(left[key]):
                del left[key]
        fees = self.env["aftersales.fee"].sudo()._in_flow()  # sudo: see `_derive_fees`
        return fees.create([vals for vals in left.values() if vals["product_id"]])

    def _follow_charge(self, vals):
        """Whether this fee could take the new numbers over."""
        vals = {n: vals[n] for n in ("quantity", "price_unit", "derivation", "name")}
        compare = self.currency_id.compare_amounts
        same_price = not compare(self.price_unit, vals["price_unit"])
        if all(share._is_movable() for share in self.share_ids):
            self._in_flow().write(vals)
        elif same_price:
            self._in_flow().derivation = vals["derivation"]
            if self.quantity != vals["quantity"]:
                self._settle_quantity(vals["quantity"])
        else:
            self._drop_charge()
            return False
        return True

    def _drop_charge(self):
        """What is no longer caused; a quotation keeps its line, at zero."""
        if all(share._is_movable() for share in self.share_ids):
            self._in_flow().unlink()
            return
        self._settle_quantity(0.0)
        self._in_flow().derivation = False


class ServiceOrder(models.Model):
    """A price of the card is a price, even when it is zero (F-12, F-14)."""

    _inherit = "aftersales.order"

    def _get_unpriced_fees(self):
        """Free by the fee card is not without a price (extends)."""
        return super()._get_unpriced_fees().filtered(lambda fee: not fee.rate_id)

    def _get_unpriced_visits(self):
        """With a fee card labour is charged as the card says (extends)."""
        if self._has_fee_card():
            return self.env["aftersales.visit"]
        return super()._get_unpriced_visits()

    def _get_unpriced(self):
        """A customer beyond the last kilometre of the card (extends)."""
        blockers = super()._get_unpriced()
        job = self.sudo()  # sudo: what is missing is told to whoever closes the job
        if self.free_reason or not job._has_fee_card():
            return blockers
        far = job.visit_ids.filtered(lambda v: v._is_out_of_reach())
        who = self.env.ref(MANAGER).sudo().full_name  # sudo: a name to ask
        return blockers + [
            Blocker(self._get_too_far(visit), visit.with_env(self.env), who)
            for visit in far
        ]

    def _get_too_far(self, visit):
        return self.env._(
            "%(visit)s: the fee card has no price for %(km)g km. Enter a fee for the way with its reason, or press “Free of Charge”.",
            visit=visit.name,
            km=self.distance_km,
        )


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _is_out_of_reach(self):
        """Whether the way is longer than the table of the card, and nobody priced it."""
        if self.state == "cancelled" or not self._causes_labour():
            return False
        kinds = {rate.kind for rate in self._get_rates_out_of_reach()}
        priced = {fee.kind for fee in self.order_id.fee_ids if fee.amount}
        return bool(kinds - priced) and any(
            self.order_id._is_customer_paying(kind) for kind in kinds
        )

    def _get_rates_out_of_reach(self):
        facts = self._prepare_fee_facts(self._get_days())
        return get_out_of_reach(self.order_id._get_derived_rates(), facts)
