from odoo import models
from odoo.tools import SQL


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _aftersales_find_gaps(self, until):
        """Lines of statements before which the balance does not follow: days are missing,
        or a line is not the bank's.

        The balance before a line is that after another one. Whatever the order of a file,
        the earliest that has no such line is where statements begin; each further one
        is a gap. Files without balances tell nothing.

        :param until: last day that is looked at
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH told AS (
                    SELECT line.id, line.journal_id, line.aftersales_day AS day,
                           line.aftersales_balance - line.amount AS before,
                           line.aftersales_balance AS after
                      FROM account_bank_statement_line line
                     WHERE line.journal_id IN %(journals)s
                       AND line.aftersales_day <= %(until)s
                       AND EXISTS (SELECT FROM account_bank_statement_line other
                             WHERE other.aftersales_file_id = line.aftersales_file_id
                               AND other.aftersales_balance <> 0)
                ), place AS (
                    SELECT *, row_number() OVER (PARTITION BY journal_id, before
                                                 ORDER BY day, id) AS number_before,
                           row_number() OVER (PARTITION BY journal_id, after
                                              ORDER BY day, id) AS number_after
                      FROM told
                )
                SELECT mine.id,
                       row_number() OVER (PARTITION BY mine.journal_id
                                          ORDER BY mine.day, mine.id) AS number
                  FROM place mine
                  LEFT JOIN place other ON other.journal_id = mine.journal_id
                   AND other.after = mine.before
                   AND other.number_after = mine.number_before
                 WHERE other.id IS NULL
                """,
                journals=tuple(self.ids) or (0,),
                until=until,
            )
        )
        lines = self.env["account.bank.statement.line"]
        return lines.browse(line for line, number in rows if number > 1)
