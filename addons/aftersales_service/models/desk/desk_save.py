import base64
import binascii

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools.mimetypes import guess_mimetype

from ...exceptions import ProofMissing
from ...kernel.text import clean
from ..order.order_dimensions import ORIGINS
from ..order.promise import TOLD_HOW
from .desk import DISPATCHER
from .desk_asks import ASKED

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
    *ASKED,
)
# What the customer shows goes into the file of his device.
_SHOWN = ("has_warranty_card", "invoice_number")


class ServiceOrder(models.Model):
    """The desk saves a call: once, whatever is pressed how often (S-03, S-14)."""

    _inherit = "aftersales.order"

    desk_token = fields.Char("Call at the Desk", readonly=True, copy=False)

    _desk_token_unique = models.UniqueIndex(
        "(desk_token) WHERE desk_token IS NOT NULL",
        "This call is saved already.",
    )

    @api.model
    def desk_save(self, facts, token, photos=()):
        """Open the service order of a call.

        :param facts: as `desk_preview`, with ``channel``, ``told``, and for an unknown
            serial ``serial``, ``origin``, ``product_id``, ``agent_id``, ``customer``
        :param token: made by the screen for each call; the same one is the same job
        :param photos: [{name, data: base64}]
        :return: line of the job, as `_prepare_desk_jobs`, with ``promise``
        :raises ProofMissing: when something is missing; nothing was saved then
        """
        self._require_group(DISPATCHER)
        order = self._find_desk_token(token)
        if not order:
            calls = self._begin_opening()[0]
            order = calls._create_desk_job(facts, token).with_env(self.env)
            order._attach_desk_photos(photos)
        row = order._prepare_desk_jobs()[0]
        return row | {"promise": order._format_desk(order.promised_at)}

    @api.model
    def _find_desk_token(self, token):
        if not clean(token):
            raise ProofMissing(self.env._("The desk must say which call it saves."))
        return self.search([("desk_token", "=", token)], limit=1)

    @api.model
    def _create_desk_job(self, facts, token):
        words = self._check_desk_words(facts)
        partner = self._get_desk_partner(facts)
        device = self._get_desk_device(facts, partner)
        facts = facts | {"device_id": device.id, "partner_id": partner.id}
        vals = self._prepare_desk_vals(facts, words) | {"desk_token": token}
        try:
            with self.env.cr.savepoint():
                jobs = self.with_company(vals["company_id"])._in_flow()
                return jobs.create(vals)._out_of_flow()
        except UniqueViolation as error:
            # The other click was faster: repeated, this one finds its job.
            if "desk_token" in str(error):
                raise ConcurrencyError(str(error)) from error
            raise

    @api.model
    def _prepare_desk_vals(self, facts, words):
        new = self._get_desk_job(facts)
        vals = {name: facts[name] for name in _TYPED if facts.get(name)}
        device = new.device_id._origin
        # Of a registered device the file says where it comes from.
        if not device and facts.get("origin") in dict(ORIGINS):
            new.origin = vals["origin"] = facts["origin"]
        new.service_type = new._foresee_type(facts.get("cause") or "unknown")
        shown = {name: facts[name] for name in _SHOWN if device and facts.get(name)}
        vals |= {n: value for n, value in shown.items() if value != device[n]}
        if facts.get("told") in dict(TOLD_HOW):
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

    # --- a caller or a machine that we do not know

    @api.model
    def _get_desk_partner(self, facts):
        """The chosen customer, the device's, or a new one of name and telephone."""
        if facts.get("partner_id"):
            return self._desk_browse("res.partner", facts["partner_id"])
        device = self._desk_browse("aftersales.device", facts.get("device_id"))
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
    def _get_desk_device(self, facts, partner):
        """The chosen device; an unknown serial with a product becomes one (W-06, W-17)."""
        device = self._desk_browse("aftersales.device", facts.get("device_id"))
        serial = clean(facts.get("serial"))
        if device or not serial or not facts.get("product_id"):
            return device
        agent = self._desk_browse("res.partner", facts.get("agent_id"))
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

    # --- photos

    def _attach_desk_photos(self, photos):
        self.env["ir.attachment"].create(
            [
                {
                    "name": clean(photo.get("name")) or self.env._("Photo"),
                    "raw": self._read_desk_photo(photo),
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for photo in self._check_desk_photos(photos)
            ]
        )

    @api.model
    def _check_desk_photos(self, photos):
        if len(photos) > _PHOTOS:
            raise ProofMissing(
                self.env._("At most %s photos are saved with a call.", _PHOTOS)
            )
        return photos

    @api.model
    def _read_desk_photo(self, photo):
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
                    "“%s” is no photo, or larger than 10 MB. Take it out and save again.",
                    photo.get("name") or "",
                )
            )
        return raw

    # --- the customer calls about an open job

    @api.model
    def desk_join(self, order_id, words="", photos=()):
        """并入已有服务单: the open job is urged and keeps what was said; no second one.

        :return: line of the job, as `_prepare_desk_jobs`
        :raises MoveRefused: on a job that is finished
        """
        self._require_group(DISPATCHER)
        order = self._desk_browse("aftersales.order", order_id)
        order.ensure_one()
        order.action_urge()
        if (words or "").strip():
            order.message_post(body=self.env._("The customer says: %s", words.strip()))
        order._attach_desk_photos(photos)
        return order._prepare_desk_jobs()[0]
