from odoo import Command, api, fields, models

from ...exceptions import ProofMissing


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_freight_product_id = fields.Many2one(
        "product.product",
        "Freight Fee Product",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "=", "service")],
        help="Its expense account is relieved when a salesperson bears the freight.",
    )
    aftersales_staff_account_id = fields.Many2one(
        "account.account",
        "Receivables from Employees",
        check_company=True,
        index="btree_not_null",
        domain=[("account_type", "in", ("asset_receivable", "asset_current"))],
        help="What employees owe us, as the freight of a wrong return.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_freight_product_id = fields.Many2one(
        related="company_id.aftersales_freight_product_id", readonly=False
    )
    aftersales_staff_account_id = fields.Many2one(
        related="company_id.aftersales_staff_account_id", readonly=False
    )


class FeeShare(models.Model):
    """A salesperson as payer: his share is a posted receivable, not a quotation."""

    _inherit = "aftersales.fee.share"

    payer = fields.Selection(
        selection_add=[("salesperson", "Salesperson")],
        ondelete={"salesperson": "cascade"},
    )
    _flow_fields = frozenset({"receivable_move_id"})
    _charged_fields = frozenset({"receivable_move_id"})

    receivable_move_id = fields.Many2one(
        "account.move",
        "Receivable Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )

    @api.depends(
        "receivable_move_id.state", "receivable_move_id.line_ids.amount_residual"
    )
    def _compute_progress(self):
        """Owed until the entry is matched (extends the progress by quotation)."""
        result = super()._compute_progress()
        for share in self.filtered("receivable_move_id"):
            # sudo: technicians and dispatchers see how far it is, not the books
            move = share.sudo().receivable_move_id
            if move.state == "posted":
                owed = move.line_ids.filtered("partner_id")
                settled = owed.account_id.reconcile and not any(
                    owed.mapped("amount_residual")
                )
                share.progress = "paid" if settled else "invoiced"
        return result

    def _get_followed(self):
        """Owed by an entry instead of an invoice (extends)."""
        followed = super()._get_followed()
        if self.receivable_move_id.state == "posted":
            followed["invoiced"] = self._get_worth()
        return followed

    def _get_charging_move(self):
        """A posted receivable stands like an invoice (extends)."""
        move = self.sudo().receivable_move_id  # sudo: as in `fee_stand`
        posted = move.filtered(lambda m: m.state == "posted")
        return posted or super()._get_charging_move()

    def action_open_document(self):
        """The entry, where there is one (extends the quotation and invoice)."""
        self.ensure_one()
        move = self.receivable_move_id
        return move.get_formview_action() if move else super().action_open_document()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _aftersales_follow(self, again):
        """A receivable that was taken back, or comes again (extends); entries that are
        posted for the first time are no receivables of ours yet."""
        result = super()._aftersales_follow(again)
        if entries := again.filtered(lambda m: m.move_type == "entry"):
            # sudo: accountants need not read fees
            shares = self.env["aftersales.fee.share"].sudo()
            for share in shares.search([("receivable_move_id", "in", entries.ids)]):
                share._follow(share.receivable_move_id)
        return result


class ReturnOrder(models.Model):
    """运费由业务员承担 (R-25): what was agreed becomes a receivable on the salesperson
    that finance matches with his payment or his salary, and a fee of the job."""

    _inherit = "aftersales.return"

    freight_move_id = fields.Many2one(
        "account.move",
        "Receivable of the Freight",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )

    def _check_freight(self):
        """What the books need is there before anybody is asked (extends the check).

        :raises ProofMissing: naming the setting that is missing
        """
        result = super()._check_freight()
        self._get_freight_accounts()
        return result

    def _get_freight_accounts(self):
        """(account of what employees owe, account that carried the freight)."""
        # sudo: the desk asks, it has no accounting rights
        company = self.company_id.sudo()
        product = company.aftersales_freight_product_id.with_company(company)
        expense = product._get_product_accounts()["expense"] if product else None
        staff = company.aftersales_staff_account_id
        if not (staff and expense):
            raise ProofMissing(
                self.env._(
                    "Freight cannot be charged yet. Ask the accountant to choose “Freight Fee Product” (with its expense account) and “Receivables from Employees” in the settings of After-Sales."
                )
            )
        return staff, expense

    def _charge_freight(self, amount):
        result = super()._charge_freight(amount)
        # sudo: the director agreed; what follows is booked whatever his rights are
        for record in self.sudo():
            move = self.env["account.move"].sudo().create(record._prepare_owed(amount))
            move.action_post()
            record._in_flow().freight_move_id = move
            if record.order_id:
                record._create_freight_fee(amount, move)
        return result

    def _prepare_owed(self, amount):
        staff, expense = self._get_freight_accounts()
        partner = self.salesperson_id.partner_id
        name = self.env._("Freight of the wrong return %s", self.name)
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "ref": name,
            "line_ids": [
                Command.create(
                    {
                        "name": name,
                        "account_id": staff.id,
                        "partner_id": partner.id,
                        "debit": amount,
                    }
                ),
                Command.create(
                    {"name": name, "account_id": expense.id, "credit": amount}
                ),
            ],
        }

    def _create_freight_fee(self, amount, move):
        share = self.order_id._prepare_share("salesperson", 100.0) | {
            "partner_id": self.salesperson_id.partner_id.id,
        }
        fees = self.env["aftersales.fee"]._in_flow()
        fee = fees.create(
            {
                "name": move.ref,
                "is_agreed": True,
                "order_id": self.order_id.id,
                "kind": "freight",
                "product_id": self.company_id.aftersales_freight_product_id.id,
                "quantity": 1,
                "price_unit": self.order_id._get_fee_price(amount),
                "share_ids": [Command.create(share)],
            }
        )
        fee.share_ids._in_flow().receivable_move_id = move
        return fee
