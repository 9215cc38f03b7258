from collections import defaultdict
from datetime import UTC, timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_duration

from ...exceptions import MoveRefused
from ...kernel import dispatch
from ...kernel.text import city_key
from ..sla.selections import SEVERITIES

# The board snaps to a quarter of an hour, so “now” may lie a little behind us.
_GRACE = timedelta(minutes=15)
_RANK = {code: rank for rank, (code, _label) in enumerate(SEVERITIES)}


class Technician(models.Model):
    """What dispatch asks about many technicians at once: a fixed number of queries."""

    _inherit = "aftersales.technician"

    def _get_bookings(self, start, stop):
        """Who is booked when, as leading technician or helper.

        :return: {technician id: [(start, stop, visit), …]}, cancelled visits left out
        """
        theirs = Domain("technician_id", "in", self.ids)
        theirs |= Domain("helper_ids", "in", self.ids)
        visits = self.env["aftersales.visit"].search(
            theirs
            & Domain("planned_start", "<", stop)
            & Domain("planned_end", ">", start)
            & Domain("state", "!=", "cancelled"),
            order="planned_start",
        )
        bookings = defaultdict(list)
        for visit in visits:
            for technician in visit.technician_id | visit.helper_ids:
                bookings[technician.id].append(
                    (visit.planned_start, visit.planned_end, visit)
                )
        return bookings

    def _check_slot(self, order, start, hours=None, visit=None):
        """What the board forbids before a drop, said by the server to every door.

        :param hours: length; default the company's
        :param visit: the visit that moves, which does not stand in its own way
        :raises MoveRefused: for what is past and where another visit is booked
        """
        self.ensure_one()
        if start < fields.Datetime.now() - _GRACE:
            raise MoveRefused(
                self.env._(
                    "%s is past. Choose a time to come.",
                    order.company_id._aftersales_words(start),
                )
            )
        stop = start + timedelta(hours=hours or order.company_id.aftersales_visit_hours)
        booked = self._get_bookings(start, stop)[self.id]
        others = [other for _begin, _end, other in booked if other != visit]
        if others:
            raise MoveRefused(
                self.env._(
                    "%(name)s is on visit %(visit)s at that time. Choose another time or another technician.",
                    name=self.name,
                    visit=others[0].name,
                )
            )

    def _check_shift(self, order, start, hours=None):
        """What the board forbids before a drop; a window asks and may send him all the same.

        :raises MoveRefused: outside of his shift
        """
        hours = hours or order.company_id.aftersales_visit_hours
        if self._is_off_shift(order.company_id, start, hours):
            raise MoveRefused(
                self.env._(
                    "%(name)s works from %(begin)s to %(end)s, the visit would last from %(start)s to %(stop)s. Choose another time or another technician.",
                    name=self.name,
                    begin=format_duration(self.shift_start),
                    end=format_duration(self.shift_end),
                    start=order.company_id._aftersales_words(start),
                    stop=order.company_id._aftersales_words(
                        start + timedelta(hours=hours)
                    ),
                )
            )

    def _is_off_shift(self, company, start, hours):
        """Whether ``hours`` from ``start`` (UTC) on lie outside of his day."""
        local = start.replace(tzinfo=UTC).astimezone(company._aftersales_zone())
        begins = local.hour + local.minute / 60
        return begins < self.shift_start or begins + hours > self.shift_end

    def _get_van_parts(self, products):
        """{technician id: {product id: free quantity}} of ``products`` on their vans."""
        found = defaultdict(dict)
        if not products:
            return found
        # sudo: dispatchers have no stock rights, but should see what is on the van
        vans = {t.sudo().location_id.id: t.id for t in self}
        groups = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("location_id", "in", list(vans)),
                    ("product_id", "in", products.ids),
                    ("quantity", ">", 0),
                ],
                ["location_id", "product_id"],
                ["quantity:sum"],
            )
        )
        for location, product, quantity in groups:
            found[vans[location.id]][product.id] = quantity
        return found

    def _get_refusals(self, severity=False, kind="repair", authorities=None):
        """Why each of these technicians may not lead a job of that kind (O-31, O-33).

        :param severity: key of the job's severity or False
        :param kind: key of the kind of visit
        :param authorities: result of `_get_authorities`, to ask for it only once
        :return: {technician id: [sentence, …]} with an entry for every technician
        """
        if authorities is None:
            authorities = self._get_authorities()
        return {
            technician.id: [
                *technician._get_exam_refusals(),
                *technician._get_grade_refusals(authorities, severity, kind),
            ]
            for technician in self
        }

    def _get_warnings(self, category, amount=0.0, authorities=None):
        """What speaks against each of them unless the dispatcher writes why he goes.

        :param category: product category of the device, may be empty
        :param amount: what the customer is expected to pay, company currency
        :return: {technician id: [sentence, …]} with an entry for every technician
        """
        if authorities is None:
            authorities = self._get_authorities()
        lineage = self._get_lineage(category)
        return {
            technician.id: [
                *technician._get_skill_warnings(category, lineage),
                *technician._get_fee_warnings(authorities, amount),
            ]
            for technician in self
        }

    def _get_lineage(self, category):
        return {int(key) for key in (category.parent_path or "").split("/") if key}

    def _get_exam_refusals(self):
        if not self.examined:
            return [self.env._("%s has not passed the examination.", self.name)]
        if not self.is_dispatchable:
            day = fields.Date.to_string(self.examined_until)
            return [
                self.env._(
                    "The examination of %(name)s was valid until %(day)s.",
                    name=self.name,
                    day=day,
                )
            ]
        return []

    def _has_skill(self, lineage):
        return bool(lineage.intersection(self.skill_ids.ids))

    def _get_skill_warnings(self, category, lineage):
        if not lineage or not self.skill_ids or self._has_skill(lineage):
            return []
        return [
            self.env._(
                "%(name)s is not trained for %(category)s.",
                name=self.name,
                category=category.name,
            )
        ]

    def _get_grade_refusals(self, authorities, severity, kind):
        authority = authorities.get((self.company_id.id, self.grade))
        if not authority:
            return []
        limit = authority.max_severity
        found = []
        if severity and limit and _RANK.get(severity, 0) > _RANK[limit]:
            found.append(
                self.env._(
                    "%(name)s (%(grade)s) is not sent to jobs of this severity.",
                    name=self.name,
                    grade=self._get_grade_label(),
                )
            )
        if kind and not authority[f"may_{kind}"]:
            label = authority._fields[f"may_{kind}"]._description_string(self.env)
            found.append(
                self.env._(
                    "%(name)s (%(grade)s) is not sent alone to do: %(kind)s.",
                    name=self.name,
                    grade=self._get_grade_label(),
                    kind=label,
                )
            )
        return found

    def _get_fee_warnings(self, authorities, amount):
        authority = authorities.get((self.company_id.id, self.grade))
        if not authority or not authority.fee_limit or amount <= authority.fee_limit:
            return []
        return [
            self.env._(
                "%(name)s (%(grade)s) decides on fees up to %(limit)s only.",
                name=self.name,
                grade=self._get_grade_label(),
                limit=authority.currency_id.format(authority.fee_limit),
            )
        ]

    def _get_grade_label(self):
        return self._fields["grade"].convert_to_export(self.grade, self)

    def _get_start_point(self):
        station = self.station_id
        return station.partner_latitude, station.partner_longitude

    def _get_way(self, site):
        """(km or None, minutes) from the station to ``site``."""
        there = (site.partner_latitude, site.partner_longitude)
        km = dispatch.distance(self._get_start_point(), there)
        speed = self.company_id.aftersales_travel_speed
        return km, dispatch.travel_minutes(km, speed)

    def _covers(self, unit, site):
        """Whether the unit or the city of a job lies in the technician's region."""
        lineage = {int(key) for key in (unit.parent_path or "").split("/") if key}
        mine = lineage.intersection((self.unit_id | self.region_ids).ids)
        return bool(mine) or city_key(site.city) in self._get_cities()
