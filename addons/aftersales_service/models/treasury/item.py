from odoo import fields, models
from odoo.tools import SQL

from ...exceptions import MoveRefused
from ..reconcile.facts import core_rate
from ..sla.selections import SERVICE_TYPES

KINDS = [
    ("invoiced", "Invoiced, Not Paid"),
    ("to_invoice", "Not Invoiced Yet"),
    ("held", "With Technicians"),
    ("claim", "Our Claims"),
    ("chargeback", "Claims on Us"),
    ("dealer", "Claims of Dealers"),
    ("red", "Fees That Do Not Agree"),
    ("margin", "Margin"),
    ("fapiao", "Without Fapiao"),
    ("unmatched", "Bank Lines to Match"),
]
# Kinds are numbered by their place; below it stands the number of the document.
_PLACES = 16
PARTS = [
    ("draft", "Not Sent"),
    ("waiting", "Not Answered"),
    ("accepted", "Accepted in Full"),
    ("partly", "Accepted in Part"),
    ("rejected", "Rejected"),
    ("contested", "Contested"),
    ("ruled", "Ruled"),
    ("booked", "Booked, Not Paid"),
    ("income", "Income"),
    ("cost", "Cost to Us"),
    ("invoice", "Invoices"),
    ("refund", "Credit Notes"),
    ("incoming", "Money In"),
    ("outgoing", "Money Out"),
    ("reasoned", "With a Reason"),
    ("open", "Without a Reason"),
]
AGES = [
    ("now", "Today or Not Due"),
    ("week", "1–7 Days"),
    ("month", "8–30 Days"),
    ("quarter", "31–90 Days"),
    ("older", "Over 90 Days"),
]


