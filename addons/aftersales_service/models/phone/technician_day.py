from odoo import api, fields, models
from odoo.fields import Domain

from ...groups import TECHNICIAN as _TECHNICIAN

# What the phone shows as it stands, and what it keeps as draft until the step is sent.
_PLAIN = (
    "name",
    "state",
    "cause",
    "action_taken",
    "tested",
    "instructed",
    "outcome",
    "outcome_note",
    "found_fault",
    "signed_by",
    "sign_method",
    "found_serial",
    "refusal_open",
    "help_open",
    "incident_open",
    "failed_calls",
    "travel_minutes",
)
_MOMENTS = (
    "planned_start",
    "planned_end",
    "depart_at",
    "expected_at",
    "next_call_at",
    "acknowledged_at",
    "away_at",
    "facts_at",
)


class Visit(models.Model):
    """The technician's day 技术员工作台: all that a phone needs to go on without network.

    One answer in a fixed number of queries, whatever the number of visits. What the phone
    did meanwhile comes back through `action_sync`.
    """

    _inherit = "aftersales.visit"

    @api.model
    def get_technician_day(self):
        """Today's visits of the user, and what is left open from earlier days.

        :return: dict of ``user_id``, ``technician``, ``day`` ("YYYY-MM-DD"), ``consent``
            (to positions), ``visits`` (in order of time; moments in UTC), ``choices``
            ({field: [[code, label]]}), ``reasons`` ({kind: [[id, name]]}), ``faults``
            ([{id, name, remedies}]); rooms add theirs
        :raises GroupRefused: for somebody who is no technician
        """
        self._require_group(_TECHNICIAN)
        visits = self.search(self._get_phone_domain(), order="planned_start, id")
        visits = visits.sorted(lambda v: (v.planned_start, not v._is_urgent(), v.id))
        visits._fetch_for_phone()
        return visits._prepare_phone_day()

    def _is_urgent(self):
        # sudo: as in `_fetch_for_phone`
        return self.sudo().order_id.priority == "1"

    @api.model
    def _get_phone_domain(self):
        company = self.env.company
        start, stop = self._get_day_bounds(company, company._aftersales_today())
        mine = Domain("user_id", "=", self.env.uid)
        mine |= Domain("helper_ids.user_id", "=", self.env.uid)
        open_ones = Domain("state", "!=", "closed") | Domain(
            "planned_start", ">=", start
        )
        return (
            mine
            & open_ones
            & Domain("company_id", "=", company.id)
            & Domain("planned_start", "<", stop)
            & Domain("state", "!=", "cancelled")
        )

    def _fetch_for_phone(self):
        """Read what the cards show for all visits at once."""
        # sudo: of his own jobs a technician sees customer, place and machine
        orders = self.sudo().order_id
        orders.fetch(
            ["name", "fault", "promised_at", "distance_km", "fault_id", "priority"]
        )
        (orders.partner_id | orders.site_id).fetch(["name", "phone", "city", "street"])
        orders.device_id.fetch(["serial", "product_id"])
        orders.product_id.fetch(["name", "categ_id"])

    def _prepare_phone_day(self):
        """Hook: rooms add what their cards need beside the visits."""
        company = self.env.company
        technician = self.env["aftersales.technician"].search(
            [("user_id", "=", self.env.uid), ("company_id", "=", company.id)], limit=1
        )
        return {
            "user_id": self.env.uid,
            "technician": technician.name or self.env.user.name,
            "day": fields.Date.to_string(company._aftersales_today()),
            "consent": bool(technician.position_consent_at),
            "visits": [visit._prepare_phone_card() for visit in self],
            "choices": self._get_phone_choices(),
            "reasons": self._get_phone_reasons(),
            "faults": self._get_phone_faults(),
        }

    def _prepare_phone_card(self):
        """One visit as the phone shows it; rooms add their cards."""
        plain = {name: self[name] for name in _PLAIN}
        moments = {name: fields.Datetime.to_string(self[name]) for name in _MOMENTS}
        return (
            plain
            | moments
            | self._prepare_phone_place()
            | {
                "id": self.id,
                "kind": self._get_phone_label("kind"),
                "found_fault_id": self.found_fault_id.id,
                "found_cause": self.found_cause,
                "is_ours": self.is_ours,
                "dismantled": self.dismantled,
                "asks_facts": self.kind == "repair",
                "knows_cause": self._is_cause_known(),
                "urgent": self._is_urgent(),
                "photos": {
                    "before": len(self.photo_before_ids),
                    "after": len(self.photo_after_ids),
                },
                "checks": [check._prepare_phone() for check in self.check_ids],
                "extras": [extra._prepare_phone() for extra in self.extra_ids],
                "ratings": self._get_phone_ratings(),
            }
        )

    def _prepare_phone_place(self):
        # sudo: as in `_fetch_for_phone`
        order = self.sudo().order_id
        place = order.site_id or order.partner_id
        km = order.distance_km or self.sudo().technician_id._get_way(place)[0]
        return {
            "order": order.name,
            "order_id": order.id,
            "due": fields.Datetime.to_string(order.promised_at),
            "fault": order.fault or "",
            "symptom": order.fault_id.id,
            "service_type": order._fields["service_type"].convert_to_export(
                order.service_type, order
            ),
            "customer": order.partner_id.name,
            "contact": order.contact_name or "",
            "phone": order.contact_phone or place.phone or order.partner_id.phone or "",
            "address": " ".join(part for part in (place.city, place.street) if part),
            "km": round(km, 1) if km else 0,
            "device": order.product_id.name or "",
            "categories": sorted(
                map(int, (order.product_id.categ_id.parent_path or "").split("/")[:-1])
            ),
            "template": order.product_id.product_tmpl_id.id,
            "serial": order.device_id.serial or "",
        }

    def _get_phone_label(self, name):
        return self._fields[name].convert_to_export(self[name], self)

    def _get_phone_ratings(self):
        """Hook: what the customer rates by faces: [{field, label, value}], four levels."""
        return [
            {
                "field": "satisfaction",
                "label": self._fields["satisfaction"]._description_string(self.env),
                "value": self.satisfaction,
            }
        ]

    @api.model
    def _get_phone_choices(self):
        """{field: [[code, label]]} of what is chosen on the phone."""
        others = {
            "agreed_how": ("aftersales.visit.event", "agreed_how"),
            "correction": ("aftersales.correction", "kind"),
        }
        names = (
            "satisfaction",
            "sign_method",
            "outcome",
            "is_ours",
            "dismantled",
            "found_cause",
            "state",
        )
        return {
            name: self._fields[name]._description_selection(self.env) for name in names
        } | {
            key: self.env[model]._fields[name]._description_selection(self.env)
            for key, (model, name) in others.items()
        }

    @api.model
    def _get_phone_reasons(self):
        found = {}
        for reason in self.env["aftersales.visit.reason"].search(
            [("active", "=", True)]
        ):
            found.setdefault(reason.kind, []).append([reason.id, reason.name])
        return found

    def _get_phone_faults(self):
        """Causes of the fault tree with their remedies, and the symptoms above them."""
        faults = self.env["aftersales.fault"]
        causes = faults.search([("kind", "=", "cause")], limit=500)
        branches = {cause: cause._get_branch() for cause in causes}
        remedies = faults.search([("parent_id", "in", causes.ids)]).grouped("parent_id")
        return [
            {
                "id": cause.id,
                "name": cause.name,
                "symptoms": branches[cause].ids,
                # The phone offers a cause only for products of all of these.
                "categories": branches[cause].categ_id.ids,
                "templates": branches[cause].product_tmpl_id.ids,
                "remedies": [
                    [remedy.id, remedy.name] for remedy in remedies.get(cause, ())
                ],
            }
            for cause in causes
        ]

    def action_sync(self, entries, user_id=None):
        """The queue belongs to who filled it: another login on the same phone does not
        send it, it is asked to log in again (extends).

        :return: as before; ``login`` is true and nothing was taken when ``user_id`` is
            somebody else
        """
        if user_id and user_id != self.env.uid:
            return {"state": False, "results": [], "login": True}
        return super().action_sync(entries)


class Fault(models.Model):
    _inherit = "aftersales.fault"

    def _get_branch(self):
        """The fault and those above it, from the top down."""
        return self.browse(map(int, self.parent_path.split("/")[:-1]))


class VisitCheck(models.Model):
    _inherit = "aftersales.visit.check"

    def _prepare_phone(self):
        return {
            "id": self.id,
            "name": self.name,
            "step": self.step,
            "mandatory": self.is_mandatory,
            "done": bool(self.done_at),
        }


class VisitExtra(models.Model):
    _inherit = "aftersales.visit.extra"

    def _prepare_phone(self):
        return {
            "id": self.id,
            "name": self.name,
            "amount": self.currency_id.format(self.amount),
            "state": self.state,
        }
