from odoo import models

from ...kernel import statement
from ...kernel.sheets import TooLarge, UnreadableFile
from .journal import CHANNELS
from .keys import get_accounts, make_keys

SHOWN = 500  # lines that a check shows; the counts are those of all
TOLD = 100  # faults that are told one by one
_ASSIGNABLE = ("no_table", "no_amounts")


class BankFile(models.Model):
    """What a check says: which lines are new, or every fault with its row."""

    _inherit = "aftersales.bank.file"

    def action_check(self):
        """Read the file and show what it would bring; create nothing."""
        self._check_may_read()
        if self.state != "done":
            self._check_file()
        return True

    def _check_file(self):
        """The lines of a good file, None of one that may not be read."""
        data = self._get_bytes()
        headings = self.env["aftersales.bank.heading"]
        chosen = headings._get_chosen(self.company_id)
        try:
            lines = statement.read(data, self.name, chosen)
        except UnreadableFile as error:
            self._tell_faults(error, self._list_columns(data, chosen))
            return None
        if lines[0].source == "bank":
            self._list_columns(data, chosen)
        accounts = get_accounts(lines)
        if wrong := self._find_mismatches(lines[0].source, accounts):
            self._begin("refused", fault="\n".join(wrong))
            return None
        lines = make_keys(lines)
        self._show_lines(lines, next(iter(accounts), False))
        return lines

    # --- columns

    def _list_columns(self, data, chosen):
        """What stands in the columns, where anything does; a person may say otherwise."""
        # sudo: columns are those of the file, nobody adds or deletes one
        self.column_ids.sudo().unlink()
        try:
            found = statement.read_columns(data, chosen)
        except UnreadableFile:
            found = []
        return (
            self.env["aftersales.bank.column"]
            .sudo()  # sudo: see above
            ._in_flow()
            .create(
                [
                    column | {"file_id": self.id, "sequence": number}
                    for number, column in enumerate(found)
                ]
            )
        )

    # --- faults

    def _tell_faults(self, error, columns):
        faults = getattr(error, "all", [error])
        texts = [self._explain(fault) for fault in faults[:TOLD]]
        if len(faults) > TOLD:
            texts.append(self.env._("… and %s further faults.", len(faults) - TOLD))
        mend = getattr(error, "code", "") in _ASSIGNABLE and columns
        self._begin("mapping" if mend else "refused", fault="\n".join(texts))

    def _explain(self, fault):
        """The sentence of a fault, with its row where it has one."""
        if isinstance(fault, TooLarge):
            return self.env._("The file is too large: choose fewer days.")
        code = getattr(fault, "code", "unreadable")
        values = getattr(fault, "values", {})
        text = self._get_fault_texts(values)[code]
        if not values.get("row"):
            return text
        return self.env._("Row %(row)s: %(text)s", row=values["row"], text=text)

    def _get_fault_texts(self, values):
        """{code of the kernel: sentence}"""
        text = values.get("text") or ""
        return {
            "unreadable": self.env._(
                "The file is no readable statement. Download it again, or open it in Excel or WPS and save it as .xlsx or .csv without a password."
            ),
            "empty": self.env._("The file is empty. Download it again."),
            "no_table": self.env._(
                "No column holds the day. Say below what the columns stand for."
            ),
            "no_amounts": self.env._(
                "Nothing moved in it, or no column holds the amounts. Say below what the columns stand for."
            ),
            "foreign_currency": self.env._(
                "The currency is “%s”; only statements in yuan are read.", text
            ),
            "funds": self.env._(
                "This is the bill of what the channel's account holds, with the same payments again. Download the bill of payments (交易账单, 业务明细)."
            ),
            "cut": self.env._("The file breaks off here. Download it again."),
            "totals": self.env._(
                "The total “%s” is not what the lines say: lines are missing or were changed. Download it again.",
                values.get("name") or "",
            ),
            "bad_date": self.env._("“%s” is not a day.", text),
            "bad_amount": self.env._("“%s” is not an amount.", text),
            "bad_direction": self.env._("“%s” says neither in nor out.", text),
            "scientific": self.env._(
                "The number “%s” was shortened when the file was saved in Excel. Download it again and do not save it.",
                text,
            ),
            "too_long": self.env._("The cell “%s…” is too long.", text),
        }

    # --- whose statement it is

    def _find_mismatches(self, source, accounts):
        """Why the file is not one of this account; nothing where it may be."""
        found = [
            self._tell_source(source),
            self._tell_currency(),
            *self._tell_accounts(accounts),
        ]
        return list(filter(None, found))

    def _tell_source(self, source):
        # sudo: whose account it is stands in settings that an accountant need not read
        mine = self.journal_id.sudo()._aftersales_find_source()
        if source == mine:
            return None
        labels = dict(self._fields["source"]._description_selection(self.env))
        company = self.company_id.sudo()  # sudo: as above
        if source in CHANNELS and not company[f"aftersales_{source}_journal_id"]:
            return self.env._(
                "It is a statement of “%(told)s”, for which %(company)s has no account yet. The first receipt by it makes one; or an administrator does so under Settings ▸ After-Sales (“Create Missing Journals”).",
                told=labels[source],
                company=company.name,
            )
        return self.env._(
            "It is a statement of “%(told)s”, and “%(account)s” is an account of “%(mine)s”. Choose another account.",
            told=labels[source],
            account=self.journal_id.name,
            mine=labels[mine],
        )

    def _tell_currency(self):
        if self.currency_id.name == "CNY":
            return None
        return self.env._(
            "“%(account)s” is kept in %(currency)s; only statements in yuan are read.",
            account=self.journal_id.name,
            currency=self.currency_id.name,
        )

    def _tell_accounts(self, accounts):
        if len(accounts) > 1:
            yield self.env._(
                "It tells of several accounts (%s). Download a statement of each.",
                ", ".join(sorted(accounts)),
            )
        for number in accounts if len(accounts) == 1 else ():
            mine = self._get_own_numbers()
            if mine and not any(is_same(number, other) for other in mine):
                yield self.env._(
                    "It is a statement of the account %(number)s, and “%(account)s” is %(mine)s. Choose another account.",
                    number=number,
                    account=self.journal_id.name,
                    mine=", ".join(sorted(mine)),
                )
            elif others := self._find_others(number):
                yield self._say_others(number, others)

    def _get_own_numbers(self):
        """The number that the journal tells, else that of the files that were read."""
        # sudo: an accountant may not read every bank account
        number = self.journal_id.sudo().bank_account_id.sanitized_acc_number
        if number:
            return {number}
        files = self.search(
            [
                ("journal_id", "=", self.journal_id.id),
                ("state", "=", "done"),
                ("account", "!=", False),
            ]
        )
        return set(files.mapped("account"))

    def _find_others(self, number):
        # sudo: files of companies in which he does not work are seen here, not shown
        return self.sudo().search(
            [
                ("journal_id", "!=", self.journal_id.id),
                ("state", "=", "done"),
                ("account", "=", number),
            ]
        )

    def _say_others(self, number, others):
        if self.company_id in others.company_id:
            return self.env._(
                "Statements of the account %s were read into another journal. Choose that one.",
                number,
            )
        return self.env._(
            "Statements of the account %s were read for another company. Check the file.",
            number,
        )

    # --- what it would bring

    def _show_lines(self, lines, account):
        known = self._find_known(lines)
        self._begin(
            "checked",
            account=account,
            notice=self._get_notice(lines, known),
            **self._sum_up(lines, known),
        )
        # sudo: only a check makes rows of what it found
        self.env["aftersales.bank.row"].sudo().create(
            [
                self._prepare_row(line, number, known)
                for number, line in enumerate(lines[:SHOWN])
            ]
        )

    def _sum_up(self, lines, known):
        days = [line.date for line in lines]
        return {
            "source": lines[0].source,
            "file_hash": self._get_digest(),
            "new_count": sum(line.key not in known for line in lines),
            "known_count": sum(line.key in known for line in lines),
            "first_day": min(days),
            "last_day": max(days),
            "amount_in": sum(n.amount for n in lines if n.amount > 0) / 100,
            "amount_out": -sum(n.amount for n in lines if n.amount < 0) / 100,
            "amount_fee": sum(n.fee for n in lines) / 100,
        }

    def _prepare_row(self, line, number, known):
        return {
            "file_id": self.id,
            "sequence": number,
            "outcome": "known" if line.key in known else "new",
            "day": line.date,
            "payer": line.payer,
            "memo": line.memo,
            "number": line.number,
            "trade": line.trade,
            "amount": line.amount / 100,
            "fee": line.fee / 100,
        }

    def _get_notice(self, lines, known):
        notes = []
        digest = self._get_digest()
        same = self.search(
            [
                ("journal_id", "=", self.journal_id.id),
                ("state", "=", "done"),
                ("file_hash", "=", digest),
            ],
            limit=1,
        )
        if same:
            notes.append(
                self.env._("This file was read already, as “%s”.", same.display_name)
            )
        if alike := self._count_alike(lines, known):
            notes.append(
                self.env._(
                    "%s new lines are like lines that another file brought: same day, amount and name. Where both files tell of the same movements with other columns, do not read this one.",
                    alike,
                )
            )
        if len(lines) > SHOWN:
            notes.append(self.env._("The first %s lines are shown.", SHOWN))
        return "\n".join(notes)

    def _count_alike(self, lines, known):
        """New lines that say what a line of another file says, under another key."""
        there = self._read_there(lines)
        return sum(
            (line.date, line.amount, line.payer) in there
            for line in lines
            if line.key not in known
        )

    def _read_there(self, lines):
        days = [line.date for line in lines]
        found = (
            self.env["account.bank.statement.line"]
            .sudo()  # sudo: also lines that a rule of others hides are there
            .search_fetch(
                [
                    ("journal_id", "=", self.journal_id.id),
                    ("aftersales_day", ">=", min(days)),
                    ("aftersales_day", "<=", max(days)),
                ],
                ["aftersales_day", "amount", "aftersales_payer"],
            )
        )
        return {
            (n.aftersales_day, round(n.amount * 100), n.aftersales_payer or "")
            for n in found
        }


def is_same(number, other):
    """Whether two numbers may be one account: banks mask what stands in the middle."""
    if len(number) == len(other):
        return number == other
    return number[-4:] == other[-4:]
