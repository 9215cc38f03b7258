import base64
import binascii

from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import MoveRefused
from .parcel import OPEN

_CARRIERS = 12


class TechnicianDay(models.AbstractModel):
    """Parcels on the technician's phone: what is on its way to him, and what of it came."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _get_actions(self):
        return super()._get_actions() | {
            "parcel": "action_receive_parcel",
            "send_parcel": "action_send_parcel",
        }

    @api.model
    def _get_choices(self):
        """Carriers that were used before (extends)."""
        carriers = self.env["aftersales.parcel"]._find_carriers(self.env.company)
        return super()._get_choices() | {
            "courier": [[carrier.id, carrier.name] for carrier in carriers]
        }

    @api.model
    def _prepare_day(self, visits, products):
        parcels = self._find_parcels()
        lines = parcels.line_ids
        return super()._prepare_day(visits, products | lines.product_id) | {
            "parcels": [parcel._prepare_phone() for parcel in parcels]
        }

    @api.model
    def sync(self, visit_id, entries, user_id=None):
        """A parcel keeps its receiver: what he tells of it is taken without a visit, too,
        when that is a colleague's meanwhile (extends)."""
        alone = entries and isinstance(entries, list)
        alone = alone and all(map(_is_of_parcel, entries))
        mine = not user_id or user_id == self.env.uid
        # People outside see their visits only.
        if not (alone and mine) or self.env.user.share:
            return super().sync(visit_id, entries, user_id=user_id)
        visit = self.env["aftersales.visit"].browse(visit_id or ())
        if visit and visit.has_access("write"):
            return super().sync(visit_id, entries, user_id=user_id)
        results = [self._take_entry(visit.browse(), entry) for entry in entries]
        return {"state": False, "results": results}

    @api.model
    def _run_entry(self, visit, entry):
        if visit:
            return super()._run_entry(visit, entry)
        told = dict(entry["args"])
        parcel = self.env["aftersales.parcel"].browse(told.pop("parcel")).exists()
        parcel.check_access("read")
        return parcel._receive_told(key=entry["uuid"], **told)

    @api.model
    def _find_parcels(self):
        if not self.env["res.groups"]._aftersales_uses("courier"):
            return self.env["aftersales.parcel"]
        return self.env["aftersales.parcel"].search(
            [
                ("technician_user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
                ("direction", "=", "out"),
                ("state", "in", OPEN),
            ],
            order="date_expected, id",
        )


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def action_receive_parcel(self, parcel, lines, note=None, photos=None):
        """签收 on the phone: the parcel belongs to the job of a visit of whoever tells it.

        :param parcel: id of the parcel
        :param lines: [{"id", "arrived", "broken", "missing"}]
        :param photos: [{"name", "datas"}]
        """
        self.ensure_one()
        self.check_access("write")
        found = self.env["aftersales.parcel"].browse(parcel).exists()
        # sudo: whose visit it is was asked; whether the parcel is his, `_receive` asks
        mine = found.sudo()
        if not found or self.order_id not in mine.line_ids.order_id:
            raise MoveRefused(self.env._("%s: this parcel is not for it.", self.name))
        stamp = self._get_stamp()
        found._receive_told(lines, stamp and stamp.uuid, note, photos)

    def action_send_parcel(self, carrier, waybill, cost=0, photo=None):
        """寄回: what of this visit has to go to the store is given to a courier.

        :param carrier: id of one of the known carriers
        :param photo: of the waybill, base64
        """
        self.ensure_one()
        self.check_access("write")
        parcels = self.env["aftersales.parcel"]
        known = parcels._find_carriers(self.company_id)
        courier = known.filtered(lambda c: c.id == int(carrier))
        parcel = parcels.create(
            {
                "direction": "back",
                "technician_id": self.technician_id.id,
                "company_id": self.company_id.id,
                "courier_id": courier.id,
                "tracking_ref": waybill.strip(),
                "cost": cost,
            }
            | self._get_home()
        )
        parcel.action_load()
        parcel.line_ids.filtered(lambda p: p._get_visit() != self).unlink()
        if photo:
            parcel._add_photos("photo_ids", _read_photos([{"datas": photo}]))
        parcel.action_send()
        return parcel.id

    def _get_home(self):
        """The warehouse from which its parts came, else that of the unit; one that nobody
        knows is left to the parcel."""
        visit = self.sudo()  # sudo: which warehouse it is, is told to whoever sends
        held = visit.requisition_ids._get_held_lines().requisition_id
        home = held.warehouse_id[:1] or visit.order_id.unit_id.warehouse_id
        return {"warehouse_id": home.id} if home else {}


class Parcel(models.Model):
    """What people outside see of a parcel: chosen values of what is theirs."""

    _inherit = "aftersales.parcel"

    @api.model
    def _find_carriers(self, company):
        """Those who carried for the company, the busiest first."""
        if not self.env["res.groups"]._aftersales_uses("courier"):
            return self.env["res.partner"]
        # sudo: names of carriers, for whoever sends something
        rows = self.sudo()._read_group(
            [("company_id", "=", company.id), ("courier_id", "!=", False)],
            ["courier_id"],
            order="__count desc",
            limit=_CARRIERS,
        )
        return self.env["res.partner"].sudo().union(*(row[0] for row in rows))

    @api.model
    def _get_outside_domain(self):
        """Hook: parcels that the portal login may see: to him, or to his firm."""
        user = self.env.user
        firm = user.commercial_partner_id
        return Domain("technician_user_id", "=", user.id) | Domain(
            "partner_id.commercial_partner_id", "=", firm.id
        )

    @api.model
    def _find_outside(self, parcel_id=None, limit=None):
        """Those of the portal login, newest first; one of them by its id."""
        user = self.env.user
        uses = self.env["res.groups"]._aftersales_uses("courier")
        if not user.share or user._is_public() or not uses:
            return self.browse()
        domain = self._get_outside_domain()
        domain &= Domain("direction", "=", "out")
        domain &= Domain("state", "not in", ("draft", "cancelled"))
        domain &= Domain("company_id", "=", self.env.company.id)
        if parcel_id:
            domain &= Domain("id", "=", parcel_id)
        # sudo: found by the login; pages show chosen values
        return self.sudo().search(domain, limit=limit)

    def _receive_told(self, lines, key=None, note=None, photos=None):
        """What a phone tells; the parameters are those of `action_receive_parcel`."""
        mine = self.sudo()  # sudo: lines of the parcel; `_receive` asks whose it is
        told = mine.line_ids._read_told(mine, lines)
        return self._receive(told, key=key, note=note, photos=_read_photos(photos))

    def _get_visits(self):
        """Of the technician, through which his phone tells what arrived; none when they
        are somebody else's meanwhile."""
        visits = (
            self.line_ids.requisition_id.visit_id or self.line_ids.order_id.visit_ids
        )
        whose = self.technician_id
        return visits.filtered(lambda v: not whose or v.technician_id == whose)

    def _prepare_phone(self):
        """One parcel as the phone and the portal show it."""
        parcel = self.sudo()  # sudo: numbers and names of what is his
        visit = parcel._get_visits().sorted("planned_start")[:1]
        return {
            "id": self.id,
            "visit_id": visit.id,
            "visit": visit.name,
            "name": self.name,
            "carrier": parcel.courier_id.name or "",
            "waybill": self.tracking_ref or "",
            "expected": fields.Date.to_string(self.date_expected) or "",
            "late": self.is_overdue,
            "lines": [line._prepare_phone() for line in parcel.line_ids],
        }


class ParcelLine(models.Model):
    _inherit = "aftersales.parcel.line"

    def _get_visit(self):
        """Hook: the visit from which it comes, or for which it is."""
        return self.requisition_id.visit_id or self.old_part_id.visit_id

    def _prepare_phone(self):
        return {
            "id": self.id,
            "name": self.product_id.display_name,
            "lot": self._get_number(),
            "codes": sorted(self._get_codes()),
            "unit": self.uom_id.name,
            "sent": self.quantity,
            "came": self.arrived_quantity + self.broken_quantity,
            "missing": self.missing_quantity,
            "open": max(self.road_quantity - self.missing_quantity, 0.0),
        }


def _is_of_parcel(entry):
    return (
        isinstance(entry, dict)
        and entry.get("action") == "parcel"
        and isinstance(entry.get("args"), dict)
        and isinstance(entry.get("uuid"), str)
        and not entry.get("values")
    )


def _read_photos(photos):
    """[(name, bytes)]; what is no picture is refused where it is stored."""
    found = []
    for photo in photos or []:
        try:
            raw = base64.b64decode(photo.get("datas") or "", validate=True)
        except (binascii.Error, ValueError):
            raw = b"?"
        found.append((str(photo.get("name") or "photo")[:200], raw))
    return found
