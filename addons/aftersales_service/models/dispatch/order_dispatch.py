from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ...exceptions import MoveRefused
from ...kernel import dispatch


class ServiceOrder(models.Model):
    """Who should go: technicians ranked with reasons; the dispatcher decides."""

    _inherit = "aftersales.order"

    def _propose_technicians(self, start=None, kind=None):
        """Technicians of the company, best first, for each of these jobs.

        :param start: planned start (UTC); default now
        :param kind: key of the kind of visit; default what the job wants
        :return: {order id: [candidate]}; a candidate has ``id``, ``name``, ``grade``,
            ``favour``, ``score``, ``km``, ``visits``, ``reasons`` ([good, sentence] pairs),
            ``refusals`` (sentences; he cannot be sent), ``warnings`` (sentences; sent
            only with a written reason), ``clashes`` and ``off_shift``. Refused ones come last. The number
            of queries does not depend on the number of jobs or technicians.
        """
        start = start or fields.Datetime.now()
        technicians = self.env["aftersales.technician"].search(
            Domain("company_id", "in", self.company_id.ids)
        )
        facts = {
            "start": start,
            "kind": kind,
            "bookings": technicians._get_bookings(
                start - timedelta(hours=12), start + timedelta(hours=12)
            ),
            "suggested": self._get_suggested_parts(),
            "authorities": technicians._get_authorities(),
            "amounts": self._get_job_amounts(),
        }
        parts = self.env["product.product"].union(*facts["suggested"].values())
        facts["vans"] = technicians._get_van_parts(parts)
        facts["foreign"] = self._get_foreign(kind)
        return {order.id: order._rank(technicians, facts) for order in self}

    def _rank(self, technicians, facts):
        mine = technicians.filtered(lambda t: t.company_id == self.company_id)
        refusals = mine._get_refusals(
            self._get_severity(),
            facts["kind"] or self.visit_kind,
            facts["authorities"],
        )
        warnings = mine._get_warnings(
            self._get_skill_category(),
            facts["amounts"].get(self.id, 0.0),
            facts["authorities"],
        )
        role = facts["foreign"].get(self)
        foreign = [self._get_foreign_words(role)] if role else []
        known = facts | {"favourites": self._get_favourites(mine)}
        found = [
            self._prepare_candidate(technician, known)
            | {
                "refusals": refusals[technician.id] + foreign,
                "warnings": warnings[technician.id],
            }
            for technician in mine
        ]
        return sorted(found, key=self._get_candidate_key)

    def _get_candidate_key(self, candidate):
        """Who may not go last, who had better not before him; of the others first who is
        named for such a job, then by points."""
        doubts = candidate["warnings"] or candidate["clashes"] or candidate["off_shift"]
        return (
            bool(candidate["refusals"]),
            bool(doubts),
            -candidate["favour"],
            -candidate["score"],
            candidate["id"],
        )

    def _prepare_candidate(self, technician, facts):
        site = self.site_id or self.partner_id
        region = technician._covers(self.unit_id, site)
        skill = technician._has_skill(
            technician._get_lineage(self._get_skill_category())
        )
        parts = facts["suggested"][self.id]
        van = facts["vans"].get(technician.id, {})
        on_van = parts.filtered(lambda p: van.get(p.id))
        km, _minutes = technician._get_way(site)
        visits = self._count_of_day(technician, facts)
        share = len(on_van) / len(parts) if parts else 0.0
        points = dispatch.score(region, skill, share, len(visits), km)
        reasons = self._get_reasons(technician, region, skill, visits, km)
        favour, why = facts["favourites"].get(technician.id, (0, None))
        if why:
            reasons.insert(0, [True, why])
        hours = self.company_id.aftersales_visit_hours
        off_shift = technician._is_off_shift(self.company_id, facts["start"], hours)
        if off_shift:
            reasons.append([False, self.env._("does not work at that time")])
        if parts:
            reasons.append(self._get_part_reason(parts, on_van))
        return {
            "id": technician.id,
            "name": technician.name,
            "grade": technician._fields["grade"].convert_to_export(
                technician.grade, technician
            ),
            "favour": favour,
            "score": points,
            "km": km and round(km, 1),
            "visits": len(visits),
            "reasons": reasons,
            "clashes": self._get_clash(technician, facts),
            "off_shift": off_shift,
        }

    def _count_of_day(self, technician, facts):
        day = self.company_id._aftersales_day(facts["start"])
        return [
            visit
            for begin, _end, visit in facts["bookings"].get(technician.id, ())
            if self.company_id._aftersales_day(begin) == day
        ]

    def _get_clash(self, technician, facts):
        stop = facts["start"] + timedelta(hours=self.company_id.aftersales_visit_hours)
        found = dispatch.clashes(
            facts["start"], stop, facts["bookings"].get(technician.id, ())
        )
        return [
            self.env._(
                "%(name)s is on visit %(visit)s at that time.",
                name=technician.name,
                visit=visit.name,
            )
            for _start, _stop, visit in found[:1]
        ]

    def _get_reasons(self, technician, region, skill, visits, km):
        reasons = [
            [True, self.env._("works in this region")]
            if region
            else [False, self.env._("works in another region")]
        ]
        if skill:
            name = self._get_skill_category().name
            reasons.append([True, self.env._("trained for %s", name)])
        elif not technician.skill_ids:
            reasons.append([False, self.env._("no skills recorded")])
        if visits:
            reasons.append(
                [False, self.env._("%s visits on that day already", len(visits))]
            )
        else:
            reasons.append([True, self.env._("no other visit on that day")])
        if km is not None:
            reasons.append([km < 30, self.env._("%s km away", round(km))])
        return reasons

    def _get_part_reason(self, parts, on_van):
        if on_van:
            names = ", ".join(on_van.mapped("display_name"))
            return [True, self.env._("has %s on the van", names)]
        names = ", ".join(parts[:3].mapped("display_name"))
        return [False, self.env._("does not have %s on the van", names)]

    def _check_unassigned(self):
        """A call that is dropped has nobody yet.

        :raises MoveRefused: naming who goes already
        """
        self._check_going()
        for order in self:
            taken = order.visit_ids.filtered(lambda v: v.state != "cancelled")[:1]
            if taken:
                raise MoveRefused(
                    self.env._(
                        "%(order)s went to %(name)s meanwhile. Reassign it on the visit.",
                        order=order.name,
                        name=taken.technician_id.name,
                    )
                )

    def _get_skill_category(self):
        """The product category whose skill the job needs."""
        return self.product_id.categ_id

    def _get_severity(self):
        """Key of the job's severity; jobs without classification have none."""
        return self.severity

    def _get_suggested_parts(self):
        """{order id: products} that the remedies of its symptom need (S-05)."""
        return {
            order.id: order.suggested_remedy_ids.part_ids.product_id for order in self
        }

    def _get_job_amounts(self):
        """Hook: {order id: what the customer is expected to pay}; fees add theirs."""
        return {}

    def _get_dispatch_chain(self):
        """Codes of the roles that agree before anybody leaves, in their order, by the
        service policy of the job (O-53, O-55, O-56, O-66)."""
        self.ensure_one()
        # sudo: codes of roles, for dispatchers who may not read policies
        return self._get_policy().sudo().approver_ids.role_id.mapped("code")
