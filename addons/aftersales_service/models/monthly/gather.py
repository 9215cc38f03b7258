from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...exceptions import MoveRefused
from ...groups import AUDITOR, FINANCE, MANAGER, any_of
from ...kernel.money import share_out
from ..settlement.selections import DONE


class FeeShare(models.Model):
    """How fees of customers who pay monthly come onto statements; what waits says why."""

    _inherit = "aftersales.fee.share"

    monthly_line_ids = fields.One2many(
        "aftersales.monthly.line",
        "share_id",
        "Monthly Statements",
        groups=any_of(FINANCE, MANAGER, AUDITOR),
    )
    monthly_obstacle = fields.Char(
        "Why It Is on No Statement", compute="_compute_monthly_obstacle"
    )

    @api.model
    def _get_unstated_domain(self):
        """Open money of customers that stands on no statement."""
        waits = Domain("payer", "=", "customer")
        waits &= Domain("open_net", ">", 0) | Domain("open_tax", ">", 0)
        return waits & Domain("monthly_line_ids", "not any", [("is_open", "=", True)])

    @api.model
    def action_open_unstated(self):
        """The screen of what waits: fees of everybody who pays monthly now."""
        self.env["aftersales.monthly.statement"]._require_group(FINANCE)
        self.check_access("read")
        mine = [("company_id", "in", self.env.companies.ids)]
        agreements = self.env["aftersales.monthly.agreement"].search(mine)
        domain = self._get_unstated_domain() & Domain(
            "order_id.partner_id", "child_of", agreements.partner_id.ids
        )
        view = self.env.ref("aftersales_service.aftersales_fee_share_view_list_monthly")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fees to Gather"),
            "res_model": self._name,
            "view_mode": "list",
            "views": [(view.id, "list")],
            "domain": list(domain),
            "help": self.env._(
                "What customers who pay monthly owe and no statement has yet, each with the sentence why."
            ),
        }

    def _compute_monthly_obstacle(self):
        # sudo: jobs, receipts and invoices, told to finance in one sentence
        shares = self.sudo()
        told = shares._get_waiting_texts(None)
        for share in shares:
            share.monthly_obstacle = told.get(share, False)

    def _get_monthly_obstacles(self, closing):
        """{share: sentence} of those that cannot be gathered now."""
        told = self._get_waiting_texts(closing)
        rest = self.filtered(lambda share: share not in told)
        return told | rest._get_held_texts()

    def _get_waiting_texts(self, closing):
        """The same without what other rooms have against it, which may have to be checked
        first.

        :param closing: the last day of the statement; None: whatever the day
        """
        told = {}
        for share in self:
            text = (
                share.order_id._get_alone_text()
                or share._get_unfinished_text()
                or share._get_late_text(closing)
                or share._get_disputed_text()
            )
            if text:
                told[share] = text
        return told

    def _get_unfinished_text(self):
        if self.order_id.state not in DONE:
            return self.env._("The job is still in work.")
        return None

    def _get_late_text(self, closing):
        if closing and self._get_cause_day() > closing:
            return self.env._("It goes on the next statement.")
        return None

    def _get_disputed_text(self):
        last = self.monthly_line_ids.sorted("id")[-1:]
        if last.state == "disputed" and not last.is_resolved:
            return self.env._(
                "The customer disputes it on %(statement)s: %(reason)s",
                statement=last.statement_id.name,
                reason=last.answer_reason,
            )
        return None

    def _get_held_texts(self):
        """What findings and other rooms have against charging it; all are asked at once,
        one by one only where something is."""
        statements = self.env["aftersales.monthly.statement"]._in_flow()
        shares = self.with_env(statements.env)
        try:
            shares._check_may_charge()
        except UserError as error:
            if len(self) == 1:
                return {self: str(error)}
            texts = {}
            for share in self:
                texts |= share._get_held_texts()
            return texts
        return {}

    def _is_billed(self):
        """Whether an invoice stands over it, a draft too."""
        line = self.sale_line_id
        drafts = line.invoice_lines.filtered(lambda i: i.parent_state == "draft")
        return bool(line._aftersales_get_live_invoice_lines() or drafts)

    def _get_charging_invoices(self):
        """Invoices that charge it, drafts too."""
        moves = self.sale_line_id.invoice_lines.move_id
        return moves.filtered(
            lambda m: m.move_type == "out_invoice"
            and m.state != "cancel"
            and m._aftersales_is_live()
        )

    # --- onto a draft

    def _quote_monthly(self):
        """What nobody quoted yet becomes lines of quotations; their prices are told."""
        for order in self.order_id:
            missing = self & order._get_shares_to_quote()
            if missing:
                order._quote(missing)

    def _prepare_monthly_line(self, place):
        sale = self.sale_line_id
        return {
            "share_id": self.id,
            "order_id": self.order_id.id,
            "sequence": place,
            "name": self.fee_id.name,
            "kind": self.fee_id.kind,
            "day": self._get_cause_day(),
            "net": sale.price_subtotal,
            "tax": sale.price_tax,
        }


