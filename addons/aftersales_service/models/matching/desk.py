from odoo import api, models
from odoo.exceptions import UserError

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
    def load(self, journal_id=None, state="open", offset=0, limit=80):
        """A page of lines, the oldest first, each with what it may be."""
        self._require_reader()
        company = self.env.company
        # sudo: whoever of ours looks here need not be an accountant of core
        lines = self.env[STATEMENT_LINE].sudo()
        domain = self._get_domain(company, journal_id, state)
        found = lines.search_fetch(
            domain,
            [],
            offset=max(int(offset), 0),
            limit=min(max(int(limit), 1), _MOST),
            order="date, id",
        )
        rows = self.env["aftersales.bank.proposal"].sudo()
        proposals = rows.search([("statement_line_id", "in", found.ids)])
        of_line = proposals.grouped("statement_line_id")
        sure = [("state", "=", "open"), ("sure", "=", True)]
        return {
            "lines": [
                self._prepare_line(line, of_line.get(line, rows)) for line in found
            ],
            "count": lines.search_count(domain),
            "sure_count": rows.search_count(
                [*sure, *self._in_journal(company, journal_id)]
            ),
            "currency": company.currency_id.name,
            "currency_id": company.currency_id.id,
            "may": self.env.user.has_group(FINANCE),
        }

    @api.model
    def _in_journal(self, company, journal_id):
        domain = [("company_id", "=", company.id)]
        return [*domain, ("journal_id", "=", int(journal_id))] if journal_id else domain

    @api.model
    def _get_domain(self, company, journal_id, state):
        domain = [*self._in_journal(company, journal_id), ("state", "=", "posted")]
        # sudo: as in `load`
        rows = self.env["aftersales.bank.proposal"].sudo()
        if state == "open":
            put_off = rows._search(
                [("company_id", "=", company.id), ("state", "!=", "open")]
            )
            return [
                *domain,
                ("is_reconciled", "=", False),
                ("id", "not in", put_off.subselect("statement_line_id")),
            ]
        held = rows._search([("company_id", "=", company.id), ("state", "=", state)])
        return [*domain, ("id", "in", held.subselect("statement_line_id"))]

    @api.model
    def _prepare_line(self, line, proposals):
        return {
            "id": line.id,
            "date": str(line.aftersales_day or line.date),
            "amount": line.amount,
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

    # --- doing

    @api.model
    def propose(self, journal_id=None):
        """Propose for every line of the company: a payout is found by the lines of
        another journal."""
        self._require_finance()
        proposals = self.env["aftersales.bank.proposal"]
        proposals._propose(self.env.company)
        return self._count(journal_id)

    @api.model
    def _count(self, journal_id):
        # sudo: as in `load`
        rows = self.env["aftersales.bank.proposal"].sudo()
        domain = [
            *self._in_journal(self.env.company, journal_id),
            ("state", "=", "open"),
        ]
        return {
            "count": rows.search_count(domain),
            "sure_count": rows.search_count([*domain, ("sure", "=", True)]),
        }

    @api.model
    def confirm(self, line_ids):
        """Book what is proposed for these lines: all of them, or none."""
        self._require_finance()
        proposals = self._get_proposals(line_ids)
        proposals._confirm()
        return {"confirmed": len(proposals)}

    @api.model
    def confirm_sure(self, journal_id=None):
        """Book all that is sure; what does not fit any more stops nothing.

        :return: {"confirmed": count, "refused": [{"id": of the line, "reason"}]}
        """
        self._require_finance()
        # sudo: as in `_get_lines`
        sure = self.env["aftersales.bank.proposal"].sudo().search(
            [
                *self._in_journal(self.env.company, journal_id),
                ("state", "=", "open"),
                ("sure", "=", True),
            ]
        )  # fmt: skip
        confirmed, refused = 0, []
        for proposal in sure:
            line = proposal.statement_line_id.id
            try:
                with self.env.cr.savepoint():
                    if proposal.exists():
                        proposal._confirm()
                        confirmed += 1
            except UserError as error:
                refused.append({"id": line, "reason": str(error)})
        return {"confirmed": confirmed, "refused": refused}

    @api.model
    def later(self, line_ids):
        """Put off: the line is on the list “Later” until it is confirmed or taken up."""
        self._require_finance()
        proposals = self._get_proposals(line_ids, wanted=False)
        without = self._get_lines(line_ids) - proposals.statement_line_id
        proposals |= proposals._create_by_hand(without)
        proposals._move_to("later")
        return {"later": len(proposals)}

    @api.model
    def undo(self, line_ids):
        """Take back what was confirmed, put off or corrected.

        :raises MoveRefused: in a closed month; see `correct`
        """
        self._require_finance()
        proposals = self._get_proposals(line_ids)
        confirmed = proposals.filtered(lambda p: p.state == "confirmed")
        confirmed._undo()
        (proposals - confirmed)._move_to("open")
        return {"undone": len(proposals)}

    @api.model
    def correct(self, line_ids, reason):
        """What was confirmed in a closed month becomes open again by an entry of today."""
        self._require_finance()
        proposals = self._get_proposals(line_ids)
        proposals._correct(reason)
        return {"corrected": len(proposals)}
