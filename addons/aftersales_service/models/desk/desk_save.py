import base64
import binascii

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools.mimetypes import guess_mimetype

from ...exceptions import ProofMissing
from ...kernel.text import clean
from ..order.order_dimensions import ORIGINS
from ..order.promise import TOLD_HOW
from .desk_preview import ASKED

_PHOTOS = 12
_PHOTO_BYTES = 10 * 1024 * 1024
# What the screen may set on a job; everything else is found out by the server.
_TYPED = (
    "contact_name",
    "contact_phone",
    "address",
    "area",
    "distance_km",
    "channel",
    "cause",
    "fault_id",
    "proof_seen",
    "distance_band_km",
    *ASKED,
)
# What the customer shows goes into the file of his device.
_SHOWN = ("has_warranty_card", "invoice_number")


class ServiceDesk(models.AbstractModel):
    """The desk saves a call: once, whatever is pressed how often (S-03, S-14)."""

    _inherit = "aftersales.service.desk"

    @api.model
    def save(self, facts, token, photos=()):
        """Open the service order of a call.

        :param facts: as `preview`, with ``channel``, ``told``, and for an unknown
            serial ``serial``, ``origin``, ``product_id``, ``agent_id``, ``customer``
        :param token: made by the screen for each call; the same one is the same job
        :param photos: [{name, data: base64}]
        :return: line of the job, as `_prepare_jobs`, with ``promise``
        :raises ProofMissing: when something is missing; nothing was saved then
        """
        self._require_desk()
        order = self._find_saved(token)
        if not order:
            with self._one_call() as desk:
                order = desk._create_job(facts, token).with_env(self.env)
            self._attach_photos(order, photos)
        row = self._prepare_jobs(order)[0]
        return row | {"promise": self._format(order, order.promised_at)}

    @api.model
    def _find_saved(self, token):
        if not clean(token):
            raise ProofMissing(self.env._("The desk must say which call it saves."))
        return self.env["aftersales.order"].search(
            [("desk_token", "=", token)], limit=1
        )

    @api.model
    def _create_job(self, facts, token):
        words = self._check_words(facts)
        partner = self._get_partner(facts)
        device = self._get_device(facts, partner)
        facts = facts | {"device_id": device.id, "partner_id": partner.id}
        vals = self._prepare_vals(facts, words) | {"desk_token": token}
        orders = self.env["aftersales.order"].with_company(vals["company_id"])
        try:
            return orders._in_flow().create(vals)._out_of_flow()
        except UniqueViolation as error:
            # The other click was faster: repeated, this one finds its job.
            if "desk_token" in str(error):
                raise ConcurrencyError(str(error)) from error
            raise

    @api.model
    def _check_words(self, facts):
        """What the customer said, sign for sign, or the symptom's name; one is needed."""
        fault = self._find_record("aftersales.fault", facts.get("fault_id"))
        words = (facts.get("fault") or "").strip() or fault.name
        if not words:
            raise ProofMissing(
                self.env._(
                    "What is the trouble? Choose a fault, or write what the customer says."
                )
            )
        return words

    @api.model
    def _prepare_vals(self, facts, words):
        new = self._get_new_job(facts)
        vals = {name: facts[name] for name in _TYPED if facts.get(name)}
        device = new.device_id._origin
        # Of a registered device the file says where it comes from.
        if not device and facts.get("origin") in dict(ORIGINS):
            new.origin = vals["origin"] = facts["origin"]
        new.service_type = new._foresee_type(facts.get("cause") or "unknown")
        shown = {name: facts[name] for name in _SHOWN if device and facts.get(name)}
        vals |= {n: value for n, value in shown.items() if value != device[n]}
        if facts.get("told") in dict(TOLD_HOW):
            self._check_distance(new)
            vals["promise_told_how"] = facts["told"]
        return vals | {
            "company_id": new.company_id.id,
            "unit_id": new.unit_id.id,
            "device_id": new.device_id.id,
            "product_id": new.product_id.id,
            "partner_id": new.partner_id.id,
            "called_at": new.called_at,
            "fault": words,
            # The customer was told this time; it is not counted anew.
            "promised_at": new._get_proposed_promise(),
        }

    @api.model
    def _check_distance(self, new):
        """:raises ProofMissing: when a time was told that the distance decides"""
        if bands := new._get_band_words():
            raise ProofMissing(self._get_missing(bands))

    # --- a caller or a machine that we do not know

    @api.model
    def _get_partner(self, facts):
        """The chosen customer, the device's, or a new one of name and telephone."""
        if facts.get("partner_id"):
            return self._find_record("res.partner", facts["partner_id"])
        device = self._find_record("aftersales.device", facts.get("device_id"))
        known = device.user_partner_id or device.partner_id
        typed = facts.get("customer") or {}
        name = " ".join((typed.get("name") or "").split())
        if known or name:
            return known or self.env["res.partner"].create(
                {
                    "name": name,
                    "phone": clean(facts.get("contact_phone")) or False,
                    "street": clean(facts.get("address")) or False,
                }
            )
        raise ProofMissing(
            self.env._("Who is calling? Choose the customer, or write the name.")
        )

    @api.model
    def _get_device(self, facts, partner):
        """The chosen device; an unknown serial with a product becomes one (W-06, W-17)."""
        device = self._find_record("aftersales.device", facts.get("device_id"))
        serial = clean(facts.get("serial"))
        if device or not serial or not facts.get("product_id"):
            return device
        agent = self._find_record("res.partner", facts.get("agent_id"))
        return device._register_batch(
            [
                {
                    "serial": serial,
                    "product_id": facts["product_id"],
                    "partner_id": partner.id,
                    "agent_id": agent.id,
                }
            ]
        )

    # --- the customer calls about an open job

    @api.model
    def join(self, order_id, words="", photos=()):
        """并入已有服务单: the open job is urged and keeps what was said; no second one.

        :return: line of the job, as `_prepare_jobs`
        :raises MoveRefused: on a job that is finished
        """
        self._require_desk()
        order = self._find_record("aftersales.order", order_id)
        order.ensure_one()
        order.action_urge()
        if (words or "").strip():
            order.message_post(body=self.env._("The customer says: %s", words.strip()))
        self._attach_photos(order, photos)
        return self._prepare_jobs(order)[0]

    # --- photos

    @api.model
    def _attach_photos(self, order, photos):
        self.env["ir.attachment"].create(
            [
                {
                    "name": clean(photo.get("name")) or self.env._("Photo"),
                    "raw": self._read_photo(photo),
                    "res_model": order._name,
                    "res_id": order.id,
                }
                for photo in self._check_photos(photos)
            ]
        )

    @api.model
    def _check_photos(self, photos):
        if len(photos) > _PHOTOS:
            raise ProofMissing(
                self.env._("At most %s photos are saved with a call.", _PHOTOS)
            )
        return photos

    @api.model
    def _read_photo(self, photo):
        """The bytes of an image; anything else is refused with its name."""
        try:
            raw = base64.b64decode(photo.get("data") or "", validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        kind = guess_mimetype(raw) if raw else ""
        good = kind.startswith("image/") and "svg" not in kind
        if not good or len(raw) > _PHOTO_BYTES:
            raise ProofMissing(
                self.env._(
                    "“%s” is not a photo, or is larger than 10 MB. Take it out and save again.",
                    photo.get("name") or "",
                )
            )
        return raw