class MonthlyAgreement(models.Model):
    _inherit = "aftersales.monthly.agreement"

    def _find_shares(self):
        # sudo: shares are read across jobs
        shares = self.env["aftersales.fee.share"].sudo()
        return shares.search(
            shares._get_unstated_domain()
            & Domain("company_id", "=", self.company_id.id)
            & Domain("order_id.partner_id", "child_of", self.partner_id.ids),
            order="order_id, fee_id, id",
        ).filtered(lambda share: share.order_id.monthly_agreement_id == self)

    def _gather(self, closing):
        """Drafts with everything that is ready until ``closing``."""
        # What was taken off a moment ago makes room in the unique index.
        self.env["aftersales.monthly.line"].flush_model(["is_open"])
        shares = self._find_shares()
        waiting = shares._get_monthly_obstacles(closing)
        ready = shares.filtered(lambda share: share not in waiting).sorted(
            lambda share: (share._get_cause_day(), share.order_id.id, share.id)
        )
        ready._quote_monthly()
        drafts = self.env["aftersales.monthly.statement"]
        for currency, mine in ready.grouped(
            lambda share: share.sale_line_id.currency_id
        ).items():
            draft = self._get_draft(currency, closing)
            draft._add(mine)
            drafts |= draft
        return drafts

    def _get_draft(self, currency, closing):
        statements = self.env["aftersales.monthly.statement"]
        key = {
            "agreement_id": self.id,
            "currency_id": currency.id,
            "date_to": closing,
        }
        domain = Domain("state", "=", "draft")
        domain &= Domain([(name, "=", value) for name, value in key.items()])
        vals = {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "user_id": self.user_id.id,
        }
        found = statements.search(domain, limit=1)
        return found or statements._in_flow().create(key | vals)._out_of_flow()

    def _refuse_empty(self):
        today = self.company_id[:1]._aftersales_today()
        shares = self.env["aftersales.fee.share"].union(
            *(agreement._find_shares() for agreement in self)
        )
        told = shares._get_monthly_obstacles(today).values()
        raise MoveRefused(
            "\n".join(sorted(set(told)))
            or self.env._("There is nothing to gather for this customer.")
        )


class MonthlyStatement(models.Model):
    _inherit = "aftersales.monthly.statement"

    def _add(self, shares):
        """New lines behind the known ones, and the tax of all as one invoice has it."""
        start = max(self.line_ids.mapped("sequence"), default=0) + 1
        self.env["aftersales.monthly.line"]._in_flow().create(
            [
                share._prepare_monthly_line(place) | {"statement_id": self.id}
                for place, share in enumerate(shares, start)
            ]
        )
        self._spread()

    def _spread(self):
        """Core's engine over all lines together, as the one invoice has it; each line has
        its part of net and tax, to the fen."""
        lines = self.line_ids
        weights = lines.mapped("net")
        if not any(weights):
            return
        totals = lines._sum_as_invoice()
        taxes = lines.mapped("tax")
        # each alone may be too small for a fen of tax
        parts = zip(
            lines,
            share_out(totals.net, weights, self.currency_id.rounding),
            share_out(
                totals.tax,
                taxes if any(taxes) else weights,
                self.currency_id.rounding,
            ),
            strict=True,
        )
        for line, net, tax in parts:
            line._take_part(float(net), float(tax))


class MonthlyLine(models.Model):
    _inherit = "aftersales.monthly.line"

    def _sum_as_invoice(self):
        """:class:`Totals` of one invoice over these lines."""
        # sudo: prices are told to whoever settles them
        shares = self.sudo().share_id
        charges = [share._prepare_charge() for share in shares]
        return shares.order_id[:1]._sum_in_currency(charges, self.currency_id)

    def _take_part(self, net, tax):
        compare = self.currency_id.compare_amounts
        if compare(self.net, net) or compare(self.tax, tax):
            self._in_flow().write({"net": net, "tax": tax})

    def unlink(self):
        """A line that goes takes its fen with it (extends the ORM's)."""
        statements = self.statement_id
        result = super().unlink()
        for statement in statements.exists():
            statement._spread()
        return result
