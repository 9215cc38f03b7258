from contextlib import contextmanager

from odoo import api, fields, models
from odoo.fields import Domain

from ..call.order_duplicate import KEYS
from .desk import LINE
from .desk_open import DEVICES

# What the deadlines of some trades depend on beside the way and the area.
ASKED = ("order_kind", "severity", "fault_area", "supplier_needed")
# What the clerk may say about a call that is not saved yet, beside its records.
_PLAIN = ("contact_name", "contact_phone", "address", "area", "distance_km", "fault")
_PLAIN += (*ASKED, "distance_band_km")


class ServiceDesk(models.AbstractModel):
    """Who would pay for a call, by when we would come, and what its policy wants to know:
    a coach company names the fault area (S-34), a medical one the severity (S-32).

    Nothing here stores anything: the job is a record that exists in memory only, so the
    same computes and the same policy answer that will answer for the saved one.
    """

    _inherit = "aftersales.service.desk"

    @api.model
    def preview(self, facts):
        """Who would pay, by when we would come, and what is open already.

        :param facts: what the screen knows, see `_get_new_job`, with ``cause``
        :return: ``panel`` of the decision component, ``promise`` {at, text, rule},
            ``asks`` as `_get_asks`, and ``open_jobs`` of the same device, telephone
            or address
        """
        self._require_desk()
        with self._one_call() as desk:
            new = desk._get_new_job(facts)
            panel = self._get_panel(new, facts)
            new.service_type = new._get_type_of_result(panel["result"])
            return {"panel": panel} | self._prepare_preview(new)

    @api.model
    def _prepare_preview(self, new):
        """Hook: what else the desk is told of the job ``new``; rooms add theirs."""
        return {
            "promise": self._get_promise(new),
            "asks": self._get_asks(new),
            "open_jobs": self._prepare_open_jobs(new),
        }

    @contextmanager
    def _one_call(self):
        """This desk; what it works out of one call, it works out once."""
        with self.env["aftersales.order"]._coming_in() as (orders, _opening):
            yield self.with_env(orders.env)

    @api.model
    def _get_new_job(self, facts):
        """The job in memory. ``facts``: ids of ``device_id``, ``partner_id``,
        ``product_id``, ``fault_id``; texts; ``called_at``."""
        orders = self.env["aftersales.order"]
        vals = {
            name: self._find_record(orders._fields[name].comodel_name, facts[name]).id
            for name in ("device_id", "partner_id", "product_id", "fault_id")
            if facts.get(name)
        }
        device = self.env["aftersales.device"].browse(vals.get("device_id", ()))
        company = device.company_id or self.env.company
        vals |= {
            "company_id": company.id,
            "called_at": self._get_call_moment(facts.get("called_at")),
        }
        vals |= {name: facts[name] for name in _PLAIN if facts.get(name)}
        return orders.new(vals)

    @api.model
    def _get_call_moment(self, value):
        """A moment that the screen sends back: never later than now."""
        now = fields.Datetime.now()
        return min(fields.Datetime.to_datetime(value) or now, now)

    @api.model
    def _get_panel(self, new, facts):
        device = new.device_id._origin
        known = {"cause": facts.get("cause") or "unknown"}
        if not device and facts.get("origin"):
            known["origin"] = facts["origin"]
        if not device and new.product_id:
            # It will be registered with the job, so it is decided as if it were.
            made = new.product_id.aftersales_origin
            sold = made == "own" and facts.get("agent_id")
            known["origin"] = "agent" if sold else made
        day = new.company_id._aftersales_day(new.called_at)
        known |= {"distance": new.distance_km, "mileage": new._get_mileage()}
        known |= new._get_policy_facts()
        return device._get_preview(day, seen=facts, **known)

    @api.model
    def _get_promise(self, new):
        clock = new._get_promised_clock()
        bands = new._get_band_words()
        due = clock.due_at or new._get_proposed_promise()
        return {
            "at": fields.Datetime.to_string(due),
            "text": clock._get_due_words() if clock else self._format(new, due),
            "rule": clock.rule_id.name or "",
            "event": clock.stop_event_id.name or "",
            "duration": clock.rule_id.duration_words or "",
            "missing": self._get_missing(bands) if bands else "",
        }

    @api.model
    def _get_missing(self, bands):
        """A time that depends on the distance is asked for, not promised (T-18)."""
        return self.env._(
            "How far is it? The deadlines depend on the distance (%s). Enter the kilometres or choose a band before you promise anything.",
            bands,
        )

    # --- what is asked

    @api.model
    def _get_asks(self, new):
        """Questions on which the deadlines of this call depend.

        :return: [{name, label, values: [[key, label], …], value: what holds now}]
        """
        # sudo: everybody who takes a call may ask its policy
        rules = new.sudo()._get_stack_rules()
        starts = set(rules.start_event_id.mapped("code"))
        begun = rules.filtered(lambda r: r.start_event_id.code == "called")
        wanted = [name for name in ASKED if any(begun.mapped(name))]
        if "complaint_received" in starts and "order_kind" not in wanted:
            wanted.insert(0, "order_kind")
        asks = [self._prepare_ask(new, name) for name in wanted]
        bands = [] if new.distance_km else new._get_bands()
        return asks + ([self._prepare_distance(new, bands)] if bands else [])

    @api.model
    def _prepare_distance(self, new, bands):
        """The distance by bands, for callers who do not know the kilometres."""
        return {
            "name": "distance_band_km",
            "label": self.env._("Distance"),
            "values": [[f"{distance:g}", words] for distance, words, _rule in bands],
            "value": f"{new.distance_band_km:g}" if new.distance_band_km else "",
        }

    @api.model
    def _prepare_ask(self, new, name):
        field = new._fields[name]
        if field.type == "boolean":
            values = [["1", self.env._("Yes")]]
        else:
            values = [list(pair) for pair in field._description_selection(self.env)]
        value = new[name]
        return {
            "name": name,
            "label": field._description_string(self.env),
            "values": values,
            "value": "1" if value is True else value or "",
        }

    # --- what is open already

    @api.model
    def _prepare_open_jobs(self, new):
        """Open jobs that may be the same trouble, whatever their age for the device."""
        device = new.device_id._origin
        same = Domain("partner_id", "in", new.partner_id._origin.ids)
        if device:
            same = Domain("device_id", "=", device.id)
        found = self.env["aftersales.order"].search_fetch(
            self._get_open_domain() & (same | new._get_alike_domain()),
            [*LINE, *KEYS],
            limit=DEVICES,
        )
        rows = self._prepare_jobs(found)
        for row, order in zip(rows, found, strict=True):
            row["same"] = self._get_likeness(new, order)
        return rows

    @api.model
    def _get_likeness(self, new, order):
        if new.device_id and new.device_id._origin == order.device_id:
            return self.env._("Same Device")
        if new.phone_key and new.phone_key == order.phone_key:
            return self.env._("Same Telephone")
        if new.address_key and new.address_key == order.address_key:
            return self.env._("Same Address")
        return self.env._("Same Customer")
