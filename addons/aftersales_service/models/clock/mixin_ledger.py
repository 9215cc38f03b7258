from odoo import api, fields, models
from odoo.tools import format_datetime

from ...exceptions import ClockRefused, ProofMissing
from ...kernel import ledger
from .calendar import Schedules


class SlaMixin(models.AbstractModel):
    """Whose time it is; clocks stand still with those whom their rule names."""

    _inherit = "aftersales.sla.mixin"

    time_owner = fields.Selection(
        lambda self: self.env["aftersales.time.entry"]
        ._fields["owner"]
        ._description_selection(self.env),
        "With",
        compute="_compute_time_owner",
    )

    @api.depends("time_entry_ids.owner")
    def _compute_time_owner(self):
        for document in self:
            document.time_owner = document._get_time_owner()

    def _get_time_owner(self):
        return self._get_last_entry().owner or ledger.US

    def _get_last_entry(self):
        # sudo: who has the job is no secret to those who see it
        return self._origin.sudo().time_entry_ids.sorted("moment")[-1:]

    def _change_owner(self, owner, reason, moment=None):
        """From ``moment`` on (UTC, default now) ``owner`` has the document.

        :raises ProofMissing: without reason; :raises ClockRefused: when nothing changes,
            the document ended, or the moment lies before what is known already
        """
        moment = (moment or fields.Datetime.now()).replace(microsecond=0)
        for document in self:
            document._check_may_change_owner(owner, reason, moment)
        self._enter_owner(owner, reason, moment)

    def _enter_owner(self, owner, reason, moment, **cause):
        # sudo: the ledger is written by this method only
        self.env["aftersales.time.entry"].sudo().create(
            [
                document._prepare_time_entry(owner, reason, moment) | cause
                for document in self
            ]
        )
        self.invalidate_recordset(["time_entry_ids", "time_owner"])
        self._follow_owner(owner, reason, moment)

    def _prepare_time_entry(self, owner, reason, moment):
        return {
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
            "moment": moment,
            "owner": owner,
            "reason": reason,
            "user_id": self.env.uid,
        }

    def _follow_owner(self, owner, reason, moment):
        """Clocks stand still from now on, or run again with a later due date."""
        clocks = self._find_open_clocks()
        standing = clocks.filtered(lambda c: owner in (c.pause_owners or "").split(","))
        begun = standing.filtered(lambda c: not c.paused_at)
        for clock in begun:
            clock.paused_at = max(moment, clock.started_at)
        (clocks - standing).filtered("paused_at").write({"paused_at": False})
        clocks._replan("pause", reason)

    def _check_may_change_owner(self, owner, reason, moment):
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))
        last = self.sudo().time_entry_ids.sorted("moment")[-1:]  # sudo: as above
        if self._get_sla_end():
            raise ClockRefused(
                self.env._("%s has ended; nobody is waiting for it.", self.display_name)
            )
        if owner == (last.owner or ledger.US):
            raise ClockRefused(
                self.env._(
                    "%(name)s is with “%(owner)s” already.",
                    name=self.display_name,
                    owner=last._get_owner_labels()[owner],
                )
            )
        if moment > fields.Datetime.now():
            raise ClockRefused(
                self.env._("Who has a job changes now or in the past, not later.")
            )
        earliest = last.moment or self._get_sla_start()
        if moment < earliest or (last and moment == earliest):
            raise ClockRefused(
                self.env._(
                    "The last change was on %s: choose a later moment.",
                    format_datetime(self.env, earliest),
                )
            )

    def action_resume(self):
        """The job is ours again, unless one of its documents waits for somebody else."""
        self.check_access("write")
        by_hand = self.filtered(lambda d: not d._get_last_entry().cause_model)
        self._change_owner(ledger.US, self.env._("Work goes on."))
        by_hand._follow_waits()

    def action_pause(self):
        """Ask who has the job now, and why."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pause"),
            "res_model": "aftersales.sla.pause",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    # --- sums

    def _get_time_sums(self):
        """{document: {owner or ``off``: seconds}}; the sum is the time elapsed."""
        now = fields.Datetime.now()
        spans = [
            (document, document._get_sla_start(), document._get_sla_end() or now)
            for document in self
        ]
        return dict(zip(self, self._sum_spans(spans), strict=True))

    @api.model
    def _sum_spans(self, spans):
        """[{owner or ``off``: seconds}] of each (document, from, until)."""
        if not spans:
            return []
        schedules = Schedules(
            min(start for _document, start, _end in spans),
            max(end for _document, _start, end in spans),
        )
        found = []
        for document, start, end in spans:
            # sudo: as above
            changes = [(e.moment, e.owner) for e in document.sudo().time_entry_ids]
            sums = schedules.run(
                document.sla_version_id.sudo().calendar_id,  # sudo: as above
                lambda schedule, changes=changes, start=start, end=end: ledger.sums(
                    changes, start, end, schedule
                ),
                document.company_id,
            )
            found.append(sums)
        return found

    @api.model
    def _get_time_domain(self, start, stop):
        """Hook: documents in whose story a moment between ``start`` and ``stop`` may lie;
        those without a ledger of time say none."""
        return fields.Domain.FALSE
