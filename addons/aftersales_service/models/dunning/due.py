from collections import defaultdict, namedtuple

from odoo import api, models
from odoo.fields import Domain

from ...groups import FINANCE

# What of an invoice is due: with tax, less credits, in its own currency; since when.
Due = namedtuple("Due", "amount credit since")


class Dunning(models.Model):
    _inherit = "aftersales.dunning"

    @api.model
    def _get_open_domain(self):
        return Domain("account_id.account_type", "=", "asset_receivable") & Domain(
            "parent_state", "=", "posted"
        )

    @api.model
    def _find_due(self, company, partners):
        """{invoice: :class:`Due`} of invoices of ours that are overdue; one search.

        What nobody assigned yet (payments, credit notes) pays the oldest first, whichever
        person of a firm it came from.
        """
        # sudo: receivables of the company, for whoever may remind
        items = self.env["account.move.line"].sudo()
        items = items.search(
            self._get_open_domain()
            & Domain("company_id", "=", company.id)
            & Domain("partner_id.commercial_partner_id", "in", partners.ids)
            & Domain("amount_residual", "!=", 0),
            order="date_maturity, id",
        )
        found = {}
        for mine in items.grouped(
            lambda item: (item.partner_id.commercial_partner_id, item.currency_id)
        ).values():
            found |= self._share_credits(mine, company._aftersales_today())
        return found

    @api.model
    def _share_credits(self, items, today):
        credit = -sum(
            item.amount_residual_currency for item in items if item.amount_residual < 0
        )
        asked, taken, since = defaultdict(float), defaultdict(float), {}
        # Over all of them, not over a part: what is read of one invoice is read of all.
        for item in items:
            if item.amount_residual < 0:
                continue
            paid = min(credit, item.amount_residual_currency)
            credit -= paid
            move = item.move_id
            if (item.date_maturity or item.date) < today and move._aftersales_is_ours():
                asked[move] += item.amount_residual_currency - paid
                taken[move] += paid
                since.setdefault(move, item.date_maturity or item.date)
        return {
            move.sudo(self.env.su): Due(
                move.currency_id.round(amount),
                move.currency_id.round(taken[move]),
                since[move],
            )
            for move, amount in asked.items()
            if move.currency_id.compare_amounts(amount, 0.0) > 0
        }

    # --- proposed by a job

    @api.model
    def _cron_propose(self):
        """Every morning: what was paid lapses, promises that were broken come back, and who
        is overdue is proposed."""
        cron = self.env["ir.cron"]
        job = "aftersales_service.cron_dunning"
        waiting = [("state", "in", ("draft", "postponed"))]
        cron._work_off(job, self, waiting, lambda found: found._look_again())
        overdue = self.env["account.move.line"]._read_group(
            self._get_open_domain()
            & Domain("amount_residual", ">", 0)
            & Domain("move_id.move_type", "=", "out_invoice"),
            ["partner_id"],
        )
        partners = self.env["res.partner"].with_context(active_test=False)
        ids = [partner.id for (partner,) in overdue if partner]
        cron._work_off(job, partners, [("id", "in", ids)], self._propose)

    def _look_again(self):
        self._refresh()
        broken = self.filtered(
            lambda d: d.state == "postponed"
            and (d.promised_until or d.date) < d.company_id._aftersales_today()
        )
        broken._move_to("draft")

    @api.model
    def _propose(self, partners):
        """Drafts for what these partners owe each company."""
        companies = self.env["account.move.line"]._read_group(
            self._get_open_domain()
            & Domain("partner_id", "in", partners.ids)
            & Domain("amount_residual", ">", 0),
            ["company_id"],
        )
        for (company,) in companies:
            self._propose_of(company, partners)

    @api.model
    def _propose_of(self, company, partners):
        due = self._find_due(company, partners)
        moves = self.env["account.move"].union(*due)
        moves -= moves._aftersales_get_undunnable()
        levels = self._get_reached(company, moves, due)
        drafts = self._find_drafts(company, partners)
        rows = []
        for key, mine in (
            moves.filtered(levels.get)
            .grouped(lambda m: (m.commercial_partner_id, m.currency_id, levels[m]))
            .items()
        ):
            draft = drafts.get(key) or self._make_draft(company, *key)
            rows += [
                {"dunning_id": draft.id, "move_id": move.id, "move_name": move.name}
                | due[move]._asdict()
                for move in mine
            ]
        self.env["aftersales.dunning.line"]._in_flow().create(rows)

    @api.model
    def _get_reached(self, company, moves, due):
        """{invoice: the level that it has reached now}; what is waiting has none."""
        today = company._aftersales_today()
        levels = self.env["aftersales.dunning.level"]._get_of(company)
        lines = self.env["aftersales.dunning.line"].search(
            [("move_id", "in", moves.ids), ("is_standing", "=", True)]
        )
        told = lines.grouped("move_id")
        reached = {}
        for move in moves:
            mine = told.get(move, lines.browse())
            if any(line.state in ("draft", "postponed") for line in mine):
                continue
            days = [
                company._aftersales_day(d.sent_at) for d in mine.dunning_id if d.sent_at
            ]
            late = (today - due[move].since).days
            level = levels._get_next(
                mine.level_id, late, max(days, default=None), today
            )
            if level:
                reached[move] = level
        return reached

    @api.model
    def _find_drafts(self, company, partners):
        """{(partner, currency, level): the letter that waits to be sent}"""
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", partners.ids),
                ("state", "=", "draft"),
            ],
            order="id desc",
        )
        return {(d.partner_id, d.currency_id, d.level_id): d for d in found}

    @api.model
    def _make_draft(self, company, partner, currency, level):
        # A job has no language of its own; what it writes is read in the company.
        spoken = self.with_context(lang=company.partner_id.lang)
        draft = spoken._in_flow().create(
            {
                "company_id": company.id,
                "partner_id": partner.id,
                "currency_id": currency.id,
                "level_id": level.id,
                "date": company._aftersales_today(),
            }
        )
        return draft.with_env(self.env)

    @api.model
    def action_propose(self):
        """The same now, without waiting for the night, and the list of what came of it."""
        self._require_group(FINANCE)
        self.check_access("write")
        # sudo: reminders are born by this action only
        self.sudo()._propose_now(self.env.companies)
        return self.env["ir.actions.actions"]._for_xml_id(
            "aftersales_service.aftersales_dunning_action"
        )

    @api.model
    def _propose_now(self, companies):
        for company in companies:
            overdue = self.env["account.move.line"]._read_group(
                self._get_open_domain()
                & Domain("company_id", "=", company.id)
                & Domain("amount_residual", ">", 0),
                ["partner_id"],
            )
            partners = self.env["res.partner"].union(*(p for (p,) in overdue))
            self._propose_of(company, partners)
