from datetime import UTC, datetime, time

from odoo import fields, models

from ...exceptions import MoveRefused, PeriodNotReady
from ...groups import FINANCE


class Period(models.Model):
    """What keeps a month open, looked up anew whenever somebody asks."""

    _inherit = "aftersales.period"

    def action_gather(self):
        """Look again: what is found no more is settled, what is new is added."""
        self._require_group(FINANCE)
        self.check_access("read")
        # sudo: exceptions are found here and typed by nobody
        rows = self.env["aftersales.period.exception"].sudo()._in_flow()
        for period in self:
            if period.state != "closing":
                raise MoveRefused(
                    self.env._("%s is not being closed.", period.display_name)
                )
            # sudo: finance sees what keeps the month open, whatever document it is
            found = {
                (row["kind"], row["res_model"], row["res_id"]): row
                for row in period.sudo()._gather_exceptions()
            }
            for known in rows.browse(period.exception_ids.ids):
                key = (known.kind, known.res_model, known.res_id)
                known._bring_up_to_date(found.pop(key, None))
            rows.create([row | {"period_id": period.id} for row in found.values()])
        self.invalidate_recordset(["exception_ids"])

    def action_open_exceptions(self):
        """As a list of their own, where one reason is written for many."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_period_exception_action"
        )
        return action | {"domain": [("period_id", "=", self.id)]}

    def _check_reasoned(self):
        """:raises PeriodNotReady: naming the first few"""
        waiting = self.exception_ids.filtered(lambda row: row._keeps_open())
        if waiting:
            raise PeriodNotReady(
                self.env._(
                    "%(month)s cannot be closed yet: %(count)s are neither settled nor reasoned.\n%(first)s",
                    month=self.display_name,
                    count=len(waiting),
                    first="\n".join(waiting[:5].mapped("name")),
                )
            )

    def _gather_exceptions(self):
        """Values of the exceptions of this month; rooms above add theirs."""
        return [
            *self._find_red_lines(),
            *self._find_bank_lines(),
            *self._find_money_in_hand(),
            *self._find_drafts(),
            *self._find_other_drafts(),
            *self._find_under_way(),
            *self._find_taken_back(),
            *self._find_gaps(),
            *self._find_signed(),
            *self._find_unnamed_shares(),
        ]

    def _prepare_exception(self, kind, record, name, amount=0.0, who=None):
        return {
            "kind": kind,
            "name": name,
            "amount": amount,
            "who": who or self.env._("Accountant"),
            "res_model": record._name,
            "res_id": record.id,
        }

    def _get_end(self):
        """The first moment after the month, in UTC."""
        zone = self.company_id._aftersales_zone()
        nextday = fields.Date.add(self.last_day, days=1)
        return (
            datetime.combine(nextday, time(), zone).astimezone(UTC).replace(tzinfo=None)
        )

    def _search_mine(self, model, *domain):
        return self.env[model].search(
            [("company_id", "=", self.company_id.id), *domain]
        )

    def _find_red_lines(self):
        """Red on the board and without a reason; what was marked is counted before."""
        lines = self.env["aftersales.reconcile.line"]
        # sudo: what documents changed is counted first, as when the board is opened
        while lines.sudo()._refresh():
            pass
        found = self._search_mine(
            lines._name, ("month", "<=", self.month), ("keeps_open", "=", True)
        )
        causes = found._get_blockers()
        for line, stake in found._get_stakes().items():
            first = causes[line.id][:1]
            name = f"{line.order_id.name}: {line.fee_id.name}"
            if first:
                name = f"{name} · {first[0].text}"
            who = first and first[0].who
            yield self._prepare_exception("red", line, name, stake, who)

    def _find_bank_lines(self):
        lines = self._search_mine(
            "account.bank.statement.line",
            ("is_reconciled", "=", False),
            ("date", "<=", self.last_day),
        )
        for line in lines - lines._aftersales_find_said():
            words = f"{line.date} {line.partner_name or line.partner_id.name or ''} {line.payment_ref or ''}"
            yield self._prepare_exception("bank_line", line, words, line.amount)

    def _find_money_in_hand(self):
        rows = self._search_mine(
            "aftersales.collection",
            ("state", "in", ("held", "handed")),
            ("taken_at", "<", self._get_end()),
        )
        for row in rows:
            name, amount = row.display_name, row.amount
            if row.state == "held":
                who = row.technician_id.name
                yield self._prepare_exception("in_hand", row, name, amount, who)
        for sheet in rows.handin_id.filtered(lambda sheet: sheet.state == "draft"):
            amount = sum(sheet.collection_ids.mapped("amount"))
            yield self._prepare_exception("handin", sheet, sheet.display_name, amount)

    def _find_drafts(self):
        until = ("date", "<=", self.last_day)
        moves = self._search_mine(
            "account.move",
            ("state", "=", "draft"),
            until,
            "|",
            ("aftersales_settlement_id", "!=", False),
            ("line_ids.sale_line_ids.order_id.aftersales_order_id", "!=", False),
        )
        for move in moves:
            yield self._prepare_exception(
                "invoice", move, move.display_name, move.amount_total_signed
            )
        before = ("create_date", "<", self._get_end())
        open_ones = self._search_mine(
            "aftersales.settlement", ("state", "in", ("draft", "answered")), before
        )
        for document in open_ones:
            yield self._prepare_exception("settlement", document, document.display_name)
        statements = self._search_mine(
            "aftersales.monthly.statement",
            ("state", "=", "draft"),
            ("date_to", "<=", self.last_day),
        )
        for document in statements:
            yield self._prepare_exception("statement", document, document.display_name)
        for fapiao in self._search_mine(
            "aftersales.fapiao", ("state", "=", "draft"), until
        ):
            yield self._prepare_exception("fapiao", fapiao, fapiao.number, fapiao.total)

    def _find_unnamed_shares(self):
        shares = self._search_mine(
            "aftersales.fee.share",
            ("partner_id", "=", False),
            ("payer", "!=", "company"),
            ("open_net", ">", 0),
            ("period_day", "<=", self.last_day),
        )
        for share in shares:
            fee = share.fee_id
            yield self._prepare_exception(
                "share", share, f"{fee.order_id.name}: {fee.name}", share.open_net
            )
