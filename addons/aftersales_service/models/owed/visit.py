from collections import namedtuple

from odoo import models

# A person of a visit who may be paid for it; ``expected``: even where nothing was agreed.
Asked = namedtuple("Asked", "visit technician payer partner day expected")
_FIRMS = ("agent", "contractor")


class Technician(models.Model):
    _inherit = "aftersales.technician"

    def _get_own_partner(self):
        """The contact of a person, to whom wages go; never his company's."""
        return self.partner_id or self.user_id.partner_id

    def _get_payee(self):
        """(as what, to whom) the work of this person is paid."""
        if self.kind == "own":
            return "employee", self._get_own_partner()
        return "contractor", self.employer_id.commercial_partner_id


class Visit(models.Model):
    """For each visit that took place, what its people earned."""

    _inherit = "aftersales.visit"

    def _after_move(self, state):
        """Signed: what was earned stands for the next statement; cancelled: nobody went
        (extends)."""
        result = super()._after_move(state)
        if state in ("accepted", "cancelled"):
            self._reckon_work()
        return result

    def _reckon_work(self):
        """Bring the rows of who is paid up to who went, and count them."""
        # sudo: of a step of technicians and dispatchers, who see nothing of it
        visits = self.sudo()
        asked = [each for visit in visits for each in visit._get_asked()]
        terms = self.env["aftersales.settlement.policy"].sudo()._find_owed_terms(asked)
        wanted = {
            (a.visit, a.technician): (a, terms[a])
            for a in asked
            if terms[a] or a.expected
        }
        works = visits.owed_work_ids
        for work in works:
            key = (work.visit_id, work.technician_id)
            if key not in wanted and not work._is_taken():
                works -= work
                work._in_flow()._drop()
        works._take_over_visits(wanted)
        visits.owed_work_ids._reckon()

    def _get_asked(self):
        """Whoever went and may be paid. An agent who serves himself collects from the
        customer, or bears it; what others bear we pay as agreed (V-16, F-49)."""
        if self.state == "cancelled":
            return
        moment = self.ended_at or self.planned_start
        day = self.company_id._aftersales_day(moment)
        serving = self.order_id._get_serving_agent().commercial_partner_id
        for technician in self._get_people():
            payer, partner = technician._get_payee()
            serves = bool(serving) and partner == serving
            if not (serves and self._is_borne_by_agent()):
                expected = technician.kind in _FIRMS and not serves
                yield Asked(self, technician, payer, partner, day, expected)

    def _is_borne_by_agent(self):
        """Whether the work, or part of it, is a matter of the agent and the customer."""
        shares = self.order_id._get_fee_shares("labour")
        return bool({"customer", "agent"} & {share["payer"] for share in shares})


class OwedWork(models.Model):
    _inherit = "aftersales.owed.work"

    def _take_over_visits(self, wanted):
        """Make the rows that are missing, and give the open ones their terms."""
        known = {(work.visit_id, work.technician_id): work for work in self}
        new = []
        for key, (asked, term) in wanted.items():
            vals = {
                "payer": asked.payer,
                "partner_id": asked.partner.id,
                "day": asked.day,
                "term_id": term.id,
            }
            work = known.get(key)
            if not work:
                visit, technician = key
                new.append(
                    vals | {"visit_id": visit.id, "technician_id": technician.id}
                )
            elif not work._is_taken() and work._differs(vals):
                work._in_flow().write(vals)
        self._in_flow().create(new)

    def _differs(self, vals):
        return any(
            self._fields[name].convert_to_write(self[name], self) != value
            for name, value in vals.items()
        )
