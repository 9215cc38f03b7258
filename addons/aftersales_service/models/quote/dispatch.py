from odoo import api, fields, models

from ..base.blocker import Blocker


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    answer_first = fields.Boolean(
        "Fault, Solution and Quotation before Dispatch",
        help="Before anybody is sent, customer service says where the fault lies and what solves it, and sends the quotation; else the dispatcher writes why somebody goes all the same.",
    )


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    solution = fields.Text(
        "Proposed Solution",
        tracking=True,
        help="What customer service says before anybody is sent: what will be done about the fault.",
    )

    def _get_job_amounts(self):
        """What the customer is expected to pay, for the fee limit of a grade (O-31)."""
        groups = (
            self.env["aftersales.fee.share"]
            .sudo()  # sudo: dispatch looks at the sum only, whoever asks
            ._read_group(
                [("order_id", "in", self.ids), ("payer", "=", "customer")],
                ["order_id", "currency_id"],
                ["amount:sum"],
            )
        )
        amounts = {}
        for order, currency, amount in groups:
            company = order.company_id
            amounts[order.id] = amounts.get(order.id, 0.0) + currency._convert(
                amount, company.currency_id, company, company._aftersales_today()
            )
        return super()._get_job_amounts() | amounts

    # --- fault, solution and quotation before anybody is sent (S-28)

    def _get_answer_blockers(self):
        """What customer service owes before the dispatch, as `Blocker`s."""
        # sudo: a switch of the job, for whoever plans its visits
        if not self or not self.sudo()._get_policy().answer_first:
            return []
        who = self._get_desk_words()
        return [Blocker(text, self, who) for text in self._get_missing_answers()]

    def _get_missing_answers(self):
        if not (self.fault_id or self.found_fault_id):
            yield self.env._(
                "%s: nobody has said where the fault lies. Choose the symptom or the found cause on the service order.",
                self.name,
            )
        if not (self.solution or "").strip():
            yield self.env._(
                "%s: nobody has said what solves it. Write the proposed solution on the service order.",
                self.name,
            )
        if self._needs_quotation() and not self._is_quoted():
            yield self.env._(
                "%s: the customer pays and has no quotation. Add the fees, press “Create Quotation” and send it.",
                self.name,
            )

    def _needs_quotation(self):
        """Whom nobody charges needs no price."""
        paid = any(self._is_customer_paying(kind) for kind in ("labour", "part"))
        return paid and not self._is_invoiced_by_agent()

    def _is_quoted(self):
        # sudo: dispatchers learn how far a quotation is, not what it says
        states = self.sudo().sale_order_ids.mapped("state")
        return any(state in ("sent", "sale") for state in states)

    def _rank(self, technicians, facts):
        """Whoever is proposed, the answers are missing (extends)."""
        candidates = super()._rank(technicians, facts)
        words = [str(blocker) for blocker in self._get_answer_blockers()]
        for candidate in candidates if words else ():
            candidate["warnings"] = [*words, *candidate["warnings"]]
        return candidates


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _get_dispatch_warnings(self):
        """Missing answers can be overridden like any other warning (extends)."""
        found = super()._get_dispatch_warnings()
        for visit in self:
            missing = visit.order_id._origin._get_answer_blockers()
            found[visit] = [*map(str, missing), *found[visit]]
        return found


class DayBoard(models.AbstractModel):
    _inherit = "aftersales.day.board"

    @api.model
    def _get_needs(self, orders):
        """A job without its answers is one of its own kind (extends)."""
        needs = super()._get_needs(orders)
        for order in orders:
            if order._get_answer_blockers():
                needs[order] += f"/{order.id}"
        return needs

    @api.model
    def _get_board_words(self, technicians, needs, visits):
        """The board asks for the reason before a call is dropped (extends)."""
        refusals, warnings = super()._get_board_words(technicians, needs, visits)
        kinds = {order: {order.visit_kind} for order in needs}
        for visit in visits:
            kinds[visit.order_id].add(visit.kind)
        for order, names in kinds.items():
            words = [str(blocker) for blocker in order._get_answer_blockers()]
            for kind in names if words else ():
                known = warnings[f"{needs[order]}/{kind}"]
                for technician in technicians:
                    known[technician.id] = [*words, *known.get(technician.id, ())]
        return refusals, warnings
