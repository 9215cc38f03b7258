from odoo import models
from odoo.tools import plaintext2html

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, RoleRefused
from ...groups import FINANCE, MANAGER
from ...kernel.reconcile import COUNTED


class ReconcileLine(models.Model):
    """What people do about a red row: explain it, write it off, remind who can mend it."""

    _inherit = "aftersales.reconcile.line"

    def _check_may_answer(self):
        """:raises GroupRefused: for whoever only looks; AccessError: another company"""
        user = self.env.user
        if not (user.has_group(FINANCE) or user.has_group(MANAGER)):
            raise GroupRefused(
                self.env._(
                    "Rows of the board are answered by finance or the service director."
                )
            )
        self.check_access("write")

    def action_give_reason(self, reason_id, note=None):
        """These rows may stay as they are, because …

        :raises ProofMissing: for rows that are not red, or a reason without its words
        """
        self._check_may_answer()
        reason = self._get_reason(reason_id, note)
        for line in self:
            if line.state != "red":
                raise ProofMissing(
                    self.env._(
                        "%s is not red: nothing is to be explained.", line.display_name
                    )
                )
            line._check_tolerance(reason)
        note = (note or "").strip() or False
        for key, lines in self.grouped("fault_key").items():
            lines._write_answer(
                {"reason_id": reason.id, "reason_note": note, "reasoned_key": key}
                | {"keeps_open": False, "rank": 2}
            )
        self._tell("reason", reason_id=reason.id, note=note)

    def action_take_back(self):
        """The reason does not hold; the row keeps its month open again."""
        self._check_may_answer()
        given = self.filtered("reason_id")
        if not given:
            raise ProofMissing(self.env._("None of these rows has a reason."))
        for reason, lines in given.grouped("reason_id").items():
            lines._tell("back", reason_id=reason.id)
        given._write_answer(
            {"reason_id": False, "reason_note": False, "reasoned_key": False}
            | {"keeps_open": True, "rank": 3}
        )

    def action_write_off(self, reason_id, note=None):
        """What is still open of a share is given up, within what the reason allows.

        :raises ProofMissing: with a reason that writes nothing off; MoveRefused: above it
        """
        self._check_may_answer()
        reason = self._get_reason(reason_id, note)
        if not reason.may_write_off:
            raise ProofMissing(
                self.env._("“%s” explains, but writes nothing off.", reason.name)
            )
        for line in self:
            # sudo: the ledger of the share is written by actions only
            share = line.sudo().share_id
            if line.currency_id.compare_amounts(line.open_amount, 0.0) <= 0:
                raise MoveRefused(self.env._("%s: nothing is open.", line.display_name))
            line._check_tolerance(reason)
            line._check_not_claimed(share)
            text = ": ".join(filter(None, (reason.name, (note or "").strip())))
            share._book("written_off", share.open_net, share.open_tax, reason=text)
        self._tell("written_off", reason_id=reason.id, note=note)
        self._recount(self.sudo().share_id.ids)  # sudo: as above

    def action_remind(self):
        """A task on each job for who can mend it; once a day for a job."""
        self._check_may_answer()
        words = self._get_blockers()
        red = self.filtered(lambda line: line.state == "red")
        for order, lines in red.grouped("order_id").items():
            people = self.env["res.users"].union(
                *(lines._get_menders(line) for line in lines)
            )
            note = plaintext2html(
                "\n".join(str(b) for line in lines for b in words[line.id])
            )
            # sudo: finance reminds on jobs that it need not write
            order.sudo()._remind_of_lines(people, note)
        red._tell("reminded")

    # --- how it is written

    def _get_reason(self, reason_id, note):
        reason = self.env["aftersales.reconcile.reason"].browse(reason_id).exists()
        if not reason or not reason.active:
            raise ProofMissing(self.env._("Please choose a reason."))
        if reason.needs_note and not (note or "").strip():
            raise ProofMissing(
                self.env._("“%s” needs a few words of explanation.", reason.name)
            )
        companies = self.company_id
        if reason.right == "manager" and not reason._is_manager(companies):
            raise RoleRefused(
                self.env._("“%s” is given by the finance manager only.", reason.name)
            )
        return reason

    def _check_tolerance(self, reason):
        """:raises MoveRefused: above the amount up to which the reason holds"""
        stake = self._get_stakes()[self]
        currency = self.currency_id or self.company_id.currency_id
        if reason.tolerance and currency.compare_amounts(stake, reason.tolerance) > 0:
            raise MoveRefused(
                self.env._(
                    "%(line)s: %(amount)s is more than the %(limit)s up to which “%(reason)s” holds.",
                    line=self.display_name,
                    amount=currency.format(stake),
                    limit=currency.format(reason.tolerance),
                    reason=reason.name,
                )
            )

    def _get_stakes(self):
        """{line: the highest amount about which something is wrong}; where pieces are
        wrong, what the fee is worth."""
        stakes = {}
        for line, (_facts, due, _cells) in self._get_judged().items():
            worth = abs(line.fee_amount)
            found = (worth if f.code in COUNTED else f.stake / 100 for f in due)
            stakes[line] = max(abs(line.open_amount), *found, 0.0)
        return stakes

    def _check_not_claimed(self, share):
        """:raises MoveRefused: while somebody is asked for it"""
        if paper := share._get_open_settlement():
            raise MoveRefused(
                self.env._(
                    "%(line)s stands on %(document)s. Take it from there first.",
                    line=self.display_name,
                    document=paper[0].name,
                )
            )

    def _write_answer(self, vals):
        # sudo: rows are written by actions only, after the check above
        self.sudo()._in_flow().write(vals)

    def _tell(self, kind, **vals):
        # sudo: events are written by actions only
        events = self.env["aftersales.reconcile.event"].sudo()._in_flow()
        events.create(
            [
                vals
                | {
                    "line_id": line.id,
                    "kind": kind,
                    "fault_key": line.fault_key,
                    "amount": line.open_amount,
                    "user_id": self.env.uid,
                }
                for line in self
            ]
        )


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _remind_of_lines(self, users, note):
        """A task for each of ``users`` who has none of today."""
        summary = self.env._("Reconciliation: please mend")
        today = self.company_id._aftersales_today()
        for user in users or self.env.user:
            known = self.activity_ids.filtered(
                lambda task, user=user: task.user_id == user
                and task.summary == summary
                and task.date_deadline >= today
            )
            if not known:
                self.activity_schedule(
                    "mail.mail_activity_data_todo",
                    today,
                    summary,
                    note=note,
                    user_id=user.id,
                )
