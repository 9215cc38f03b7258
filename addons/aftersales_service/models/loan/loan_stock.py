from odoo import fields, models


class Loan(models.Model):
    """Where a loaner is: still ours and valued, in a place that nobody reserves from."""

    _inherit = "aftersales.loan"

    def _move_stock(self, back=False):
        """A loaner of ours stays in our stock value, at a place no sale reserves from."""
        # sudo: the counter lends without stock rights
        for loan in self.sudo().filtered("device_id.lot_id"):
            lent = loan.company_id._aftersales_get_loan_location()
            stock = loan._get_stock_location(lent, back)
            if not stock:
                continue  # never was in our stock: nothing to move
            source, destination = (lent, stock) if back else (stock, lent)
            move = (
                self.env["stock.move"]
                .sudo()
                .create(loan._prepare_move(source, destination))
            )
            move._action_confirm()
            move.picked = True
            move._action_done()

    def _get_stock_location(self, lent, back):
        """Where the loaner lies in our stock; coming back, where loaners are kept."""
        domain = [
            ("lot_id", "=", self.device_id.lot_id.id),
            ("quantity", ">", 0),
            ("location_id.usage", "=", "internal"),
            ("location_id.aftersales_outside_value", "=", False),
            ("location_id", "=" if back else "!=", lent.id),
        ]
        place = self.env["stock.quant"].search(domain, limit=1).location_id
        if not (back and place):
            return place
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_id.id)], limit=1
        )
        return warehouse.lot_stock_id

    def _prepare_move(self, source, destination):
        lot = self.device_id.lot_id
        places = {"location_id": source.id, "location_dest_id": destination.id}
        return places | {
            "product_id": lot.product_id.id,
            "product_uom": lot.product_id.uom_id.id,
            "product_uom_qty": 1,
            "company_id": self.company_id.id,
            "origin": self.name,
            "move_line_ids": [
                fields.Command.create(
                    places
                    | {
                        "product_id": lot.product_id.id,
                        "product_uom_id": lot.product_id.uom_id.id,
                        "lot_id": lot.id,
                        "quantity": 1,
                        "company_id": self.company_id.id,
                    }
                )
            ],
        }


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_loan_location_id = fields.Many2one(
        "stock.location",
        "Loaners at Customers",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )

    def _aftersales_get_loan_location(self):
        """Where loaners are while they are lent: ours and valued, but reserved for nobody."""
        self.ensure_one()
        if not self.aftersales_loan_location_id:
            company = self.with_context(lang=self.partner_id.lang)
            self.aftersales_loan_location_id = self.env["stock.location"].create(
                {
                    "name": company.env._("Loaners at Customers"),
                    "usage": "internal",
                    "company_id": self.id,
                    "location_id": self.aftersales_location_id.id,
                }
            )
        return self.aftersales_loan_location_id
