from odoo import api, models

from ...exceptions import GroupRefused, MoveRefused
from ...groups import AUDITOR, FINANCE, MANAGER
from .propose import STATEMENT_LINE

_MOST = 500  # lines of one page


class MatchingDesk(models.AbstractModel):
    """What the matching screen asks the server: lines of statements beside what they may
    be; see `static/src/matching`.

    Finance does everything here for the current company; director and auditor look. Every
    page costs a fixed number of queries.
    """

    _name = "aftersales.matching.desk"
    _description = "Matching of Bank Lines"
    _inherit = ["document.window.mixin"]

    # --- who

    @api.model
    def _require_finance(self):
        self.env["aftersales.bank.proposal"]._require_group(FINANCE)

    @api.model
    def _require_reader(self):
        groups = (FINANCE, MANAGER, AUDITOR)
        if not any(self.env.user.has_group(group) for group in groups):
            self._require_finance()

    @api.model
    def _get_lines(self, line_ids):
        """Lines of the current company by ID.

        :raises GroupRefused: for those of others
        """
        ids = [int(one) for one in line_ids]
        # sudo: accountants of any right on core's lines work here
        lines = self.env[STATEMENT_LINE].sudo()
        found = lines.search(
            [("id", "in", ids), ("company_id", "=", self.env.company.id)]
        )
        if len(found) < len(set(ids)):
            raise GroupRefused(
                self.env._(
                    "Some of these bank lines are not of %s.", self.env.company.name
                )
            )
        return lines.browse(dict.fromkeys(ids))

    @api.model
    def _get_proposals(self, line_ids, wanted=True):
        """Proposals of these lines; ``wanted``: each must have one."""
        lines = self._get_lines(line_ids)
        # sudo: as above
        rows = self.env["aftersales.bank.proposal"].sudo()
        found = rows.search([("statement_line_id", "in", lines.ids)])
        if wanted and len(found) < len(lines):
            missing = lines - found.statement_line_id
            raise MoveRefused(
                self.env._(
                    "For %s nothing is proposed any more. Choose by hand.",
                    missing[0].payment_ref or missing[0].display_name,
                )
            )
        return found.sorted(lambda p: lines.ids.index(p.statement_line_id.id))

    # --- looking

    @api.model
    def get_page(self, journal_id=None, state="open", offset=0, limit=80, text=""):
        """A page of lines, the oldest first, each with what it may be.

        :param text: an amount, or a part of what the line says
        """
        self._require_reader()
        company = self.env.company
        # sudo: whoever of ours looks here need not be an accountant of core
        lines = self.env[STATEMENT_LINE].sudo()
        domain = self._get_domain(company, journal_id, state)
        domain += self._get_text_domain((text or "").strip())
        found = lines.search_fetch(
            domain,
            [],
            offset=max(int(offset), 0),
            limit=min(max(int(limit), 1), _MOST),
            order="date, id",
        )
        rows = self.env["aftersales.bank.proposal"].sudo()  # sudo: as above
        sure = [("state", "=", "open"), ("sure", "=", True)]
        return {
            "lines": self._prepare_lines(found),
            "count": lines.search_count(domain),
            "sure_count": rows.search_count(
                [*sure, *self._in_journal(company, journal_id)]
            ),
            "currency": company.currency_id.name,
            "currency_id": company.currency_id.id,
            "tolerance": company.aftersales_match_tolerance,
            "may": self.env.user.has_group(FINANCE),
        }

    @api.model
    def _prepare_lines(self, lines):
        rows = self.env["aftersales.bank.proposal"].sudo()  # sudo: as in `get_page`
        proposals = rows.search([("statement_line_id", "in", lines.ids)])
        of_line = proposals.grouped("statement_line_id")
        closed = proposals.filtered(lambda p: p.state == "confirmed")._find_closed()
        return [
            self._prepare_line(line, of_line.get(line, rows))
            | {"closed": line in closed.statement_line_id}
            for line in lines
        ]

    @api.model
    def _in_journal(self, company, journal_id):
        domain = [("company_id", "=", company.id)]
        return [*domain, ("journal_id", "=", int(journal_id))] if journal_id else domain

    @api.model
    def _get_domain(self, company, journal_id, state):
        domain = [*self._in_journal(company, journal_id), ("state", "=", "posted")]
        # sudo: as in `get_page`
        rows = self.env["aftersales.bank.proposal"].sudo()
        if state == "open":
            put_off = rows._search(
                [("company_id", "=", company.id), ("state", "!=", "open")]
            )
            lines = self.env[STATEMENT_LINE]
            return [
                *domain,
                *lines._aftersales_get_waiting(company),
                ("id", "not in", put_off.subselect("statement_line_id")),
            ]
        held = rows._search([("company_id", "=", company.id), ("state", "=", state)])
        return [*domain, ("id", "in", held.subselect("statement_line_id"))]

    @api.model
    def _get_text_domain(self, text):
        if not text:
            return []
        try:
            amount = float(text.replace(",", ""))
        except ValueError:
            names = ("payer", "memo", "number", "trade")
            said = [(f"aftersales_{name}", "ilike", text) for name in names]
            said += [("partner_name", "ilike", text), ("payment_ref", "ilike", text)]
            return ["|"] * (len(said) - 1) + said
        # The sign is the bank's way to say out; a number may be one of a document.
        return [
            *("|", "|"),
            ("amount", "in", [amount, -amount]),
            ("aftersales_memo", "ilike", text),
            ("aftersales_number", "ilike", text),
        ]

    @api.model
    def _prepare_line(self, line, proposals):
        return {
            "id": line.id,
            "date": str(line.aftersales_day or line.date),
            "amount": line.amount,
            "currency_id": line.currency_id.id,
            "payer": line.aftersales_payer
            or line.partner_name
            or line.partner_id.name
            or "",
            "memo": line.aftersales_memo or line.payment_ref or "",
            "source": line.aftersales_source or "bank",
            "journal": line.journal_id.name,
            "number": line.aftersales_number or "",
            "fee": line.aftersales_fee,
            "state": proposals.state or "open",
            "proposals": [self._prepare_proposal(one) for one in proposals],
        }

    @api.model
    def _prepare_proposal(self, proposal):
        return {
            "id": proposal.id,
            "sure": proposal.sure,
            "reason": proposal.reason,
            "by_hand": proposal.by_hand,
            "account": self._prepare_account(proposal.account_id),
            "rest_partner": proposal.partner_id.id,
            "rest_partner_name": proposal.partner_id.display_name or "",
            "fee": proposal.fee,
            "written_off": proposal.fen_off,
            "rest": proposal.rest,
            "items": [
                {
                    "name": row.name or "",
                    "partner": row.partner or "",
                    "amount": row.amount,
                    "open": row.open_amount,
                    "model": row.res_model,
                    "id": row.res_id,
                }
                for row in proposal.line_ids
            ],
        }
