import base64
import binascii

from odoo import api, models

from ...exceptions import MoveRefused
from ...kernel import upload

_NOTE = frozenset({"note"})
# What a phone outside may ask for, and the arguments that go with each step.
_STEPS = {
    "accept": frozenset(),
    "refuse": frozenset({"reason", "note"}),
    "contact": frozenset(),
    "attempt": _NOTE,
    "late": frozenset({"expected_at", "agreed_by", "reason", "note"}),
    "reschedule": frozenset({"start", "agreed_by", "how", "reason", "note"}),
    "leave": frozenset(),
    "arrive": frozenset(),
    "facts": frozenset({"values"}),
    "start": frozenset(),
    "help": _NOTE,
    "director": _NOTE,
    "incident": _NOTE,
    "lead": _NOTE,
    "progress": _NOTE,
    "wrong_data": frozenset({"kind", "right_value"}),
    "check": frozenset({"checks"}),
    "extra": frozenset({"name", "amount"}),
    "extra_answer": frozenset({"extra", "agreed", "by", "how"}),
    "take_in": _NOTE,
    "finish": frozenset(),
    "sign": frozenset(),
    "away": frozenset(),
    "next": frozenset({"start", "agreed_by"}),
    "close": frozenset(),
    "use_parts": frozenset({"lines"}),
    "ask_parts": frozenset({"lines", "explanation"}),
    "collect": frozenset({"amount", "method", "number", "note"}),
    "ask_cash": _NOTE,
    "invoice": frozenset({"number"}),
    "parcel": frozenset({"parcel", "lines", "note", "photos"}),
    "send_parcel": frozenset({"carrier", "waybill", "cost", "photo"}),
}
_FACTS = frozenset(
    {"is_ours", "found_cause", "dismantled", "found_serial", "time_in_use"}
)
_FIELDS = _FACTS | {
    "cause",
    "action_taken",
    "tested",
    "instructed",
    "outcome",
    "outcome_note",
    "found_fault",
    "found_fault_id",
    "labour_hours",
    "labour_reason",
    "travel_km",
    "consent_name",
    "consent_method",
    "sign_method",
    "signed_by",
    "sign_refusal",
    "witness",
    "opinion",
    "stamped_paper_name",
}
_PICTURES = frozenset({"signature", "stamped_paper"})
_PHOTOS = frozenset({"photo_before_ids", "photo_after_ids"})
_PROOFS = frozenset({"consent_proof_ids"})


class TechnicianDay(models.AbstractModel):
    """What a phone outside sends, taken apart: its steps run with the rights of the server,
    so nothing of them is passed on unseen."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _run_entry(self, visit, entry):
        if self.env.user.share:
            entry = self._read_entry(visit, entry)
        return super()._run_entry(visit, entry)

    @api.model
    def _read_entry(self, visit, entry):
        """``entry`` with nothing but what its step takes.

        :raises MoveRefused: for another step, field or argument
        """
        action = entry.get("action")
        if action and action not in _STEPS:
            raise MoveRefused(self.env._("A phone cannot ask for “%s”.", action))
        args = dict(entry.get("args") or {})
        self._refuse_others(args.keys() - _STEPS.get(action, frozenset()))
        if "values" in args:
            self._refuse_others(args["values"].keys() - _FACTS)
        self._check_products(visit, args if action == "ask_parts" else {})
        kept = {name: entry.get(name) for name in ("uuid", "action", "at", "position")}
        values = self._read_values(visit, dict(entry.get("values") or {}))
        return kept | {"args": args, "values": values}

    @api.model
    def _refuse_others(self, names):
        if names:
            raise MoveRefused(
                self.env._(
                    "This cannot be sent from here: %s.", ", ".join(sorted(names))
                )
            )

    @api.model
    def _read_values(self, visit, values):
        ratings = set(visit._get_rating_fields())
        known = _FIELDS | _PICTURES | _PHOTOS | _PROOFS | ratings
        self._refuse_others(values.keys() - known)
        for name in _PICTURES & values.keys():
            if values[name]:
                self._read_picture(name, values[name])
        for names, check in (
            (_PHOTOS, self._read_picture),
            (_PROOFS, self._read_proof),
        ):
            for name in names & values.keys():
                files = [self._read_file(visit, one, check) for one in values[name]]
                values[name] = files
        return values

    @api.model
    def _read_file(self, visit, command, check):
        """A new file of this very visit, whatever the phone wrote beside its content."""
        code, _id, told = command
        if code != 0:
            raise MoveRefused(self.env._("Photos can only be added."))
        name = str(told.get("name") or visit.name)[:200]
        check(name, told.get("datas"))
        return (
            0,
            0,
            {
                "name": name,
                "datas": told["datas"],
                "res_model": visit._name,
                "res_id": visit.id,
            },
        )

    @api.model
    def _read_picture(self, name, datas):
        """:raises FilingRefused: for what is no picture, or too large"""
        self.env["aftersales.order"]._check_photos([(name, _decode(datas))])

    @api.model
    def _read_proof(self, name, datas):
        """A screenshot, or the recording of a call.

        :raises FilingRefused: for what is neither, or too large
        """
        content = _decode(datas)
        if not upload.is_recording(content) or len(content) > upload.LARGEST:
            self._read_picture(name, datas)

    @api.model
    def _check_products(self, visit, args):
        """Parts that the company of the visit uses, and nothing else of the database."""
        wanted = {line["product_id"] for line in args.get("lines") or []}
        known = self._get_outside_parts(visit.company_id).ids
        if wanted - set(known):
            raise MoveRefused(
                self.env._("%s: this part cannot be requested.", visit.name)
            )

    @api.model
    def _get_outside_parts(self, company):
        # sudo: names of spare parts, for those who build them in
        return (
            self.env["product.product"]
            .sudo()
            .search(
                [
                    ("aftersales_is_part", "=", True),
                    ("company_id", "in", (False, company.id)),
                ]
            )
        )


def _decode(datas):
    try:
        return base64.b64decode(datas or "", validate=True)
    except (binascii.Error, ValueError):
        return b"?"