class TreasuryItem(models.Model):
    """One amount behind a figure of the dashboard of finance, with the document it is from.

    A figure is the sum of such rows and nothing else, so the list it opens makes exactly
    this sum. The rows are read from the documents when somebody looks; amounts are in the
    currency of the company, at the rate of the document where it has one, else of today.
    """

    _name = "aftersales.treasury.item"
    _description = "Amount of the Dashboard of Finance"
    _auto = False
    _order = "day, id"
    _rec_name = "name"
    _depends = {
        "account.bank.statement.line": ["is_reconciled", "amount", "move_id"],
        "account.move": [
            "amount_residual_signed", "amount_total", "amount_total_signed", "name",
            "invoice_date", "invoice_date_due", "move_type", "state", "reversed_entry_id",
        ],
        "account.move.line": ["account_id", "amount_residual", "balance", "move_id"],
        "aftersales.chargeback": ["state", "received_on"],
        "aftersales.chargeback.line": ["state", "net"],
        "aftersales.collection": ["state", "amount", "taken_at", "technician_id"],
        "aftersales.cost": ["amount", "date", "order_id"],
        "aftersales.dealer.claim": ["state", "bill_id"],
        "aftersales.dealer.claim.line": ["state", "net"],
        "aftersales.fapiao": ["state", "currency_id", "date"],
        "aftersales.fapiao.link": ["amount", "move_id"],
        "aftersales.fee.share": ["open_net", "open_tax", "invoiced_amount", "payer"],
        "aftersales.order": ["service_type", "name"],
        "aftersales.settlement": ["state", "residual", "sent_at", "direction"],
        "aftersales.settlement.line": ["state", "net", "tax"],
        "sale.order": ["aftersales_order_id"],
        "sale.order.line": ["invoice_lines", "order_id"],
    }  # fmt: skip

    name = fields.Char("Document", readonly=True)
    kind = fields.Selection(KINDS, "Figure", readonly=True)
    part = fields.Selection(PARTS, "Breakdown", readonly=True)
    cause = fields.Char("Reason", readonly=True)
    day = fields.Date("Counted Since", readonly=True)
    age = fields.Selection(AGES, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True)
    origin_currency_id = fields.Many2one(
        "res.currency", "Currency of the Document", readonly=True
    )
    origin_amount = fields.Monetary(
        "Amount in That Currency",
        currency_field="origin_currency_id",
        readonly=True,
        aggregator=None,
    )
    is_foreign = fields.Boolean(
        "In a Foreign Currency", readonly=True, aggregator="bool_or"
    )
    partner_id = fields.Many2one("res.partner", readonly=True)
    technician_id = fields.Many2one("aftersales.technician", readonly=True)
    order_id = fields.Many2one("aftersales.order", "Service Order", readonly=True)
    service_type = fields.Selection(SERVICE_TYPES, readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", readonly=True, aggregator=None
    )

    @property
    def _table_query(self):
        """The rows of every kind, with their age on the company's day."""
        today = self.env.company._aftersales_today()
        sources = [getattr(self, f"_select_{kind}")(today) for kind, _label in KINDS]
        return SQL(
            """
            SELECT item.*, CASE
                WHEN %(today)s - item.day <= 0 THEN 'now'
                WHEN %(today)s - item.day <= 7 THEN 'week'
                WHEN %(today)s - item.day <= 30 THEN 'month'
                WHEN %(today)s - item.day <= 90 THEN 'quarter'
                ELSE 'older' END AS age
            FROM (%(rows)s) item
            """,
            today=today,
            rows=SQL(" UNION ALL ").join(filter(None, sources)),
        )

    def _select(self, kind, tables, where, **columns):
        """The rows of one kind; what it does not say is empty.

        :param columns: SQL of the columns; ``source`` is the number of the row, ``amount``
            and ``origin_amount`` and the currency say how much
        """
        place = [known for known, _label in KINDS].index(kind)
        told = {name: SQL("NULL::%s", SQL(kind)) for name, kind in _EMPTY.items()}
        told |= {name: SQL(text) if isinstance(text, str) else text
                 for name, text in columns.items()}  # fmt: skip
        return SQL(
            "SELECT (%s)::bigint * %s + %s AS id, %s AS kind, %s FROM %s WHERE %s",
            told.pop("source"),
            _PLACES,
            place,
            SQL("'%s'" % kind),
            SQL(", ").join(
                SQL("%s AS %s", told[name], SQL.identifier(name)) for name in _EMPTY
            ),
            SQL(tables) if isinstance(tables, str) else tables,
            SQL(where) if isinstance(where, str) else where,
        )

    def _get_day(self, moment):
        """SQL of the day of a UTC ``moment`` where the company works."""
        zone = self.env.company._aftersales_zone().key
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", SQL(moment), zone)

    def _get_rate(self, currency, day):
        """SQL of what one unit of ``currency`` was worth on ``day`` in the currency of
        ``company``, as core converts; the tables name the row of the company so."""
        return SQL(
            "CASE WHEN %s = company.currency_id THEN 1 ELSE %s / %s END",
            SQL(currency),
            self._get_core_rate("company.currency_id", day),
            self._get_core_rate(currency, day),
        )

    def _get_core_rate(self, currency, day):
        if isinstance(day, str):
            return SQL(core_rate(currency, day))
        return SQL(core_rate(currency, "%s"), day)

    def _convert(self, amount, currency, day):
        """SQL of ``amount`` in the currency of ``company``, rounded as it is written."""
        return SQL(
            "ROUND(((%s) * %s)::numeric, money.decimal_places)",
            SQL(amount),
            self._get_rate(currency, day),
        )

    def action_open(self):
        """The document behind the amount, for whoever may read it; of a bank line the
        screen where it is matched, and the job where somebody may not read its invoice.

        :raises MoveRefused: where it is gone
        """
        self.ensure_one()
        self.check_access("read")
        if self.kind == "unmatched":
            actions = self.env["ir.actions.actions"]
            return actions._for_xml_id("aftersales_service.aftersales_matching_action")
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise MoveRefused(self.env._("%s no longer exists.", self.name))
        if document._name == "account.move" and not document.has_access("read"):
            # sudo: found for everybody, shown to whoever may read it
            sales = document.sudo().line_ids.sale_line_ids.order_id
            document = sales.aftersales_order_id[:1].sudo(False) or document
        document.check_access("read")
        return document.get_formview_action()


# Columns of a row and their SQL types, in the order of the union.
_EMPTY = {
    "name": "varchar",
    "part": "varchar",
    "cause": "varchar",
    "day": "date",
    "company_id": "int",
    "amount": "numeric",
    "origin_currency_id": "int",
    "origin_amount": "numeric",
    "is_foreign": "bool",
    "partner_id": "int",
    "technician_id": "int",
    "order_id": "int",
    "service_type": "varchar",
    "res_model": "varchar",
    "res_id": "int",
}
