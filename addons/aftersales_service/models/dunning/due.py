from collections import defaultdict, namedtuple

from odoo import api, models
from odoo.fields import Domain

from ...groups import FINANCE
from ..settlement.selections import DONE

# What of an invoice is due: with tax, less credits, in its own currency; since when.
Due = namedtuple("Due", "amount credit since")


class AccountMove(models.Model):
    _inherit = "account.move"

    def _aftersales_get_jobs(self):
        return self.line_ids.sale_line_ids.order_id.aftersales_order_id

    def _aftersales_is_ours(self):
        """An invoice of jobs or of a settlement."""
        return self.move_type == "out_invoice" and bool(
            self.aftersales_settlement_id or self._aftersales_get_jobs()
        )

    def _aftersales_get_undunnable(self):
        """Of these, those that nobody may be reminded of now: complained about, disputed,
        or money for them is in somebody's hand."""
        # sudo: jobs, complaints and receipts, for a yes or no
        jobs = {move: move._aftersales_get_jobs() for move in self.sudo()}
        every = self.env["aftersales.order"].sudo().union(*jobs.values())
        bad = every._get_complained() | every._get_disputed()
        bad |= (every - bad).filtered(lambda job: job._get_on_the_way() > 0)
        return self.filtered(lambda move: jobs[move.sudo()] & bad)


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_complained(self):
        """Those that are a complaint themselves, or whose machine has one, still open."""
        if not self:
            return self
        about = Domain("id", "in", self.ids)
        if self.device_id:
            about |= Domain("device_id", "in", self.device_id.ids)
        complaints = self.search(
            Domain("order_kind", "=", "complaint")
            & Domain("state", "not in", (*DONE, "cancelled"))
            & about
        )
        return self.filtered(
            lambda job: job in complaints
            or any(
                job.device_id
                and other.device_id == job.device_id
                and other.partner_id.commercial_partner_id
                == job.partner_id.commercial_partner_id
                for other in complaints
            )
        )

    def _get_disputed(self):
        """Those of which a line of a monthly statement is disputed, and nobody talked
        about it yet."""
        found = self.env["aftersales.monthly.line"].search(
            [
                ("order_id", "in", self.ids),
                ("state", "=", "disputed"),
                ("is_resolved", "=", False),
            ]
        )
        return found.order_id


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

        What nobody assigned yet (payments, credit notes) pays the oldest first.
        """
        # sudo: receivables of the company, for whoever may remind
        items = self.env["account.move.line"].sudo()
        items = items.search(
            self._get_open_domain()
            & Domain("company_id", "=", company.id)
            & Domain("partner_id", "in", partners.ids)
            & Domain("amount_residual", "!=", 0),
            order="date_maturity, id",
        )
        found = {}
        for mine in items.grouped(lambda i: (i.partner_id, i.currency_id)).values():
            found |= self._share_credits(mine, company._aftersales_today())
        return found

    @api.model
    def _share_credits(self, items, today):
        credits = items.filtered(lambda item: item.amount_residual < 0)
        credit = -sum(credits.mapped("amount_residual_currency"))
        asked, taken, since = defaultdict(float), defaultdict(float), {}
        for item in items - credits:
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
        for (partner, currency, level), mine in (
            moves.filtered(levels.get)
            .grouped(lambda m: (m.commercial_partner_id, m.currency_id, levels[m]))
            .items()
        ):
            draft = self._get_draft(company, partner, currency, level)
            draft.line_ids._in_flow().create(
                [
                    {
                        "dunning_id": draft.id,
                        "move_id": move.id,
                        "move_name": move.name,
                    }
                    | due[move]._asdict()
                    for move in mine
                ]
            )

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
            sent = [d.sent_at.date() for d in mine.dunning_id if d.sent_at]
            late = (today - due[move].since).days
            level = levels._get_next(
                mine.level_id, late, max(sent, default=None), today
            )
            if level:
                reached[move] = level
        return reached

    @api.model
    def _get_draft(self, company, partner, currency, level):
        key = {
            "company_id": company.id,
            "partner_id": partner.id,
            "currency_id": currency.id,
            "level_id": level.id,
        }
        domain = Domain([(name, "=", value) for name, value in key.items()])
        found = self.search(domain & Domain("state", "=", "draft"), limit=1)
        today = company._aftersales_today()
        # A job has no language of its own; what it writes is read in the company.
        spoken = self.with_context(lang=company.partner_id.lang)
        draft = found or spoken._in_flow().create(key | {"date": today})
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
