from dataclasses import astuple

from odoo import fields, models

from ...kernel.picture import Picture, Shape, read_photo, read_signature

_READERS = {"photo": read_photo, "signature": read_signature}


class Fingerprint(models.Model):
    """By what a picture of a visit is known again, kept longer than the picture."""

    _name = "aftersales.fingerprint"
    _description = "Fingerprint of a Picture"
    _inherit = ["document.ledger.mixin"]
    _order = "visit_id, kind, id"
    _rec_name = "digest"
    _check_company_auto = True
    _is_closed_ledger = True

    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("photo", "Photo"), ("signature", "Signature")], required=True
    )
    digest = fields.Char(required=True)
    shape = fields.Json(help="Whole, middles, rims and faint bits as hexadecimal text.")

    _once = models.Constraint(
        "UNIQUE (visit_id, kind, digest)", "This picture has a fingerprint already."
    )

    def _as_picture(self):
        if not self.shape:
            return Picture(self.digest)
        whole, middles, rims, faint = self.shape
        many = [tuple(int(bits, 16) for bits in some) for some in (middles, rims)]
        return Picture(self.digest, Shape(int(whole, 16), *many, int(faint, 16)))

    def _prepare(self, visit, kind, data, digest):
        picture = _READERS[kind](data, digest)
        shape = picture.shape and [
            [f"{bits:x}" for bits in part] if isinstance(part, tuple) else f"{part:x}"
            for part in astuple(picture.shape)
        ]
        return {
            "visit_id": visit.id,
            "kind": kind,
            "digest": digest,
            "shape": shape or False,
        }


class Visit(models.Model):
    _inherit = "aftersales.visit"

    fingerprint_ids = fields.One2many("aftersales.fingerprint", "visit_id")

    def _take_fingerprints(self):
        """Fingerprints of pictures that have none yet; each is read once."""
        # sudo: pictures are read for the comparison, whoever took them
        visits = self.sudo()
        known = {(f.visit_id, f.kind, f.digest) for f in visits.fingerprint_ids}
        fingerprints = visits.env["aftersales.fingerprint"]
        vals_list = []
        for visit, kind, file in visits._get_picture_files():
            key = (visit, kind, file.checksum)
            if key not in known and file.checksum:
                known.add(key)
                vals_list.append(
                    fingerprints._prepare(visit, kind, file.raw or b"", file.checksum)
                )
        fingerprints._in_flow().create(vals_list)

    def _get_picture_files(self):
        """(visit, kind, attachment) of photos and signatures."""
        (self.photo_before_ids | self.photo_after_ids).fetch(["checksum"])
        found = [
            (visit, "photo", file)
            for visit in self
            for file in visit.photo_before_ids | visit.photo_after_ids
        ]
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "signature"),
                ("res_id", "in", self.ids),
            ]
        )
        signatures = [(self.browse(f.res_id), "signature", f) for f in files]
        return found + signatures
