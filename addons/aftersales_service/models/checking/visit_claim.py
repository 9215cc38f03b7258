from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ...kernel.claim import Claim, UsedPart
from ..handover.used_serial import _SEPARATORS

_UTC = ZoneInfo("UTC")
_PLACES = {"leave": "left_place", "arrive": "arrived_place", "finish": "ended_place"}
# Steps that the technician himself has to stamp.
_PROOF = {"arrive", "finish"}


class Visit(models.Model):
    """A visit as the kernel compares it with others."""

    _inherit = "aftersales.visit"

    claim_day = fields.Date(
        "Day of the Claim",
        compute="_compute_claim_day",
        store=True,
        index=True,
        help="Day of arrival where the company works, else that of the appointment.",
    )

    @api.depends("arrived_at", "planned_start")
    def _compute_claim_day(self):
        for visit in self:
            moment = visit.arrived_at or visit.planned_start
            visit.claim_day = moment and visit.company_id._aftersales_day(moment)

    def _prepare_claims(self):
        """:class:`Claim` of each visit; needs fingerprints that were taken."""
        closed = self._get_closed_days()
        kilometre = self.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_km")
        self.fee_ids.requisition_line_id.fetch(["used_serials"])
        return [visit._prepare_claim(closed, kilometre) for visit in self]

    def _get_closed_days(self):
        """{(company, day) on which nobody works}"""
        closed = set()
        for company, visits in self.grouped("company_id").items():
            days = visits.mapped("claim_day")
            start = datetime.combine(min(days), time(), _UTC)
            stop = datetime.combine(max(days), time(), _UTC) + timedelta(1)
            calendar = company.resource_calendar_id
            if calendar:
                unusual = calendar._get_unusual_days(start, stop, company)
                closed |= {(company, day) for day, free in unusual.items() if free}
        return closed

    def _prepare_claim(self, closed, kilometre):
        order, device = self.order_id, self.device_id
        fees = self.fee_ids.filtered("quantity")
        pictures = self.fingerprint_ids.grouped("kind")
        photos = pictures.get("photo", ())
        signature = pictures.get("signature", self.fingerprint_ids.browse())[:1]
        travel = fees.filtered(
            lambda f: f.kind == "travel" and f.product_id.uom_id.id == kilometre
        )
        return Claim(
            key=self.id,
            job=order.id,
            day=self.claim_day,
            technician=self.technician_id.id,
            device=device.id or None,
            serial=device.serial or "",
            model=(device.product_id or order.product_id).id or None,
            agent=device.agent_id.id or None,
            customer=self.partner_id.commercial_partner_id.id or None,
            kind=self.kind,
            fault=(self.found_fault_id or order.fault_id).id or None,
            invoice=device.invoice_number or "",
            kilometres=self.travel_km or sum(travel.mapped("quantity")),
            way=2 * order.distance_km or None,
            site=self._get_claim_site(),
            closed=(self.company_id, fields.Date.to_string(self.claim_day)) in closed,
            hours=self.labour_hours if "labour" in fees.mapped("kind") else 0.0,
            parts=self._prepare_used_parts(fees),
            pictures=tuple(f._as_picture() for f in photos),
            signature=signature._as_picture() if signature else None,
            **self._get_claim_times(),
        )

    def _get_claim_site(self):
        site = self.site_id or self.partner_id
        place = (site.partner_latitude, site.partner_longitude)
        return place if any(place) else None

    def _get_claim_times(self):
        """Times on the wall clock, places of the phone, and who vouches for them."""
        zone = self.company_id._aftersales_zone()
        times = {
            name: self[name]
            and self[name].replace(tzinfo=_UTC).astimezone(zone).replace(tzinfo=None)
            for name in ("left_at", "arrived_at", "ended_at")
        }
        places, proved = {}, set()
        people = self._get_people().user_id
        for stamp in self.stamp_ids.filtered(lambda s: s.user_id in people):
            proved.add(stamp.kind)
            if stamp.kind in _PLACES and (stamp.latitude or stamp.longitude):
                places[_PLACES[stamp.kind]] = (stamp.latitude, stamp.longitude)
        times = {name: moment or None for name, moment in times.items()}
        return times | places | {"stamped": proved >= _PROOF}

    @staticmethod
    def _prepare_used_parts(fees):
        """Parts with their serial numbers; several of one part are rows of their own."""
        parts = []
        for fee in fees.filtered(lambda fee: fee.kind == "part"):
            product = fee.product_id.id
            parts.append(UsedPart(product, fee.quantity, fee.amount))
            serials = _SEPARATORS.split(fee.requisition_line_id.used_serials or "")
            parts += [UsedPart(product, 0.0, 0.0, serial) for serial in serials]
        return tuple(parts)
