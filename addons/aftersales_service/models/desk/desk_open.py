from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...exceptions import ProofMissing
from ..order.order_promise import OPEN_STATES
from .desk import DISPATCHER
from .desk_asks import ASKED

_JOBS = 3
_DEVICES = 20
_FAULTS = 500
# What the clerk may say about a call that is not saved yet, beside its records.
_PLAIN = ("contact_name", "contact_phone", "address", "area", "distance_km", "fault")
_PLAIN += ASKED


class ServiceOrder(models.Model):
    """A chosen device or customer on the desk: what and who, who pays, by when.

    Nothing here stores anything: the job is a record that exists in memory only, so the
    same computes and the same policy answer that will answer for the saved one.
    """

    _inherit = "aftersales.order"

    @api.model
    def desk_open(self, kind, record_id):
        """The three columns for a hit of `desk_search`.

        :return: dictionary with ``device``, ``customer``, ``devices`` (of a customer),
            ``contact``, ``site``, ``jobs`` (the last three), ``faults`` for the
            type-ahead, ``called_at``, and ``preview`` as `desk_preview`
        """
        self._require_group(DISPATCHER)
        device, partner, chosen = self._read_desk_hit(kind, record_id)
        called = fields.Datetime.now()
        facts = {"device_id": device.id, "partner_id": partner.id}
        new = self._get_desk_job(facts | {"called_at": called})
        facts |= self._get_desk_distance(new)
        return {
            "device": self._prepare_desk_device(device),
            "devices": [] if device else self._prepare_desk_devices(partner),
            "customer": self._prepare_desk_customer(new),
            "contact": {
                "name": new.contact_name or "",
                "phone": new.contact_phone or "",
            },
            "site": {
                "address": new.address or "",
                "area": facts.get("area") or False,
                "distance_km": facts.get("distance_km") or 0.0,
            },
            "jobs": self._find_desk_history(device, partner)._prepare_desk_jobs(),
            "chosen": chosen.id,
            "faults": self._prepare_desk_faults(device.product_id),
            "called_at": fields.Datetime.to_string(called),
            "preview": self.desk_preview(facts | {"called_at": called}),
        }

    @api.model
    def _read_desk_hit(self, kind, record_id):
        """(device, customer, job) of a hit, each maybe empty."""
        models = {
            "device": "aftersales.device",
            "order": "aftersales.order",
            "partner": "res.partner",
        }
        record = self._desk_browse(models[kind], record_id)
        order = record if kind == "order" else self.browse()
        device = self.env["aftersales.device"]
        if kind == "device":
            device = record
        elif order:
            device = order.device_id
        partner = device.user_partner_id or device.partner_id or order.partner_id
        if kind == "partner":
            partner = record
        return device, partner, order

    @api.model
    def _desk_browse(self, model, record_id):
        """The record that the screen names, if this user may read it."""
        record = self.env[model].browse(int(record_id or 0) or ())
        seen = self._get_opening().known.setdefault("seen", set())
        if record and record not in seen:
            if not record.exists():
                raise MissingError(
                    self.env._("This record was deleted. Search for it again.")
                )
            record.check_access("read")
            seen.add(record)
        return record

    @api.model
    def _get_desk_open_domain(self):
        return Domain("state", "in", OPEN_STATES)

    # --- left: what and who

    @api.model
    def _prepare_desk_device(self, device):
        if not device:
            return False
        return {
            "id": device.id,
            "serial": device.serial or "",
            "product_id": device.product_id.id,
            "product": device.product_id.display_name,
            "owner": device.partner_id.display_name or "",
            "user": device.user_partner_id.display_name or "",
            "agent": device.agent_id.display_name or "",
            "has_warranty_card": device.has_warranty_card,
            "invoice_number": device.invoice_number or "",
        }

    @api.model
    def _prepare_desk_devices(self, partner):
        """The machines of a customer, to choose from."""
        firm = partner.commercial_partner_id
        theirs = Domain.OR(
            Domain(name, "child_of", firm.ids)
            for name in ("partner_id", "user_partner_id")
        )
        devices = self.env["aftersales.device"].search(theirs, limit=_DEVICES)
        return self._prepare_device_hits(devices, "") if partner else []

    @api.model
    def _prepare_desk_customer(self, new):
        partner = new.partner_id
        if not partner:
            return False
        return {"id": partner.id, "name": partner.display_name, "city": partner.city}

    @api.model
    def _find_desk_history(self, device, partner):
        same = Domain("partner_id", "=", partner.id)
        if device:
            same = Domain("device_id", "=", device.id)
        over = ~self._get_desk_open_domain()
        return self.search(same & over, order="called_at desc, id desc", limit=_JOBS)

    def _prepare_desk_jobs(self):
        """[{id, name, …}] of jobs as lines of the desk."""
        now = fields.Datetime.now()
        names = ["name", "state", "fault", "promised_at", "called_at", "urge_count"]
        self.fetch([*names, "priority"])
        self.partner_id.fetch(["complete_name"])
        return [
            {
                "id": order.id,
                "name": order.name,
                "state": order.state,
                "label": order._state_label(order.state),
                "customer": order.partner_id.display_name,
                "device": order.device_id.serial or "",
                "phone": order.contact_phone or "",
                "fault": order.fault or "",
                "called": order._format_desk(order.called_at),
                "promised": order._format_desk(order.promised_at),
                "overdue": bool(order.promised_at and order.promised_at < now),
                "urged": order.urge_count,
                "first": bool(order.priority_day and order.state == "registered"),
                "urgent": order.priority == "1",
                "who": order._get_desk_people(),
            }
            for order in self
        ]

    def _get_desk_people(self):
        """Hook: names of those who were sent."""
        return ""

    def _format_desk(self, moment):
        company = self.company_id or self.env.company
        return moment and format_datetime(
            self.env, moment, tz=company.aftersales_tz, dt_format="MM-dd HH:mm"
        )

    @api.model
    def _get_desk_distance(self, new):
        """City or suburb and the way, as they were at the last job of that place."""
        same = Domain("device_id", "=", new.device_id.id)
        if new.site_id:
            same = Domain("site_id", "=", new.site_id.id)
        elif not new.device_id:
            return {}
        known = Domain("area", "!=", False) | Domain("distance_km", ">", 0)
        last = self.search(same & known, order="called_at desc", limit=1)
        return {"area": last.area, "distance_km": last.distance_km} if last else {}

    # --- right: the call

    @api.model
    def _prepare_desk_faults(self, product):
        """Symptoms that fit ``product``; the screen filters them while somebody types."""
        fault = self.env["aftersales.fault"]
        found = fault.search_fetch(
            fault._get_fitting_domain(product) & Domain("kind", "=", "symptom"),
            ["code", "name", "search_words", "guidance"],
            limit=_FAULTS,
        )
        return [
            {
                "id": each.id,
                "title": each.name,
                "sub": each.code,
                "words": each.search_words or "",
                "guidance": each.guidance or "",
            }
            for each in found
        ]

    @api.model
    def desk_preview(self, facts):
        """Who would pay, by when we would come, and what is open already.

        :param facts: what the screen knows, see `_get_desk_job`, with ``cause``
        :return: ``panel`` of the decision component, ``promise`` {at, text, rule},
            ``asks`` as `_get_desk_asks`, and ``open_jobs`` of the same device, telephone
            or address
        """
        self._require_group(DISPATCHER)
        new = self._begin_opening()[0]._get_desk_job(facts)
        panel = self._get_desk_panel(new, facts)
        new.service_type = self._get_type_of_result(panel["result"])
        return {
            "panel": panel,
            "promise": new._get_desk_promise(),
            "asks": new._get_desk_asks(),
            "open_jobs": self._prepare_desk_open(new),
        }

    @api.model
    def _get_desk_job(self, facts):
        """The job in memory. ``facts``: ids of ``device_id``, ``partner_id``,
        ``product_id``, ``fault_id``; texts; ``called_at``."""
        vals = {
            name: self._desk_browse(self._fields[name].comodel_name, facts[name]).id
            for name in ("device_id", "partner_id", "product_id", "fault_id")
            if facts.get(name)
        }
        device = self.env["aftersales.device"].browse(vals.get("device_id", ()))
        company = device.company_id or self.env.company
        vals |= {
            "company_id": company.id,
            "called_at": self._get_desk_moment(facts.get("called_at")),
        }
        vals |= {name: facts[name] for name in _PLAIN if facts.get(name)}
        return self.new(vals)

    @api.model
    def _get_desk_panel(self, new, facts):
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
        return device._get_preview(day, seen=facts, **known)

    def _get_desk_promise(self):
        clock = self._get_promised_clock()
        due = clock.due_at or self._get_proposed_promise()
        return {
            "at": fields.Datetime.to_string(due),
            "text": clock._get_due_words() if clock else self._format_desk(due),
            "rule": clock.rule_id.name or "",
            "event": clock.stop_event_id.name or "",
            "duration": clock.rule_id.duration_words or "",
        }

    @api.model
    def _prepare_desk_open(self, new):
        """Open jobs that may be the same trouble, whatever their age for the device."""
        device, found = new.device_id._origin, new.duplicate_ids._origin
        same = Domain("partner_id", "in", new.partner_id._origin.ids)
        if device:
            same = Domain("device_id", "=", device.id)
        found |= self.search(same & self._get_desk_open_domain(), limit=_DEVICES)
        found = found.sorted("called_at", reverse=True)[:_DEVICES]
        rows = found._prepare_desk_jobs()
        for row, order in zip(rows, found, strict=True):
            row["same"] = self._get_desk_likeness(new, order)
        return rows

    @api.model
    def _get_desk_likeness(self, new, order):
        if new.device_id and new.device_id._origin == order.device_id:
            return self.env._("Same Device")
        if new.phone_key and new.phone_key == order.phone_key:
            return self.env._("Same Telephone")
        if new.address_key and new.address_key == order.address_key:
            return self.env._("Same Address")
        return self.env._("Same Customer")

    @api.model
    def _check_desk_words(self, facts):
        """What the customer said, sign for sign, or the symptom's name; one is needed."""
        fault = self._desk_browse("aftersales.fault", facts.get("fault_id"))
        words = (facts.get("fault") or "").strip() or fault.name
        if not words:
            raise ProofMissing(
                self.env._(
                    "What is the trouble? Choose a fault, or write what the customer says."
                )
            )
        return words
