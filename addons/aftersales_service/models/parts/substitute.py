from odoo import api, fields, models
from odoo.tools import float_compare

from ...exceptions import PartRefused, ProofMissing


class Substitute(models.Model):
    """Which part may stand in for which (替代件)."""

    _name = "aftersales.part.substitute"
    _description = "Substitute Part"
    _inherit = ["document.shared.mixin"]
    _order = "product_id, sequence, id"
    _rec_name = "substitute_id"
    _check_company_auto = True

    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        index=True,
        check_company=True,
        domain=[("aftersales_is_part", "=", True)],
        ondelete="cascade",
    )
    substitute_id = fields.Many2one(
        "product.product",
        "Replaced by Part",
        required=True,
        index=True,
        check_company=True,
        domain=[("aftersales_is_part", "=", True)],
        ondelete="cascade",
    )
    both_ways = fields.Boolean(help="Either may replace the other.")
    sequence = fields.Integer(default=10)
    note = fields.Char("Remark")
    company_id = fields.Many2one("res.company", index="btree_not_null")

    _not_itself = models.Constraint(
        "CHECK (product_id <> substitute_id)",
        "A part cannot be a substitute for itself.",
    )
    _pair_unique = models.UniqueIndex(
        "(product_id, substitute_id)", "This substitute is already listed."
    )

    @api.model
    def _find(self, products, company):
        """{part: substitutes} for each of ``products``, the preferred first."""
        domain = [
            ("company_id", "in", (False, company.id)),
            "|",
            ("product_id", "in", products.ids),
            "&",
            ("both_ways", "=", True),
            ("substitute_id", "in", products.ids),
        ]
        found = dict.fromkeys(products, self.env["product.product"])
        for pair in self.search(domain):
            if pair.product_id in found:
                found[pair.product_id] |= pair.substitute_id
            if pair.both_ways and pair.substitute_id in found:
                found[pair.substitute_id] |= pair.product_id
        return found


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    waits = fields.Boolean(
        "Waits for Approval",
        readonly=True,
        copy=False,
        help="A substitute at another price that nobody agreed to yet.",
    )
    replaces_id = fields.Many2one(
        "aftersales.requisition.line",
        "Instead Of",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    replaced_quantity = fields.Float(
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="How many of the other part this line stands in for.",
    )

    def _substitute(self, product, quantity, reason=None):
        """Ask for ``product`` instead of ``quantity`` of this line.

        A substitute at the same list price is taken at once; at another price the role
        of the limits agrees first.

        :return: the line of the substitute
        :raises PartRefused: unless ``product`` is listed and so much is still to issue
        """
        self.ensure_one()
        self._check_substitute(product, quantity)
        requisition = self.requisition_id
        wanted = self._get_substitute_quantities(product, quantity)[product]
        dearer = self._is_dearer(product, wanted, quantity)
        # sudo: lines of a submitted requisition stand; this one is added by the store
        line = (
            self.sudo()
            ._in_flow()
            .create(self._prepare_substitute(product, wanted, quantity, dearer))
        )
        if not dearer:
            requisition._accept_substitutes(line)
        else:
            amount = wanted * product.lst_price
            roles = requisition._get_approving_roles("part_substitute", amount)
            reason = reason or self.env._(
                "%(new)s instead of %(old)s",
                new=product.display_name,
                old=self.product_id.display_name,
            )
            requisition._request_approval("part_substitute", roles, reason, amount)
        return line

    def _check_substitute(self, product, quantity):
        substitutes = self.env["aftersales.part.substitute"]
        listed = substitutes._find(self.product_id, self.company_id)[self.product_id]
        if product not in listed:
            raise PartRefused(
                self.env._(
                    "%(new)s is not listed as a substitute for %(old)s. A service director can list it under Configuration ▸ Substitute Parts.",
                    new=product.display_name,
                    old=self.product_id.display_name,
                )
            )
        if (
            quantity <= 0
            or self.uom_id.compare(quantity, self._get_open_quantity()) > 0
        ):
            raise ProofMissing(
                self.env._(
                    "%(part)s: %(open)g are still to be issued, so no more can be replaced.",
                    part=self.product_id.display_name,
                    open=self._get_open_quantity(),
                )
            )

    def _get_substitute_quantities(self, products, quantity):
        """Hook: {product: how many of it stand in for ``quantity`` of this part}."""
        return dict.fromkeys(products, quantity)

    def _is_dearer(self, product, wanted, quantity):
        """Whether ``wanted`` of ``product`` have another price than ``quantity`` of this."""
        price = self.env["decimal.precision"].precision_get("Product Price")
        other, own = wanted * product.lst_price, quantity * self.product_id.lst_price
        return bool(float_compare(other, own, precision_digits=price))

    def _prepare_substitute(self, product, wanted, quantity, waits):
        return {
            "requisition_id": self.requisition_id.id,
            "sequence": self.sequence,
            "product_id": product.id,
            "quantity": wanted,
            "replaced_quantity": quantity,
            "replaces_id": self.id,
            "waits": waits,
        }

    def _get_open_moves(self):
        """Moves of the line that wait to be issued."""
        # sudo: as in `_compute_quantities`
        return self.sudo().move_ids.filtered(
            lambda m: m.aftersales_step == "issue" and m.state not in ("done", "cancel")
        )

    def _get_open_quantity(self):
        return sum(self._get_open_moves().mapped("product_uom_qty"))

    def _withdraw(self, quantity):
        """Ask ``quantity`` less of the stock."""
        for move in self._get_open_moves():
            taken = min(quantity, move.product_uom_qty)
            quantity -= taken
            if self.uom_id.compare(taken, move.product_uom_qty) == 0:
                move._action_cancel()
            elif taken:
                move._do_unreserve()
                move.product_uom_qty -= taken
                move._action_assign()
        self._on_withdrawn()

    def _on_withdrawn(self):
        """Hook: fees estimate what is still asked."""


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _accept_substitutes(self, lines=None):
        """The substitutes are asked of the stock, the replaced quantity no longer is."""
        lines = lines or self.line_ids.filtered("waits")
        for line in lines:
            # Lines from before have no such quantity: it was the same.
            line.replaces_id._withdraw(line.replaced_quantity or line.quantity)
        lines._in_flow().waits = False
        self.sudo()._ask_stock(lines)  # sudo: as `_create_issue_picking`
        self._on_lines_added(lines)

    def _on_lines_added(self, lines):
        """Hook: fees estimate parts that came later."""
