from odoo import api, fields, models

from ...exceptions import GroupRefused, MoveRefused, ProofMissing

_CORE = "account.group_account_manager"


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_pending_account_id = fields.Many2one(
        "account.account",
        "Account for Unmatched Bank Lines",
        check_company=True,
        help="Where bank lines that nobody matched wait (挂账) when the books of a month are locked.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_pending_account_id = fields.Many2one(
        related="company_id.aftersales_pending_account_id", readonly=False
    )


class Period(models.Model):
    """Core's lock date, proposed for whoever may set it."""

    _inherit = "aftersales.period"

    is_locked = fields.Boolean("Books Are Locked", compute="_compute_is_locked")

    @api.depends("month", "company_id.fiscalyear_lock_date")
    def _compute_is_locked(self):
        for period in self:
            lock = period.sudo().company_id.fiscalyear_lock_date  # sudo: a date only
            period.is_locked = bool(lock and lock >= period.last_day)

    def action_lock_books(self):
        """锁账: unmatched bank lines are booked to the account of the company, then core's
        lock date is the last day of the month.

        :raises GroupRefused: for people without core's right
        """
        if not self.env.user.has_group(_CORE):
            raise GroupRefused(
                self.env._("Lock dates are set by accounting administrators only.")
            )
        self.check_access("read")
        self._check_all_closed()
        for period in self.sorted("month"):
            if period.is_locked:
                continue
            period._book_pending()
            # sudo: the right on lock dates was checked above; core checks the rest
            period.sudo().company_id.fiscalyear_lock_date = period.last_day
            period._log("locked")

    def _check_all_closed(self):
        """The lock date holds for all months before it.

        :raises MoveRefused: naming the first one that is open
        """
        waiting = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("month", "<=", max(self.mapped("month"), default=False)),
                ("state", "!=", "closed"),
            ],
            order="month",
        )
        last = {
            c: max(own.mapped("month")) for c, own in self.grouped("company_id").items()
        }
        for period in waiting:
            if period.month <= last[period.company_id]:
                raise MoveRefused(
                    self.env._("%s is not closed yet.", period.display_name)
                )

    def _book_pending(self):
        """Lines of the bank that nobody matched leave the suspense account (挂账)."""
        lines = self.env["account.bank.statement.line"].sudo()  # sudo: as above
        lines = lines.search(
            [
                ("company_id", "=", self.company_id.id),
                ("is_reconciled", "=", False),
                ("date", "<=", self.last_day),
            ]
        )
        # sudo: a setting of the company
        account = self.sudo().company_id.aftersales_pending_account_id
        if not lines:
            return
        if not account:
            raise ProofMissing(
                self.env._(
                    "%s bank lines are not matched. Name the account where they wait (Settings, After-Sales), or match them first.",
                    len(lines),
                )
            )
        lines._aftersales_wait_on(account)
