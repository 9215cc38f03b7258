from datetime import timedelta

from odoo import api, fields, models

from ...kernel import dispatch
from ..order.order_dimensions import GRAVE


class Technician(models.Model):
    _inherit = "aftersales.technician"

    is_quality = fields.Boolean(
        "Of the Quality Department",
        help="Goes along as a helper to major, difficult and batch faults.",
    )

    @api.model
    def _get_department(self, companies):
        return self.search(
            [("is_quality", "=", True), ("company_id", "in", companies.ids)]
        )


class Question(models.Model):
    _inherit = "aftersales.question"

    def _get_quality_people(self):
        """Technicians of the quality department belong to it as well (extends)."""
        # sudo: who belongs to it is asked on behalf of people who see their own file only
        people = self.sudo().env["aftersales.technician"]
        people = people._get_department(self.company_id).user_id
        return super()._get_quality_people() | people.sudo(False)


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"
    _watched_fields = frozenset({"escalation_class"})

    def _follow_facts(self, changed):
        """A fault that turns out grave brings quality people to the visits to come, another
        station hears of its job."""
        result = super()._follow_facts(changed)
        self._follow_station(changed)
        # sudo: the fault decides who goes along, whoever calls it grave
        grave = self._get_changed(changed, "escalation_class").sudo()
        coming = grave.visit_ids.filtered(lambda v: v.state in ("planned", "confirmed"))
        coming._bring_quality()
        return result


class Visit(models.Model):
    """Major, difficult and batch faults: quality people work along (D-07)."""

    _inherit = "aftersales.visit"

    def _prepare_work(self):
        """Who is sent to a grave fault does not go alone (extends)."""
        result = super()._prepare_work()
        # sudo: as above
        self.sudo()._bring_quality()
        return result

    def _bring_quality(self):
        """Somebody of the quality department who is free helps; where nobody is, the job
        says so to whoever plans it."""
        grave = self.filtered(
            lambda v: v.order_id.escalation_class in GRAVE
            and not any(v._get_people().mapped("is_quality"))
        )
        if not grave:
            return
        people = self._get_quality_people(grave.company_id)
        for visit in grave:
            mine = people.filtered(lambda t, v=visit: t.company_id == v.company_id)
            helper = visit._choose_free(mine)
            if helper:
                visit._add_helper(helper)
            elif mine:
                visit._tell_quality_is_missing(mine)

    @api.model
    def _get_quality_people(self, companies):
        people = self.env["aftersales.technician"]._get_department(companies)
        return people.filtered("is_dispatchable")

    def _choose_free(self, people):
        """The first of ``people`` who has no other visit then, those of the region first."""
        start = self.planned_start
        stop = self.planned_end or start + timedelta(hours=self.duration)
        bookings = people._get_bookings(start, stop)
        order = self.order_id
        site = order.site_id or order.partner_id
        free = people.filtered(
            lambda t: not dispatch.clashes(start, stop, bookings.get(t.id, ()))
        )
        return free.sorted(lambda t: (not t._covers(order.unit_id, site), t.id))[:1]

    def _add_helper(self, helper):
        team = {"helper_ids": [(4, helper.id)]}
        if not self.leader_id:
            team["leader_id"] = self.technician_id.id
        self._in_flow().write(team)
        self.order_id.message_post(
            body=self.env._(
                "%(name)s of the quality department goes along to %(visit)s.",
                name=helper.name,
                visit=self.name,
            ),
            partner_ids=helper.user_id.partner_id.ids,
        )

    def _tell_quality_is_missing(self, people):
        self.order_id.message_post(
            body=self.env._(
                "Nobody of the quality department is free for %s. Choose another time, or ask them who can go along.",
                self.name,
            ),
            partner_ids=people.user_id.partner_id.ids,
        )
