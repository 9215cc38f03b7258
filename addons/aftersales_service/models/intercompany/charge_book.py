from odoo import Command, models
from odoo.exceptions import UserError

from ...exceptions import ProofMissing


class CompanyCharge(models.Model):
    """The document of the receiving company: the same lines, the same amounts, its own
    accounts and taxes."""

    _inherit = "aftersales.company.charge"

    def _draft(self):
        """The draft of the receiving company, made with its own settings."""
        charge = self.with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids
        )
        rule = self.env["aftersales.company.rule"]._find(
            self.company_id, self.sender_id
        )
        vals = charge._prepare_bill(rule)
        move = charge.env["account.move"].create(vals)
        self._follow()
        return move

    def _book_by_rule(self):
        """What the receiving company has a rule for; trouble leaves the proposal as it is
        and never stops whoever charges."""
        rule = self.env["aftersales.company.rule"]._find(
            self.company_id, self.sender_id
        )
        if not rule._books(self._get_company_amount()):
            return
        try:
            with self.env.cr.savepoint():
                move = self._draft()
                if rule.booking == "post":
                    move.action_post()
        except UserError:
            # The reason is the receiver's own; his accountant reads it when he drafts it.
            self.invalidate_recordset()
            self.message_post(
                body=self.env._(
                    "%s could not be booked by the rule. Draft the document by hand.",
                    self.name,
                )
            )

    def _get_company_amount(self):
        company = self.company_id
        return self.currency_id._convert(
            abs(self.amount), company.currency_id, company, self.date
        )

    def _prepare_bill(self, rule):
        vals = {
            "move_type": self.kind,
            "company_id": self.company_id.id,
            "partner_id": self.sender_id.partner_id.id,
            "currency_id": self.currency_id.id,
            "ref": self.name,
            "aftersales_charge_id": self.id,
            "reversed_entry_id": self.origin_id._get_bill().id,
        }
        if rule.journal_id and rule.journal_id.type == self._get_journal_type():
            vals["journal_id"] = rule.journal_id.id
        if self.kind == "entry":
            return vals | self._prepare_entry(rule)
        return vals | {
            "invoice_date": self.date,
            "invoice_payment_term_id": False,
            "invoice_date_due": self.date_due or self.date,
            "invoice_line_ids": [
                Command.create(self._prepare_bill_line(line, rule))
                for line in self.line_ids
            ],
        }

    def _get_journal_type(self):
        if self.kind == "entry":
            return "general"
        return "purchase" if self._is_bought() else "sale"

    def _is_bought(self):
        return self.kind in ("in_invoice", "in_refund")

    # --- invoices

    def _prepare_bill_line(self, line, rule):
        tax = self._find_tax(line.tax_percent) if line.tax else None
        vals = {"name": line.name, "quantity": 1.0}
        if self._is_bought() and rule.account_id:
            vals["account_id"] = rule.account_id.id
        if not tax:  # no tax of ours takes it up, so it is cost
            gross = self.currency_id.round(line.net + line.tax)
            return vals | {"price_unit": gross, "tax_ids": [Command.clear()]}
        price = line.net + line.tax if tax.price_include else line.net
        return vals | {
            "price_unit": price,
            "tax_ids": [Command.set(tax.ids)],
            "extra_tax_data": self._prepare_fixed_tax(line, tax, price),
        }

    def _prepare_fixed_tax(self, line, tax, price):
        """Fixed as core fixes those of a down payment, so both sides agree to the cent
        however each of them rounds."""
        amounts = {
            "base_amount_currency": line.net,
            "tax_amount_currency": line.tax,
        }
        return {
            "currency_id": self.currency_id.id,
            "price_unit": price,
            "discount": 0.0,
            "quantity": 1.0,
            "manual_tax_amounts": {str(tax.id): amounts},
        }

    def _find_tax(self, percent):
        """Our tax of the same percent, one on top of prices first."""
        taxes = self.env["account.tax"]
        use = "purchase" if self._is_bought() else "sale"
        found = taxes.search(
            [
                *taxes._check_company_domain(self.company_id),
                ("type_tax_use", "=", use),
                ("amount_type", "=", "percent"),
                ("amount", "=", percent),
            ]
        )
        return found.sorted("price_include")[:1]

    # --- entries

    def _prepare_entry(self, rule):
        """Compensation: our cost, owed to the other company, without tax."""
        cost = rule.account_id or self.company_id.expense_account_id
        if not cost:
            raise ProofMissing(
                self.env._(
                    "%s: no account takes this cost. Name one in the rule for charges between companies.",
                    self.name,
                )
            )
        partner = self.sender_id.partner_id.with_company(self.company_id)
        rows = [self._prepare_item(cost, line.net, line.name) for line in self.line_ids]
        debt = self._prepare_item(
            partner.property_account_payable_id, -self.amount, self.name
        )
        debt["balance"] = -sum(row["balance"] for row in rows)
        return {
            "date": self.date,
            "line_ids": [Command.create(row) for row in (*rows, debt)],
        }

    def _prepare_item(self, account, amount, words):
        company = self.company_id
        amount = self.currency_id.round(amount)
        return {
            "name": words,
            "account_id": account.id,
            "partner_id": self.sender_id.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": amount,
            "balance": self.currency_id._convert(
                amount, company.currency_id, company, self.date
            ),
        }
