from odoo import api, models
from odoo.fields import Domain

from ...exceptions import MoveRefused
from ...groups import FINANCE
from ..old_part.old_part import OUTSIDE
from .selections import SIGNED


class OwedWork(models.Model):
    """How work comes onto statements: all of a batch at once, grouped by whom it is paid
    to, by terms and month. What must wait says why."""

    _inherit = "aftersales.owed.work"

    @api.model
    def _get_unpaid_domain(self):
        return Domain("open_amount", ">", 0) | Domain("amount", "=", 0)

    # --- who has to wait

    def _get_obstacles(self):
        """{work: sentence} of what cannot be gathered now; add-ons add theirs."""
        told = {}
        for work in self:
            text = (
                work._get_missing()
                or work._get_unsigned()
                or work._get_stopped()
                or work._get_early()
            )
            if text:
                told[work] = text
        return told

    def _get_missing(self):
        if not self.partner_id:
            return self.env._("Write down the contact or the login of this person.")
        if not self.term_id:
            return self.env._(
                "Nothing was agreed with this partner. Write an agreement with its rates."
            )
        if not self.amount:
            return self.env._("By these terms nothing is paid for it.")
        return None

    def _get_unsigned(self):
        if self.visit_id.state not in SIGNED:
            return self.env._("The customer has not signed the visit yet.")
        return None

    def _get_stopped(self):
        visit = self.visit_id
        if any(
            f._stops(kind) for f in visit.finding_ids for kind in self.details or {}
        ):
            return self.env._("Something was found on the visit that nobody explained.")
        parts = visit.order_id.old_part_ids.filtered(
            lambda part: part.state in OUTSIDE and not part.waived_at
        )
        if self.term_id.waits_for_parts and parts:
            return self.env._(
                "Old parts are still to come back: %s.", ", ".join(parts.mapped("name"))
            )
        return None

    def _get_early(self):
        today = self.company_id._aftersales_today()
        if self.term_id.rhythm == "monthly" and self.day >= today.replace(day=1):
            return self.env._("The month is not over yet.")
        return None

    # --- gathering

    def action_gather(self):
        """Put the chosen work on statements, and show them.

        :raises MoveRefused: when none of it can be, with the reason
        """
        self.env["aftersales.settlement"]._require_group(FINANCE)
        self.check_access("read")
        # sudo: visits are read across units; statements are made by this action
        works = self.sudo()
        drafts = works._gather()
        if not drafts:
            reasons = set(works._get_obstacles().values())
            raise MoveRefused(
                "\n".join(sorted(reasons))
                or self.env._("All of this work stands on a document already.")
            )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "aftersales_service.aftersales_settlement_action"
        )
        return action | {"domain": [("id", "in", drafts.ids)]}

    def _gather(self):
        """Put this work on drafts, new or known; returns the drafts."""
        lines = self.env["aftersales.settlement.line"]
        lines.flush_model(["is_taken"])  # the unique index, before the new rows
        self.visit_id._reckon_work()
        works = self.exists().filtered("open_amount")
        waiting = works._get_obstacles()
        ready = works.filtered(lambda work: work not in waiting)
        groups = ready.grouped(lambda work: work._get_settlement_key())
        shares = self.env["aftersales.fee.share"]
        drafts = shares._find_drafts(groups)
        last = shares._get_last_numbers(drafts.values())
        rows = []
        for key, found in groups.items():
            prepared = [v for work in found for v in work._prepare_lines(drafts[key])]
            first = last.get(drafts[key], 0) + 1
            rows += [vals | {"sequence": n} for n, vals in enumerate(prepared, first)]
        lines._in_flow().create(rows)
        ready._record_costs()
        settlements = self.env["aftersales.settlement"].union(*drafts.values())
        settlements._plan_draft()
        return settlements

    def _get_settlement_key(self):
        """What makes two visits stand on the same statement."""
        at_once = self.term_id.rhythm == "at_once"
        return (
            self.company_id,
            self.payer,
            self.partner_id,
            self.currency_id,
            self.term_id,
            self.day.replace(day=1),
            self.order_id if at_once else self.env["aftersales.order"],
            self.order_id.life_stage or "after_sale",
        )

    def _prepare_lines(self, draft):
        """One line for each kind of cost that is open; how it was counted stands in it."""
        told = self.with_context(lang=draft.partner_id.lang)
        for kind, pay in self._get_open().items():
            agreed = draft.term_id._get_line(kind)
            if not pay["net"] or not agreed:
                continue
            before = self.line_ids.filtered(
                lambda ln, kind=kind: ln.kind == kind and ln.state == "rejected"
            )
            yield {
                "settlement_id": draft.id,
                "work_id": self.id,
                "term_line_id": agreed.id,
                "name": f"{self.display_name}, {told._explain(kind)}",
                "kind": kind,
                "order_id": self.order_id.id,
                "day": self.day,
                "round": len(before) + 1,
                "becomes": agreed.becomes,
                "net": pay["net"],
                "tax_ids": agreed._get_taxes(draft.partner_id).ids,
            }

    @api.model
    def _cron_gather(self):
        """Every night: what became ready, by the rhythm of its terms."""
        if not self.env["res.groups"]._aftersales_uses("settlement"):
            return
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_owed_gather",
            self,
            Domain("open_amount", ">", 0)
            & self.env["res.company"]._aftersales_reached("day"),
            lambda works: works._gather(),
            size=500,
        )
