from odoo import api, fields, models
from odoo.fields import Domain

_JOBS = 3
DEVICES = 20
_FAULTS = 500


class ServiceDesk(models.AbstractModel):
    """A chosen device or customer on the desk: what and who, who pays, by when."""

    _inherit = "aftersales.service.desk"

    @api.model
    def open(self, kind, record_id):
        """The three columns for a hit of `look_up`.

        :return: dictionary with ``device``, ``customer``, ``devices`` (of a customer),
            ``contact``, ``site``, ``jobs`` (the last three), ``faults`` for the
            type-ahead, ``called_at``, and ``preview`` as `preview`
        """
        self._require_desk()
        device, partner, chosen = self._read_hit(kind, record_id)
        called = fields.Datetime.now()
        facts = {"device_id": device.id, "partner_id": partner.id}
        new = self._get_new_job(facts | {"called_at": called})
        facts |= self._get_last_way(new)
        return {
            "device": self._prepare_device(device),
            "devices": [] if device else self._prepare_devices(partner),
            "customer": self._prepare_customer(new),
            "contact": {
                "name": new.contact_name or "",
                "phone": new.contact_phone or "",
            },
            "site": {
                "address": new.address or "",
                "area": facts.get("area") or False,
                "distance_km": facts.get("distance_km") or 0.0,
            },
            "jobs": self._prepare_jobs(self._find_history(device, partner)),
            "chosen": chosen.id,
            "faults": self._prepare_faults(device.product_id),
            "called_at": fields.Datetime.to_string(called),
            "preview": self.preview(facts | {"called_at": called}),
        }

    @api.model
    def _read_hit(self, kind, record_id):
        """(device, customer, job) of a hit, each maybe empty."""
        models = {
            "device": "aftersales.device",
            "order": "aftersales.order",
            "partner": "res.partner",
        }
        record = self._find_record(models[kind], record_id)
        order = record if kind == "order" else self.env["aftersales.order"]
        device = self.env["aftersales.device"]
        if kind == "device":
            device = record
        elif order:
            device = order.device_id
        partner = device.user_partner_id or device.partner_id or order.partner_id
        if kind == "partner":
            partner = record
        return device, partner, order

    # --- left: what and who

    @api.model
    def _prepare_device(self, device):
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
    def _prepare_devices(self, partner):
        """The machines of a customer, to choose from."""
        firm = partner.commercial_partner_id
        theirs = Domain.OR(
            Domain(name, "child_of", firm.ids)
            for name in ("partner_id", "user_partner_id")
        )
        devices = self.env["aftersales.device"].search(theirs, limit=DEVICES)
        return self._prepare_device_hits(devices, "") if partner else []

    @api.model
    def _prepare_customer(self, new):
        partner = new.partner_id
        if not partner:
            return False
        return {"id": partner.id, "name": partner.display_name, "city": partner.city}

    @api.model
    def _find_history(self, device, partner):
        same = Domain("partner_id", "=", partner.id)
        if device:
            same = Domain("device_id", "=", device.id)
        over = ~self._get_open_domain()
        return self.env["aftersales.order"].search(
            same & over, order="called_at desc, id desc", limit=_JOBS
        )

    @api.model
    def _get_last_way(self, new):
        """City or suburb and the way, as they were at the last job of that place."""
        same = Domain("device_id", "=", new.device_id.id)
        if new.site_id:
            same = Domain("site_id", "=", new.site_id.id)
        elif not new.device_id:
            return {}
        known = Domain("area", "!=", False) | Domain("distance_km", ">", 0)
        last = self.env["aftersales.order"].search(
            same & known, order="called_at desc", limit=1
        )
        return {"area": last.area, "distance_km": last.distance_km} if last else {}

    # --- right: the call

    @api.model
    def _prepare_faults(self, product):
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
