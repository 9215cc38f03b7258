from collections import Counter

from odoo import api, fields, models

from ...exceptions import ProtectedRefused
from ...kernel.money import share_out

_WORTH = frozenset({"fee_id", "payer", "percent"})
_SETTLED_BY = _WORTH | {"partner_id"}


class FeeShare(models.Model):
    """What stands on a document stands: a share changes hands or vanishes neither while a
    quotation names it nor after it was invoiced. A credit note comes first."""

    _inherit = "aftersales.fee.share"

    # Which documents charge a share; each room adds its own.
    _charged_fields = frozenset({"sale_line_id"})

    @api.model_create_multi
    def create(self, vals_list):
        """What a share is worth is its first movement (overrides `create`)."""
        shares = super().create(vals_list)
        shares._follow()
        return shares

    def write(self, vals):
        """What settles a share changes only while it may (overrides `write`)."""
        names = set(vals)
        if not any(self.mapped("partner_id")):
            names.discard("partner_id")  # a missing name is no other payer
        self._check_change(names)
        result = super().write(vals)
        if _WORTH & vals.keys():
            self.fee_id.share_ids._follow()
        elif self._declared("_charged_fields") & vals.keys():
            for share in self:
                share._follow(share._get_standing())
        self._after_write(vals.keys())
        return result

    def _after_write(self, changed):
        """Hook: what follows from a change; ``changed``: the names that were written."""

    def _check_change(self, names):
        """Hook: whether these fields may change now; only actions move a share that is
        quoted or invoiced."""
        if _SETTLED_BY & names and not self._is_flowing():
            self._check_may_change()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_standing(self):
        self._check_may_change()

    def _check_may_change(self):
        """:raises ProtectedRefused: naming the quotation or the invoice"""
        self._check_not_charged()
        self._check_not_settled()
        quoted = self.filtered(lambda share: share._is_on_sale())
        if quoted:
            raise ProtectedRefused(
                self.env._(
                    "“%(fee)s” is quoted on %(quotation)s. Cancel that quotation first.",
                    fee=quoted[0].fee_id.name,
                    # sudo: the number is told to whoever is refused
                    quotation=quoted[0].sudo().sale_line_id.order_id.name,
                )
            )

    def _check_not_settled(self):
        """:raises ProtectedRefused: where somebody decided about the amount already"""
        for share in self:
            if share._is_settled_by_hand():
                raise ProtectedRefused(
                    self.env._(
                        "“%s” is settled in part already, so its payer stands. Charge what is left to somebody else.",
                        share.fee_id.name,
                    )
                )

    def _check_not_charged(self):
        """:raises ProtectedRefused: naming the posted document that charges a share"""
        for share in self:
            move = share._get_charging_move()
            if move:
                raise ProtectedRefused(
                    self.env._(
                        "“%(fee)s” is charged on %(document)s. Ask the accountant for a credit note first.",
                        fee=share.fee_id.name,
                        document=move.name,
                    )
                )

    def _get_standing(self):
        """The document on which this share stands; none: it can still be moved."""
        # sudo: the number is told to whoever sees the share
        sale = self.sudo().sale_line_id.order_id
        return self._get_charging_move() or sale.filtered(lambda s: s.state != "cancel")

    def _get_charging_move(self):
        """The posted document that charges this share, if one does."""
        # sudo: whoever changes fees need not read invoices to be stopped by them
        lines = self.sudo().sale_line_id._aftersales_get_live_invoice_lines()
        return lines.move_id[:1]


class Fee(models.Model):
    """A new decision, as far as nothing stands; where something does, finance is told."""

    _inherit = "aftersales.fee"

    decided_payers = fields.Char(
        "By the Decision",
        readonly=True,
        copy=False,
        help="Who pays by the last decision, where this fee stands otherwise. A credit note or another payer mends it.",
    )

    def _follow_decision(self):
        """Shares and price again, where nothing was agreed or used yet.

        What stands on a document keeps its payer and its price; the payers that the
        decision names now share the rest.
        """
        open_ones = self.filtered(lambda f: not f.is_agreed)
        for fee in open_ones:
            if fee.requisition_line_id.used_quantity:
                continue
            moving = fee.share_ids.filtered(lambda share: share._is_movable())
            standing = fee.share_ids - moving
            if standing:
                fee._share_rest(standing, moving)
                continue
            fee.share_ids.unlink()
            fee._create_missing_shares()
            fee.price_unit = fee._get_card_price()
        open_ones._tell_decided_otherwise()

    def _tell_decided_otherwise(self):
        """Whoever settles them hears once of fees that stand otherwise than decided."""
        news = self.browse()
        for fee in self.exists():
            words = fee._get_decided_otherwise()
            if words != (fee.decided_payers or ""):
                fee._in_flow().decided_payers = words
                news |= fee if words else news
        for order, fees in news.grouped("order_id").items():
            order._tell_accountant(fees)

    def _get_decided_otherwise(self):
        """Who pays by the decision, in words; nothing where the shares say the same."""
        wanted, mine = Counter(), Counter()
        for vals in self._get_decided_shares():
            wanted[vals["payer"]] += vals["percent"]
        for share in self.share_ids:
            mine[share.payer] += share.percent
        both = wanted.keys() | mine.keys()
        if not self.amount or all(abs(wanted[p] - mine[p]) < 0.01 for p in both):
            return ""
        share = self.share_ids.with_context(lang=self.company_id.partner_id.lang)
        labels = dict(share._fields["payer"]._description_selection(share.env))
        return ", ".join(
            f"{labels[payer]} {percent:g} %"
            for payer, percent in wanted.items()
            if percent
        )

    def _share_rest(self, standing, moving):
        """Who pays by the decision, as far as he does not pay already, gets the rest."""
        left = round(100 - sum(standing.mapped("percent")), 2)
        if left <= 0:
            return
        stood = {share: share.amount for share in standing}
        wanted = self._get_wanted(standing)
        parts = share_out(left, [more for _vals, more in wanted])
        moving.unlink()
        news = self.env["aftersales.fee.share"].create(
            [
                vals | {"fee_id": self.id, "percent": float(part)}
                for (vals, _more), part in zip(wanted, parts, strict=True)
                if part
            ]
        )
        for share, amount in stood.items():
            news[-1:]._give_back(share, share.amount - amount)

    def _get_wanted(self, standing):
        """[(values of a share, percent)] of the decision beyond what ``standing`` pays."""
        wanted = []
        for vals in self._get_decided_shares():
            paid = standing.filtered(lambda s, vals=vals: s.payer == vals["payer"])
            more = round(vals["percent"] - sum(paid.mapped("percent")), 2)
            if more > 0:
                wanted.append((vals, more))
        return wanted
