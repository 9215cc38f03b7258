from odoo import api, models
from odoo.exceptions import UserError

from ...exceptions import MoveRefused

_AT_ONCE = 100  # lines that one call confirms


class MatchingDesk(models.AbstractModel):
    """What the buttons and keys of the screen do."""

    _inherit = "aftersales.matching.desk"

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
        # sudo: as in `get_page`
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
    def confirm(self, line_ids, seen=None):
        """Book what is proposed for these lines: all of them, or none.

        :param seen: IDs of the proposals that were looked at; default whatever is proposed
        :raises MoveRefused: where another one was proposed since
        """
        self._require_finance()
        proposals = self._get_proposals(line_ids)
        if seen is not None and set(map(int, seen)) != set(proposals.ids):
            raise MoveRefused(
                self.env._("Something else is proposed meanwhile. Look again.")
            )
        proposals._confirm()
        return {"confirmed": len(proposals)}

    @api.model
    def confirm_sure(self, journal_id=None, passed=()):
        """Book what is sure, so many at once that no call takes long; what does not fit any
        more stops nothing.

        :param passed: lines that were refused by an earlier call
        :return: {"confirmed": count, "ids": of their lines, "refused": [{"id": of the line,
            "reason"}], "left": how many are sure besides}
        """
        self._require_finance()
        # sudo: as in `_get_lines`
        rows = self.env["aftersales.bank.proposal"].sudo()
        domain = [
            *self._in_journal(self.env.company, journal_id),
            ("state", "=", "open"),
            ("sure", "=", True),
            ("statement_line_id", "not in", [int(one) for one in passed]),
        ]
        sure = rows.search(domain, limit=_AT_ONCE)
        left = rows.search_count(domain) - len(sure) if len(sure) == _AT_ONCE else 0
        ids, refused = [], []
        rows._lock(rows._name, sure.ids)
        for proposal in sure:
            line = proposal.statement_line_id.id
            try:
                with self.env.cr.savepoint():
                    if proposal.exists():
                        proposal._confirm()
                        ids.append(line)
            except UserError as error:
                refused.append({"id": line, "reason": str(error)})
        return {"confirmed": len(ids), "ids": ids, "refused": refused, "left": left}

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
        """Take back what was confirmed or put off.

        :raises MoveRefused: in a closed month; see `correct`
        """
        self._require_finance()
        proposals = self._get_proposals(line_ids)
        count = len(proposals)
        confirmed = proposals.filtered(lambda p: p.state == "confirmed")
        put_off = proposals - confirmed
        confirmed._undo()
        put_off._move_to("open")
        # Nothing was chosen for it: it is proposed for again.
        empty = put_off.filtered(lambda p: not (p.line_ids or p.account_id))
        empty._in_flow().unlink()
        return {"undone": count}

    @api.model
    def correct(self, line_ids, reason):
        """What was confirmed in a closed month becomes open again by an entry of today.

        :raises MoveRefused: in an open month, or without a reason
        """
        self._require_finance()
        proposals = self._get_proposals(line_ids)
        proposals._correct(reason)
        return {"corrected": len(proposals)}
