from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import GroupRefused, ProofMissing
from .selections import CODES, OWED_BECOMES, OWED_WAYS, SIGNED


class SettlementPolicy(models.Model):
    """Agreements with those whom we owe stand beside those with whom we claim."""

    _inherit = "aftersales.settlement.policy"

    @api.model
    def _get_payers(self):
        """Contractors and our own technicians, too (extends)."""
        payer = self.env["aftersales.owed.work"]._fields["payer"]
        return super()._get_payers() + payer._description_selection(self.env)

    @api.model
    def _find_owed_terms(self, asked):
        """{person asked for: the most special terms of that day}; one search for all.

        :param asked: [:class:`visit.Asked`]
        """
        empty = self.env[self._version_model]
        if not asked:
            return {}
        companies = self.env["res.company"].union(*(a.visit.company_id for a in asked))
        days = [each.day for each in asked]
        ranked = self._search_versions(companies, min(days), max(days)).filtered(
            lambda version: version.policy_id.payer in CODES
        )
        return {
            each: next(
                (
                    v
                    for v in ranked
                    if v._applies(self._get_work_levels(each), each.day)
                ),
                empty,
            )
            for each in asked
        }

    @api.model
    def _get_work_levels(self, asked):
        """How far the work of a person reaches: the device of the job, and himself."""
        job = asked.visit.order_id
        return {
            "company_id": asked.visit.company_id,
            "payer": asked.payer,
            "partner_id": asked.partner,
            "lot_id": job.device_id.lot_id,
            "product_tmpl_id": job.product_id.product_tmpl_id,
            "categ_id": job.product_id.categ_id,
        }


class SettlementTerm(models.Model):
    """What is paid for a visit, and what is withheld of it."""

    _inherit = "aftersales.settlement.term"

    rate_ids = fields.One2many(
        "aftersales.owed.rate", "version_id", "Rates Paid", copy=True
    )
    waits_for_parts = fields.Boolean(
        "Old Parts First",
        help="A visit is paid when its old parts are back.",
    )
    withheld_percent = fields.Float(
        "Withheld %",
        digits=(5, 2),
        help="Tax that we withhold from an individual and pay for him, of the sum of a statement.",
    )
    withheld_free = fields.Monetary(
        "Free of It", help="So much of a statement is free of what is withheld."
    )
    withheld_account_id = fields.Many2one(
        "account.account",
        "Withheld on Account",
        index="btree_not_null",
        check_company=True,
    )
    withheld_note = fields.Char(
        "Note on the Bill",
        help="E.g. who has the invoice issued for an individual (代开发票), and what must stand on it.",
    )
    owed_account_id = fields.Many2one(
        "account.account",
        "Owed on Account",
        index="btree_not_null",
        check_company=True,
        help="Credited by a payroll entry, e.g. wages payable.",
    )

    _withheld_range = models.Constraint(
        "CHECK (withheld_percent >= 0 AND withheld_percent <= 100 AND withheld_free >= 0)",
        "Between 0 and 100 percent are withheld.",
    )

    def _get_text_fields(self):
        return super()._get_text_fields() | {
            "rate_ids",
            "waits_for_parts",
            "withheld_percent",
            "withheld_free",
            "withheld_account_id",
            "withheld_note",
            "owed_account_id",
        }

    def _check_approver(self):
        """Nobody approves what he is paid himself (extends)."""
        result = super()._check_approver()
        self._check_not_own()
        return result

    def _check_not_own(self):
        """:raises GroupRefused: when these rates pay the user himself"""
        if self.env.su:
            return
        user = self.env.user
        own = self.filtered(lambda term: term.payer == "employee")
        # sudo: whether the user is one of the technicians
        mine = self.env["aftersales.technician"].sudo()._get_of_users(user)
        for term in own:
            partner = term.policy_id.partner_id
            technician = mine.get((term.company_id, user))
            if technician and partner in (
                self.env["res.partner"],
                technician._get_own_partner(),
            ):
                raise GroupRefused(
                    self.env._(
                        "“%s” says what you are paid yourself. Somebody else writes and approves it.",
                        term.name,
                    )
                )

    def action_approve(self):
        """What waited for an agreement is counted; of work that nobody counted yet, as
        that by piece, the running month (extends)."""
        result = super().action_approve()
        for term in self.filtered(lambda term: term.payer in CODES):
            # sudo: the general manager need not see each visit
            term.sudo()._get_waiting_visits()._reckon_work()
        return result

    def _get_waiting_visits(self):
        company, works = self.company_id, self.env["aftersales.owed.work"]
        month = company._aftersales_today().replace(day=1)
        waiting = works.search(
            [
                ("company_id", "=", company.id),
                ("payer", "=", self.payer),
                ("day", ">=", self.valid_from),
                ("line_ids", "=", False),
            ]
        )
        return waiting.visit_id | self.env["aftersales.visit"].search(
            [
                ("company_id", "=", company.id),
                ("state", "in", SIGNED),
                ("ended_at", ">=", max(self.valid_from, month)),
            ]
        )

    def _check_complete(self):
        """Each rate finds where it is booked (extends)."""
        result = super()._check_complete()
        for term in self:
            owed = term.payer in CODES
            if any((line.becomes in OWED_WAYS) != owed for line in term.line_ids):
                raise ProofMissing(
                    self.env._(
                        "“%s”: what we owe becomes a bill, a payroll entry or a workbook; what others owe us becomes something else.",
                        term.name,
                    )
                )
            if owed:
                term._check_rates()
        return result

    def _check_rates(self):
        seen = set()
        for rate in self.rate_ids:
            if not self._get_line(rate.kind):
                raise ProofMissing(
                    self.env._(
                        "“%(rate)s”: say under “Costs” what this kind of cost becomes.",
                        rate=rate.display_name,
                    )
                )
            if rate._get_place() in seen:
                raise ProofMissing(
                    self.env._(
                        "“%s” would be paid twice. Give one of the two a product category or a kind of visit of its own.",
                        rate.display_name,
                    )
                )
            seen.add(rate._get_place())
        if not self.rate_ids:
            raise ProofMissing(self.env._("“%s” has no rates yet.", self.name))
        if self.withheld_percent and not self.withheld_account_id:
            raise ProofMissing(
                self.env._("Choose the account on which the tax is withheld.")
            )
        if "accrual" in self.line_ids.mapped("becomes") and not self.owed_account_id:
            raise ProofMissing(self.env._("Choose the account on which it is owed."))


class SettlementTermLine(models.Model):
    _inherit = "aftersales.settlement.term.line"

    becomes = fields.Selection(
        selection_add=OWED_BECOMES, ondelete=dict.fromkeys(OWED_WAYS, "cascade")
    )

    @api.constrains("becomes", "percent", "basis")
    def _check_whole(self):
        """What we owe is said by rates, whole."""
        for line in self.filtered(lambda ln: ln.becomes in OWED_WAYS):
            if line.basis != "percent" or line.percent != 100:
                raise ValidationError(
                    self.env._("What we owe is said by the rates; leave 100 percent.")
                )

    def _is_bought(self):
        return super()._is_bought() or self.becomes == "bill"

    def _get_taxes(self, partner):
        """Wages have none (extends)."""
        if self.becomes in ("accrual", "payroll"):
            return self.env["account.tax"]
        return super()._get_taxes(partner)
