import hashlib
import json

from odoo import api, fields, models


class SignatureMixin(models.AbstractModel):
    """A document that somebody signs: what was printed above the signature is kept as plain
    data with its fingerprint, so that a later print, and whoever checks them all, can
    tell when it shows something else.

    A signature that is given back leaves its fingerprint; the next one is chained to it.
    """

    _name = "document.signature.mixin"
    _description = "Signed Content with Its Fingerprint"
    _inherit = ["document.guard.mixin", "document.seal.mixin"]

    # Fields whose values are printed above the signature, in the order of the paper.
    _printed_fields = ()

    signed_content = fields.Json("What Was Signed", readonly=True, copy=False)
    signature_hash = fields.Char(
        "Fingerprint of What Was Signed",
        readonly=True,
        copy=False,
        help="SHA-256 over everything that was printed above the signature.",
    )
    withdrawn_hashes = fields.Text(
        "Fingerprints of Withdrawn Signatures", readonly=True, copy=False
    )

    @api.model
    def _get_sealed_domain(self):
        return [
            "|",
            ("signature_hash", "!=", False),
            ("withdrawn_hashes", "!=", False),
        ]

    def _is_sealed(self):
        """Hook: whether there must be a fingerprint that agrees."""
        return bool(self.signature_hash)

    # --- signing

    def _prepare_signed_content(self):
        """Hook: what the signature covers, as plain data; rooms add theirs."""
        self.ensure_one()
        return {name: self._get_plain(name) for name in self._printed_fields}

    def _get_plain(self, name):
        """A value as it is compared: words of others, and checksums of files."""
        field, value = self._fields[name], self[name]
        if field.type in ("binary", "image"):
            return hashlib.sha256(value).hexdigest() if value else ""
        if field.type == "many2one":
            return value.display_name or ""
        if field.relational and field.comodel_name == "ir.attachment":
            return sorted(value.mapped("checksum"))
        # Nothing is not zero, and an empty text is nothing.
        return "" if value is False and field.type != "boolean" else value

    def _take_content(self, language):
        """The content in the words of one language, the same for whoever takes it."""
        self.ensure_one()
        companies = self.env.context.get("allowed_company_ids")
        clean = {"lang": language or None, "allowed_company_ids": companies}
        # sudo, and no other context: who looks, and from where, changes no word
        record = self.sudo().with_context(clean)  # pylint: disable=context-overridden
        content = record._prepare_signed_content() | {"lang": language or ""}
        return json.loads(json.dumps(content, default=str))

    def _prepare_seal(self):
        """Values to write with the signature."""
        content = self._take_content(self.env.lang)
        before = self._get_last_withdrawn()
        return {
            "signed_content": content,
            "signature_hash": self._make_fingerprint(content, before),
        }

    def _seal(self):
        """Fingerprint what is signed now; the signature itself is written already."""
        for record in self:
            record._in_flow().write(record._prepare_seal())

    def _prepare_withdrawal(self):
        """Values to write when the signature is given back."""
        hashes = [*self._get_withdrawn(), self.signature_hash]
        return {
            "signed_content": False,
            "signature_hash": False,
            "withdrawn_hashes": "\n".join(filter(None, hashes)) or False,
        }

    def _get_withdrawn(self):
        return (self.withdrawn_hashes or "").split()

    def _get_last_withdrawn(self):
        return (["", *self._get_withdrawn()])[-1]

    # --- checking

    def _get_chain_heads(self):
        return [*self._get_withdrawn(), *filter(None, [self.signature_hash])]

    def _get_chain_faults(self):
        return self._get_seal_faults()

    def _get_seal_faults(self):
        """Sentences; none when it stands as it was signed, or is not signed."""
        self.ensure_one()
        if not self._is_sealed():
            return []
        content = self.signed_content or {}
        before = self._get_last_withdrawn()
        if self._make_fingerprint(content, before) != self.signature_hash:
            return [self.env._("The kept content was changed after signing.")]
        labels = self._get_content_labels()
        changed = [labels.get(key, key) for key in self._get_changed_content(content)]
        if not changed:
            return []
        return [self.env._("Differs from what was signed: %s.", ", ".join(changed))]

    def _get_changed_content(self, content):
        """Keys whose value is another one now; words are compared in the signer's language."""
        language = content.get("lang", self._get_signer_language())
        now = self._take_content(language)
        return [
            key for key in content if key != "lang" and now.get(key) != content[key]
        ]

    def _get_signer_language(self):
        """Hook: for content that was kept without a language."""
        return self.env.lang

    def _get_content_labels(self):
        """{key of the signed content: words}; rooms add keys that are no field's name."""
        return {
            name: field._description_string(self.env)
            for name, field in self._fields.items()
        }
