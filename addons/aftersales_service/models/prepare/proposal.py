from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import ProofMissing
from ...groups import BACK_OFFICE, HOTLINE, any_of
from ...kernel.fit import WRONG
from ..decision.selections import PAYERS
from .readiness import OPEN

_UNDER_WAY = ("registered", "dispatched", "contacted", "on_site")


class ServiceOrder(models.Model):
    """What the fault needs is proposed with hours, price and payer, and taken over with one
    press: the fault tree says which parts, the machine which of them fit, the decision who
    pays (S-05)."""

    _inherit = "aftersales.order"

    parts_proposal = fields.Json(
        "Parts to Prepare",
        compute="_compute_parts_proposal",
        groups=any_of(HOTLINE, BACK_OFFICE),
    )

    @api.depends("fault_id", "device_id", "state", "requisition_ids.state")
    @api.depends_context("lang")
    def _compute_parts_proposal(self):
        for order in self:
            order.parts_proposal = order._origin._get_parts_proposal()

    def _get_parts_proposal(self):
        """What to ask for before somebody is sent.

        :return: {order_id, rows: [{product_id, name, quantity, remedy, hours, free, price,
            payer, fit, chosen}]}; False where nothing is known or all of it is asked for.
            ``price`` is what is charged for the row with its taxes. Of several remedies the
            first one is chosen; the others are offered.
        """
        if not self or self.state not in _UNDER_WAY:
            return False
        remedies = self._find_remedies()
        asked = self.requisition_ids.filtered(lambda r: r.state in OPEN)
        rows = self._gather_rows(remedies, asked.line_ids.product_id)
        if not rows:
            return False
        products = self.env["product.product"].union(*rows)
        free = self._get_free_quantities(products)
        return {
            "order_id": self.id,
            "rows": [
                row | self._prepare_parts_row(product, row["quantity"], free[product])
                for product, row in rows.items()
            ],
        }

    def _find_remedies(self):
        """Remedies below the cause that was found, else below what was reported."""
        found = self.visit_ids.found_fault_id or self.fault_id
        faults = self.env["aftersales.fault"]
        if not found:
            return faults
        below = Domain("id", "child_of", found.ids) & Domain("kind", "=", "action")
        return faults.search(below).filtered("part_ids")

    def _gather_rows(self, remedies, without):
        """{product: row}, each part once, as the machine of the job takes it."""
        rows = {}
        wanted = remedies.part_ids.filtered("product_id.aftersales_is_part")
        fits = wanted.product_id._aftersales_fits(self.device_id)
        for need in wanted.sorted(lambda p: (remedies.ids.index(p.fault_id.id), p.id)):
            fit = fits[need.product_id]
            taken = (fit.warns and fit.instead) or need.product_id
            count = fit.get_quantity(need.quantity)
            count = count if taken == fit.instead else need.quantity
            if taken in without:
                continue
            row = rows.setdefault(taken, self._prepare_need(need, fit, taken, remedies))
            row["quantity"] = max(row["quantity"], count)
        return rows

    def _prepare_need(self, need, fit, taken, remedies):
        unfit = fit.state == WRONG and taken == need.product_id
        return {
            "quantity": 0.0,
            "remedy": need.fault_id.name,
            "hours": need.fault_id.hours,
            "fit": fit.text if fit.warns else "",
            "chosen": not unfit and need.fault_id == remedies[:1],
        }

    def _prepare_parts_row(self, product, quantity, free):
        price = self._get_part_price(product, quantity)
        # sudo: the company's currency
        currency = self.company_id.sudo().currency_id
        return {
            "product_id": product.id,
            "name": product.display_name,
            "unit": product.uom_id.name,
            "free": max(free, 0.0),
            "price": currency.format(price) if price else "",
            "payer": self._get_payer_words(product),
        }

    def _get_free_quantities(self, products):
        """{product: what of it is free in the store that serves the job}"""
        requisitions = self.env["aftersales.requisition"]
        # sudo: what is there is told to whoever sends somebody
        order = self.sudo()
        warehouse = order.unit_id.warehouse_id
        warehouse = warehouse or requisitions._find_warehouse(order.company_id)
        here = products.sudo().with_context(location=warehouse.lot_stock_id.id)
        return {
            product: known.free_qty
            for product, known in zip(products, here, strict=True)
        }

    def _get_part_price(self, product, quantity):
        """Hook: what ``quantity`` of a part is charged with its taxes; rooms with prices
        know it."""
        return 0.0

    def _get_payer_words(self, product):
        # sudo: who pays is told to whoever prepares the parts
        decision = self.sudo().decision_id
        if not decision.facts:
            return ""
        labels = dict(decision.line_ids._description_of(PAYERS))
        shares = decision._answer("part", product.sudo()).shares
        return ", ".join(
            labels[payer] if percent == 100 else f"{labels[payer]} {percent:g}%"
            for payer, percent in shares
        )

    def action_prepare_parts(self, rows):
        """Ask for the parts that were chosen, before anybody is sent or for who goes.

        :param rows: [{"product_id", "quantity"}]
        :return: ``id`` of the requisition and ``parts``, the word about the job's parts
        :raises ProofMissing: when nothing was chosen
        """
        self.ensure_one()
        self.env["aftersales.visit"]._require_group(BACK_OFFICE)
        self.check_access("read")
        self._check_going()
        if not rows:
            raise ProofMissing(self.env._("Please choose the parts that are needed."))
        requisition = self.env["aftersales.requisition"].create(
            {
                "order_id": self.id,
                "line_ids": [
                    fields.Command.create(
                        {"product_id": row["product_id"], "quantity": row["quantity"]}
                    )
                    for row in rows
                ],
            }
        )
        requisition.action_submit()
        words = self._get_parts_words()
        return {"id": requisition.id, "parts": words.get(self.id, False)}
