from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import MoveRefused
from ...groups import FINANCE
from ...kernel.dates import add_months
from ...kernel.money import split
from .selections import DIRECTION_OF, DONE


class FeeShare(models.Model):
    """How open shares come onto settlements: all of a batch at once, grouped by partner,
    currency, terms and month; those that must wait say why."""

    _inherit = "aftersales.fee.share"

    settlement_obstacle = fields.Char(
        "Why It Is Not Settled", compute="_compute_settlement_obstacle"
    )

    @api.model
    def _get_unsettled_domain(self):
        """Open money of those who settle afterwards, on no settlement yet."""
        waits = Domain("payer", "in", list(DIRECTION_OF)) & Domain("open_net", ">", 0)
        return waits & Domain(
            "settlement_line_ids", "not any", [("is_open", "=", True)]
        )

    def _compute_settlement_obstacle(self):
        # sudo: old parts, terms and jobs, told to finance in one sentence
        shares = self.sudo()
        open_ones = shares.filtered_domain(self._get_unsettled_domain())
        told = open_ones._get_obstacles(open_ones._find_settlement_terms())
        for share in shares:
            share.settlement_obstacle = told.get(share, False)

    def _find_settlement_terms(self):
        return self.env["aftersales.settlement.policy"]._find_terms(self)

    def _get_cause_day(self):
        """The day on which the work was done, else on which the fee arose."""
        moment = self.fee_id.visit_id.ended_at or self.fee_id.create_date
        return self.company_id._aftersales_day(moment or fields.Datetime.now())

    # --- who has to wait

    def _get_obstacles(self, terms):
        """{share: sentence} of those that cannot be gathered now; rooms above add theirs.

        :param terms: {share: what was agreed}
        """
        stopped = self._get_charge_obstacles()
        today = {c: c._aftersales_today() for c in self.company_id}
        told = {}
        for share in self:
            text = (
                share._get_missing(terms[share])
                or share._get_unsplit(terms[share])
                or stopped.get(share)
                or share._get_early(terms[share], today[share.company_id])
            )
            if text:
                told[share] = text
        return told

    def _get_missing(self, term):
        if self in self._get_nameless():
            return self._get_nameless_text()
        if not term:
            return self.env._("Nothing was agreed with this payer. Write an agreement.")
        if not term._get_line(self.fee_id.kind):
            return self.env._("By “%s” he does not bear this kind of cost.", term.name)
        return None

    def _get_unsplit(self, term):
        if term.needs_split and not self.fee_id.split_by_id:
            return self.env._("The quality department has not split this fee yet.")
        return None

    def _get_early(self, term, today):
        """The work is not done, the part not judged, or the month not over."""
        fee = self.fee_id
        if fee.visit_id and fee.order_id.state not in DONE:
            return self.env._("The job is still in work.")
        if term.rhythm == "judged" and not self._get_judged_day():
            return self.env._("The old part is not judged yet.")
        if term.rhythm == "monthly" and self._get_cause_day() >= today.replace(day=1):
            return self.env._("The month is not over yet.")
        return None

    def _get_judged_day(self):
        """The day on which the last old part of this fee, else of its job, was judged; of
        the work where there are none."""
        line = self.fee_id.requisition_line_id
        parts = self.order_id.old_part_ids.filtered(lambda part: not part.waived_at)
        mine = (
            parts.filtered(lambda p: p.requisition_line_id == line) if line else parts
        )
        if not mine:
            return self._get_cause_day()
        if not all(mine.mapped("judged_at")):
            return None
        return self.company_id._aftersales_day(max(mine.mapped("judged_at")))

    # --- gathering

    def _gather(self):
        """Put these shares on drafts, new or known; returns the drafts.

        What several partners bear together is shared out first; theirs come by the next
        call, with terms of their own.
        """
        self._prepare_charging()
        # What was settled a moment ago makes room in the unique index before the new rows.
        self.env["aftersales.settlement.line"].flush_model(["is_open"])
        terms = self._find_settlement_terms()
        waiting = self._get_obstacles(terms)
        ready = self.filtered(lambda share: share not in waiting)
        ready._split_between(terms)
        ready = ready.filtered(lambda share: share.open_net > 0)
        groups = ready.grouped(lambda share: share._get_settlement_key(terms[share]))
        drafts = self._find_drafts(groups)
        last = self._get_last_numbers(drafts.values())
        rows = []
        for key, shares in groups.items():
            draft = drafts[key]
            taxes = shares._get_settlement_taxes(draft)
            for place, share in enumerate(shares, last.get(draft, 0) + 1):
                vals = share._prepare_settlement_line(draft.term_id)
                rows.append(
                    vals
                    | {
                        "settlement_id": draft.id,
                        "sequence": place,
                        "tax_ids": taxes[vals["kind"]],
                    }
                )
        self.env["aftersales.settlement.line"]._in_flow().create(rows)
        found = self.env["aftersales.settlement"].union(*drafts.values())
        found._plan_draft()
        return found

    @api.model
    def _get_last_numbers(self, drafts):
        """{draft: number of its last line}; new lines come behind it."""
        lines = self.env["aftersales.settlement.line"]
        return dict(
            lines._read_group(
                [("settlement_id", "in", [draft.id for draft in drafts])],
                ["settlement_id"],
                ["sequence:max"],
            )
        )

    def _get_settlement_taxes(self, draft):
        """{kind of cost: ids of its taxes}, asked once for a document."""
        kinds = set(self.mapped("fee_id.kind"))
        return {
            line.kind: line._get_taxes(draft.partner_id).ids
            for line in draft.term_id.line_ids
            if line.kind in kinds
        }

    def _get_settlement_key(self, term):
        """What makes two shares stand on the same document."""
        day = self._get_cause_day()
        if term.rhythm == "judged":
            day = self._get_judged_day()
        job = (
            self.order_id if term.rhythm == "at_once" else self.env["aftersales.order"]
        )
        return (
            self.company_id,
            self.payer,
            self.partner_id.commercial_partner_id,
            self.currency_id,
            term,
            day.replace(day=1),
            job,
            self.order_id.life_stage or "after_sale",
        )

    @api.model
    def _find_drafts(self, keys):
        """{key: its draft}, found in one search, else made."""
        names = ("company_id", "payer", "partner_id", "currency_id", "term_id")
        names += ("period", "order_id", "life_stage")
        settlements = self.env["aftersales.settlement"]
        known = settlements.search(
            [
                ("state", "=", "draft"),
                ("term_id", "in", [key[4].id for key in keys]),
                ("partner_id", "in", [key[2].id for key in keys]),
            ]
        )
        drafts = {tuple(known_one[n] for n in names): known_one for known_one in known}
        missing = [key for key in keys if key not in drafts]
        made = settlements._in_flow().create(
            [
                {
                    name: value.id if isinstance(value, models.BaseModel) else value
                    for name, value in zip(names, key, strict=True)
                }
                for key in missing
            ]
        )
        drafts |= dict(zip(missing, made._out_of_flow(), strict=True))
        return {key: drafts[key] for key in keys}

    def _prepare_settlement_line(self, term):
        agreed = term._get_line(self.fee_id.kind)
        day = self._get_cause_day()
        before = len(
            self.settlement_line_ids.filtered(lambda ln: ln.state != "waiting")
        )
        net = self.open_net
        if not before:
            net = agreed._get_part(self.open_net, self.currency_id, day)
        return {
            "share_id": self.id,
            "term_line_id": agreed.id,
            "name": self.fee_id.name,
            "kind": self.fee_id.kind,
            "order_id": self.order_id.id,
            "day": day,
            "claim_until": self._get_claim_until(term, day),
            "round": before + 1,
            "becomes": agreed.becomes,
            "net": net,
            "kept_net": self.currency_id.round(self.open_net - net),
        }

    def _get_claim_until(self, term, day):
        if not term.claim_number:
            return False
        if term.claim_since == "judged":
            day = self._get_judged_day() or day
        elif term.claim_since == "month_end":
            day = add_months(day.replace(day=1), 1) - timedelta(days=1)
        return self.company_id._aftersales_count(
            term.claim_number, term.claim_unit, day
        )

    def _split_between(self, terms):
        """Whoever bears it together gets a share of his own, once."""
        for share in self.filtered(lambda s: not s.taken_amount):
            parts = terms[share].split_ids
            if share.settlement_line_ids or not parts:
                continue
            percents = [round(part.percent, 2) for part in parts]
            sums = split(share.open_net, percents, share.currency_id.rounding)
            for part, net in zip(parts, sums, strict=True):
                if net and part.partner_id != share.partner_id:
                    share._charge_elsewhere(
                        float(net),
                        share.payer,
                        part.partner_id,
                        share.env._("Split by “%s”", terms[share].name),
                    )

    def action_gather(self):
        """Put the chosen shares on settlements, and show them.

        :raises MoveRefused: when none of them can be, with the reason
        """
        self.env["aftersales.settlement"]._require_group(FINANCE)
        self.check_access("read")
        # sudo: shares are read across jobs; settlements are made by this action
        shares = self.sudo().filtered_domain(self._get_unsettled_domain())
        drafts = shares._gather()
        if not drafts:
            reasons = {share.settlement_obstacle for share in shares}
            raise MoveRefused(
                "\n".join(filter(None, reasons))
                or self.env._("None of these shares is open for a settlement.")
            )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "aftersales_service.aftersales_settlement_action"
        )
        return action | {"domain": [("id", "in", drafts.ids)]}

    @api.model
    def _cron_gather(self):
        """Every night: what became ready, by the rhythm of its terms."""
        if not self.env["res.groups"]._aftersales_uses("settlement"):
            return
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_settlement_gather",
            self,
            self._get_unsettled_domain(),
            lambda shares: shares._gather(),
            size=2000,
        )
