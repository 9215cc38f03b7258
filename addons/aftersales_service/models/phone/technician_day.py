from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...groups import TECHNICIAN

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
    "found_serial",
    "refusal_open",
    "help_open",
    "incident_open",
    "failed_calls",
    "travel_minutes",
)
_PLACE = ("name", "phone", "city", "street")
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


class TechnicianDay(models.AbstractModel):
    """What the technician's phone (技术员工作台) asks the server: all that it needs to go on
    without network; see `static/src/phone`.

    One answer in a fixed number of queries, whatever the number of visits. What the phone
    did meanwhile comes back through `sync`.
    """

    _name = "aftersales.technician.day"
    _description = "Technician Day"

    @api.model
    def get_technician_day(self):
        """Today's visits of the user, and what is left open from earlier days.

        :return: dict of ``user_id``, ``technician``, ``day`` ("YYYY-MM-DD"), ``consent``
            (to positions), ``visits`` (in order of time; moments in UTC), ``choices``
            ({field: [[code, label]]}), ``reasons`` ({kind: [[id, name]]}), ``faults``
            ([{id, name, remedies}]); rooms add theirs
        :raises GroupRefused: for somebody who is no technician
        """
        visits = self.env["aftersales.visit"]
        visits._require_group(TECHNICIAN)
        visits = visits.search_fetch(self._get_domain(), order="planned_start, id")
        return self._prepare_day(visits, self.env["product.product"])

    @api.model
    def _get_domain(self):
        company = self.env.company
        start, stop = company._aftersales_bounds(company._aftersales_today())
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

    @api.model
    def _prepare_day(self, visits, products):
        """Hook: rooms add what their cards need beside the visits.

        :param products: what rooms name beside the cards, to be read with those on them
        """
        company = self.env.company
        technician = self.env["aftersales.technician"].search_fetch(
            [("user_id", "=", self.env.uid), ("company_id", "=", company.id)], limit=1
        )
        self._fetch_products(products | self._fetch(visits))
        visits = visits.sorted(lambda v: (v.planned_start, not _is_urgent(v), v.id))
        return {
            "user_id": self.env.uid,
            "technician": technician.name or self.env.user.name,
            "day": fields.Date.to_string(company._aftersales_today()),
            "consent": bool(technician.position_consent_at),
            "visits": [self._prepare_card(visit) for visit in visits],
            "choices": self._get_choices(),
            "reasons": self._get_reasons(),
            "faults": self._get_faults(),
        }

    # --- read for all visits at once

    @api.model
    def _fetch(self, visits):
        """Hook: read what the cards show for all visits at once; a card alone would ask
        for each visit again.

        :return: products on the cards
        """
        # sudo: of his own jobs a technician sees customer, place and machine
        mine = visits.sudo()
        orders, people = mine.order_id, mine.technician_id
        orders.fetch()
        people.fetch(["station_id", "company_id"])
        places = orders.partner_id | orders.site_id | people.station_id
        # Amounts are written in the language of one of these.
        user = self.env.user.sudo()
        places |= user.partner_id | user.company_id.partner_id
        places.fetch([*_PLACE, "partner_latitude", "partner_longitude", "lang"])
        orders.device_id.fetch(["serial", "product_id"])
        self._fill(orders, "decision_ids")
        self._fill(mine, "attempt_ids")
        self._fill(visits, "check_ids")
        self._fill(visits, "extra_ids")
        self._fill_links(mine, "photo_before_ids", "photo_after_ids")
        return orders.product_id

    @api.model
    def _fetch_products(self, products):
        """Names, units and taxes of all goods of the day."""
        # sudo: names of goods that may be another company's by now
        goods = products.sudo()
        goods.mapped("display_name")
        goods.uom_id.fetch(["name"])
        goods.mapped("taxes_id")

    @api.model
    def _fill(self, records, name, lines=None):
        """Read the one2many ``name`` of all records with its lines in one query, where the
        ORM alone takes two.

        :param lines: they and others, where they were read already
        :return: all lines
        """
        field = records._fields[name]
        if lines is None:
            model = records.env[field.comodel_name].with_context(active_test=False)
            domain = Domain(field.inverse_name, "in", records.ids)
            lines = model.search_fetch(domain & field.get_comodel_domain(records))
            lines = lines.with_env(records.env)
        own = lines.grouped(field.inverse_name)
        for record in records:
            field._update_cache(record, own.get(record, lines.browse())._ids)
        return lines

    @api.model
    def _fill_links(self, records, *names):
        """Read several many2many of all records in one query, where the ORM takes one for
        each; what they link stands in no order."""
        if not records:
            return
        records.flush_model(names)
        known = [records._fields[name] for name in names]
        rows = self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT %s, %s, %s FROM %s WHERE %s IN %s",
                    field.name,
                    SQL.identifier(field.column1),
                    SQL.identifier(field.column2),
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    records._ids,
                )
                for field in known
            )
        )
        linked = {}
        for name, id_, other in rows:
            linked.setdefault((name, id_), []).append(other)
        for field in known:
            for record in records:
                found = linked.get((field.name, record.id), ())
                field._update_cache(record, tuple(found))

    # --- what the phone shows

    @api.model
    def _prepare_card(self, visit):
        """Hook: one visit as the phone shows it; rooms add their cards."""
        plain = {name: visit[name] for name in _PLAIN}
        moments = {name: fields.Datetime.to_string(visit[name]) for name in _MOMENTS}
        return (
            plain
            | moments
            | self._prepare_place(visit)
            | {
                "id": visit.id,
                "kind": visit._fields["kind"].convert_to_export(visit.kind, visit),
                "found_fault_id": visit.found_fault_id.id,
                "found_cause": visit.found_cause,
                "is_ours": visit.is_ours,
                "dismantled": visit.dismantled,
                "asks_facts": visit.kind == "repair",
                "knows_cause": visit._is_cause_known(),
                "urgent": _is_urgent(visit),
                # sudo: how many there are, whoever took them
                "photos": {
                    "before": len(visit.sudo().photo_before_ids),
                    "after": len(visit.sudo().photo_after_ids),
                },
                "checks": [check._prepare_phone() for check in visit.check_ids],
                "extras": [extra._prepare_phone() for extra in visit.extra_ids],
            }
        )

    @api.model
    def _prepare_place(self, visit):
        # sudo: as in `_fetch`
        order = visit.sudo().order_id
        place = order.site_id or order.partner_id
        km = order.distance_km or visit.sudo().technician_id._get_way(place)[0]
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
            "terms": [terms._prepare_link() for terms in order.maker_terms_ids],
        }

    @api.model
    def _get_choices(self):
        """Hook: {field: [[code, label]]} of what is chosen on the phone."""
        visit = ("outcome", "is_ours", "dismantled", "found_cause", "state")
        return (
            self._get_labels("aftersales.visit", *visit)
            | self._get_labels("aftersales.visit.event", "agreed_how")
            | {"correction": self._get_labels("aftersales.correction", "kind")["kind"]}
        )

    @api.model
    def _get_labels(self, model, *names):
        known = self.env[model]._fields
        return {name: known[name]._description_selection(self.env) for name in names}

    @api.model
    def _get_reasons(self):
        found = {}
        for reason in self.env["aftersales.visit.reason"].search_fetch([]):
            found.setdefault(reason.kind, []).append([reason.id, reason.name])
        return found

    @api.model
    def _get_faults(self):
        """Causes of the fault tree with their remedies, and the symptoms above them."""
        faults = self.env["aftersales.fault"]
        causes = faults.search_fetch([("kind", "=", "cause")], limit=500)
        branches = {cause: cause._get_branch() for cause in causes}
        # What stands above the causes and what hangs below them, in one query.
        above = faults.union(*branches.values())
        beside = Domain("id", "in", above.ids) | Domain("parent_id", "in", causes.ids)
        remedies = faults.search_fetch(beside).grouped("parent_id")
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


def _is_urgent(visit):
    # sudo: as in `_fetch`
    return visit.sudo().order_id.priority == "1"


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
