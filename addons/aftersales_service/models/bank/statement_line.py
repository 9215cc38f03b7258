import datetime

from odoo import fields, models

from ...exceptions import MoveRefused
from ...groups import AUDITOR, FINANCE, MANAGER, any_of
from ...kernel.statement import Line
from .journal import SOURCES

PEOPLE = any_of(FINANCE, MANAGER, AUDITOR)
# Texts of a line of a file, as the kernel names them.
TEXTS = ("payer", "account", "memo", "channel", "number", "trade", "refund_of")

# How much moved where, which the file knows better than whoever matches it.
_MOVED = frozenset({"amount", "amount_currency", "foreign_currency_id", "journal_id"})


def told(label, **options):
    """A text of the file: as it was read, for ever."""
    return fields.Char(label, readonly=True, copy=False, groups=PEOPLE, **options)


class AccountBankStatementLine(models.Model):
    """What the file of a bank, of WeChat Pay or of Alipay says of a movement.

    Core's `date` may be another than the day of the movement: it lies in an open month.
    """

    _name = "account.bank.statement.line"
    _inherit = ["account.bank.statement.line", "aftersales.core.guard"]
    _aftersales_guarded = frozenset(
        (
            "aftersales_key", "aftersales_source", "aftersales_payer", "aftersales_account",
            "aftersales_memo", "aftersales_channel", "aftersales_number", "aftersales_trade",
            "aftersales_refund_of", "aftersales_fee", "aftersales_balance",
            "aftersales_file_id", "aftersales_day", "aftersales_time",
            "aftersales_waiting_account_id",
        )
    )  # fmt: skip

    aftersales_key = told(
        "Known Again By", help="The same whenever a file tells of this movement."
    )
    aftersales_source = fields.Selection(
        SOURCES, "Statement Of", readonly=True, copy=False, groups=PEOPLE
    )
    aftersales_day = fields.Date(
        "Day in the File", readonly=True, copy=False, groups=PEOPLE
    )
    aftersales_time = told("Time")
    aftersales_payer = told("Payer in the File")
    aftersales_account = told("Account in the File")
    aftersales_memo = told("Remark in the File")
    aftersales_channel = told("Channel")
    aftersales_number = told("Number We Gave")
    aftersales_trade = told("Their Number")
    aftersales_refund_of = told("Refund Of")
    aftersales_fee = fields.Monetary(
        "Channel Charge",
        currency_field="currency_id",
        readonly=True,
        copy=False,
        groups=PEOPLE,
        help="What the channel keeps of it; the amount is what the customer paid.",
    )
    aftersales_balance = fields.Monetary(
        "Balance After",
        currency_field="currency_id",
        readonly=True,
        copy=False,
        groups=PEOPLE,
    )
    aftersales_file_id = fields.Many2one(
        "aftersales.bank.file",
        "Statement File",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=PEOPLE,
    )

    aftersales_waiting_account_id = fields.Many2one(
        "account.account",
        "Waits On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=PEOPLE,
        help="Its own entry lies in a closed month. The money waits on this account until an entry of an open month says what it was.",
    )

    _aftersales_key_unique = models.UniqueIndex(
        "(journal_id, aftersales_key) WHERE aftersales_key IS NOT NULL",
        "This movement of the statement is there already.",
    )

    def write(self, vals):
        """What a file told of moved as it told: core lets an accountant write another
        amount over it (extends core).

        :raises MoveRefused: naming the line
        """
        touched = _MOVED & vals.keys()
        if touched:
            self.check_access("write")  # a refusal names the line to nobody else
        # sudo: whoever may write lines of core need not see what files tell
        for line in self.sudo().filtered("aftersales_key") if touched else ():
            if any(line._aftersales_is_changed(name, vals[name]) for name in touched):
                raise MoveRefused(
                    self.env._(
                        "%(line)s of %(day)s stands as its statement file tells it. Match it as it is.",
                        line=line.payment_ref,
                        day=line.date,
                    )
                )
        return super().write(vals)

    def _aftersales_is_changed(self, name, value):
        field = self._fields[name]
        new = field.convert_to_cache(value, self, validate=False)
        return field.convert_to_cache(self[name], self, validate=False) != new

    def _aftersales_as_lines(self):
        """The kernel's `Line` of each; keys are those of the journal."""
        return [line._aftersales_as_line() for line in self]

    def _aftersales_as_line(self):
        source = self.aftersales_source or "bank"
        texts = {name: self[f"aftersales_{name}"] or "" for name in TEXTS}
        if not self.aftersales_key:  # entered by hand, or by another add-on
            texts["payer"] = self.partner_name or self.partner_id.name or ""
            texts["account"] = self.account_number or ""
            texts["memo"] = self.payment_ref or ""
        return Line(
            key=self._aftersales_get_key(),
            source=source,
            date=self.aftersales_day or self.date,
            amount=self._aftersales_to_fen(self.amount),
            fee=self._aftersales_to_fen(self.aftersales_fee),
            balance=self._aftersales_to_fen(self.aftersales_balance) or None,
            time=_to_time(self.aftersales_time),
            **texts,
        )

    def _aftersales_get_key(self):
        """Its own key, made the only one of all journals."""
        return f"{self.journal_id.id}/{self.aftersales_key or f'line{self.id}'}"

    def _aftersales_to_fen(self, amount):
        return round(self.currency_id.round(amount) * 100)


def _to_time(text):
    return datetime.time.fromisoformat(text) if text else None
