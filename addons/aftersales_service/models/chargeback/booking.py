from odoo import Command, api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import AUDITOR, DISPATCHER, FINANCE, MANAGER, any_of

_PEOPLE = any_of(DISPATCHER, FINANCE, MANAGER, AUDITOR)
OPEN_TYPES = ("asset_receivable", "liability_payable")


class Chargeback(models.Model):
    """What we accept becomes a credit note, a vendor bill or an entry, as was agreed."""

    _inherit = "aftersales.chargeback"

    move_ids = fields.One2many(
        "account.move", "aftersales_chargeback_id", "Documents", readonly=True
    )
    residual = fields.Monetary(
        "Still Unsettled", compute="_compute_payment", store=True
    )
    is_paid = fields.Boolean("All Settled", compute="_compute_payment", store=True)
    to_book_net = fields.Monetary("To Book", compute="_compute_to_book")

    @api.depends(
        "state",
        "move_ids.state",
        "move_ids.reversal_move_ids.state",
        "move_ids.line_ids.amount_residual_currency",
    )
    def _compute_payment(self):
        for record in self:
            # sudo: who examines claims need not read the books
            items = record.sudo()._get_live_moves().line_ids
            owed = items.filtered(lambda i: i.account_id.account_type in OPEN_TYPES)
            record.residual = sum(abs(item.amount_residual_currency) for item in owed)
            record.is_paid = bool(owed) and not record.residual

    def _get_live_moves(self):
        return self.move_ids.filtered(lambda m: m._aftersales_get_live_part() > 0)

    @api.depends(
        "line_ids.accepted_net",
        "line_ids.state",
        "line_ids.booked_net",
        "line_ids.later_net",
        "move_ids.state",
        "move_ids.reversal_move_ids.state",
    )
    def _compute_to_book(self):
        for record in self:
            record.to_book_net = sum(record._get_unbooked().values())

    def _get_unbooked(self):
        """{claim: what of it is accepted, contested no more, and on no document}"""
        left = {
            line: line.currency_id.round(line.accepted_net - line._get_booked())
            for line in self.line_ids
            if line.state != "contested"
        }
        return {line: net for line, net in left.items() if net > 0}

    def action_settle(self):
        """入账: a document over what we accept; a later ruling gets one of its own.

        :raises MoveRefused: where nothing is left to book
        """
        self._require_group(FINANCE)
        self.check_access("read")
        self._take_agreement()
        for record in self:
            if record.state not in ("answered", "settled"):
                record._check_move("settled")
            left = record._get_unbooked()
            if left:
                record._book(left)
            elif record.state == "settled":
                raise MoveRefused(
                    self.env._("Nothing is left to book on %s.", record.name)
                )
            contested = record.line_ids.filtered(lambda ln: ln.state == "contested")
            if record.state == "answered" and not contested:
                # sudo: finance writes nothing else of a list
                record.sudo()._move_to("settled")

    def _book(self, left):
        agreed = self.agreement_id
        if not agreed:
            raise ProofMissing(
                self.env._(
                    "Nothing was agreed about claims of %s. Write an agreement on chargebacks.",
                    self.partner_id.display_name,
                )
            )
        net = self.currency_id.round(sum(left.values()))
        prepare = getattr(self, f"_prepare_{agreed.becomes}")
        move = self.env["account.move"].create(
            self._prepare_document() | prepare(agreed, net, len(left))
        )
        item = self._get_charged_item(move)
        for line, amount in left.items():
            line._note_booked(item, amount)
        move.action_post()

    def _prepare_document(self):
        vals = {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "date": self.company_id._aftersales_today(),
            "ref": " ".join(filter(None, (self.name, self.reference))),
            "aftersales_chargeback_id": self.id,
        }
        journal = self.agreement_id.journal_id
        return vals | ({"journal_id": journal.id} if journal else {})

    def _prepare_credit_note(self, agreed, net, count):
        return self._prepare_invoice("out_refund", agreed, net, count)

    def _prepare_bill(self, agreed, net, count):
        return self._prepare_invoice("in_invoice", agreed, net, count)

    def _prepare_invoice(self, move_type, agreed, net, count):
        taxes = agreed._get_taxes(self.partner_id)
        line = {
            "name": self._get_line_words(count),
            "product_id": agreed.product_id.id,
            "quantity": 1,
            "price_unit": taxes._aftersales_get_price(net, self.currency_id),
            "tax_ids": [Command.set(taxes.ids)],
            "account_id": self._get_charged_account(agreed).id,
        }
        return {
            "move_type": move_type,
            "invoice_date": self.company_id._aftersales_today(),
            "invoice_line_ids": [Command.create(line)],
        }

    def _prepare_entry(self, agreed, net, count):
        """An entry without tax: the account that was agreed bears it, we owe it to him."""
        company = self.company_id
        partner = self.partner_id.with_company(company)
        balance = self._get_in_books(net)
        common = {"partner_id": partner.id, "currency_id": self.currency_id.id}
        rows = (
            (self._get_charged_account(agreed), 1),
            (partner.property_account_payable_id, -1),
        )
        return {
            "move_type": "entry",
            "line_ids": [
                Command.create(
                    common
                    | {
                        "name": self._get_line_words(count),
                        "account_id": account.id,
                        "amount_currency": sign * net,
                        "balance": sign * balance,
                    }
                )
                for account, sign in rows
            ],
        }

    def _get_charged_account(self, agreed):
        account = agreed._get_account()
        if account:
            return account
        raise ProofMissing(
            self.env._(
                "The agreement on chargebacks with “%s” names neither product nor account.",
                agreed.display_name,
            )
        )

    def _get_line_words(self, count):
        return self.env._("%(list)s: %(count)s cases", list=self.name, count=count)

    def _get_charged_item(self, move):
        if move.is_invoice():
            return move.invoice_line_ids
        return move.line_ids.filtered(
            lambda i: i.account_id.account_type not in OPEN_TYPES
        )[:1]

    def action_open_documents(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "account.action_move_journal_line"
        )
        return action | {
            "domain": [("aftersales_chargeback_id", "=", self.id)],
            "context": {},
        }


class ChargebackLine(models.Model):
    _inherit = "aftersales.chargeback.line"

    move_line_id = fields.Many2one(
        "account.move.line",
        "Journal Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    booked_net = fields.Monetary("Amount Booked", readonly=True, copy=False)
    later_move_line_id = fields.Many2one(
        "account.move.line",
        "Journal Item of the Ruling",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="What was ruled after our answer was booked.",
    )
    later_net = fields.Monetary("Booked by the Ruling", readonly=True, copy=False)

    def _get_booked(self):
        """What documents stand over now; a reversed one stands over nothing."""
        # sudo: whether a document stands, not what is in it
        line = self.sudo()
        told = (
            (line.move_line_id, line.booked_net),
            (line.later_move_line_id, line.later_net),
        )
        return sum(net for item, net in told if item._aftersales_is_live())

    def _note_booked(self, item, net):
        # sudo: finance writes nothing else of a claim
        line = self.sudo()
        names = ("move_line_id", "booked_net")
        if line.move_line_id._aftersales_is_live():
            names = ("later_move_line_id", "later_net")
        line._in_flow().write(dict(zip(names, (item.id, net), strict=True)))


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _aftersales_is_live(self):
        """Whether its document is posted and not reversed whole."""
        return self.move_id._aftersales_get_live_part() > 0 if self else False


class AccountMove(models.Model):
    _inherit = "account.move"

    aftersales_chargeback_id = fields.Many2one(
        "aftersales.chargeback",
        "Chargeback List",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=_PEOPLE,
    )
