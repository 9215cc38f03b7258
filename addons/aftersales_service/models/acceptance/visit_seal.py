import json

from odoo import api, models


class Visit(models.Model):
    """Whether a signed visit still says what the customer signed: the kept content agrees
    with its fingerprint, and what a print would show agrees with the kept content."""

    _inherit = "aftersales.visit"

    @api.model
    def _get_sealed_domain(self):
        return [("signed_at", "!=", False)]

    def _get_chain_heads(self):
        return [self.signature_hash or ""]

    def _get_chain_faults(self):
        return self._get_seal_faults()

    def _get_seal_faults(self):
        """Sentences; none when the visit stands as it was signed, or is not signed."""
        self.ensure_one()
        if not self.signed_at:
            return []
        content = self.signed_content or {}
        if self._make_fingerprint(content) != self.signature_hash:
            return [self.env._("The kept content was changed after signing.")]
        labels = self._get_content_labels()
        changed = [labels.get(key, key) for key in self._get_changed_content(content)]
        if not changed:
            return []
        return [self.env._("Differs from what was signed: %s.", ", ".join(changed))]

    def _get_changed_content(self, content):
        """Keys whose value is another one now; words are compared in the signer's language."""
        language = content.get("lang") or self.user_id.lang or self.env.lang
        visit = self.with_context(lang=language, bin_size=False)
        now = json.loads(json.dumps(visit._prepare_signed_content(), default=str))
        return [
            key for key in content if key != "lang" and now.get(key) != content[key]
        ]

    def _get_content_labels(self):
        """{key of the signed content: words}; rooms add keys that are no field's name."""
        labels = {
            name: field._description_string(self.env)
            for name, field in self._fields.items()
        }
        return labels | {
            "visit": self.env._("Number"),
            "order": self.env._("Service Order"),
            "customer": self.env._("Customer"),
            "serial": self.env._("Serial Number"),
            "called_at": self.env._("Time of the Call"),
            "technician": self.env._("Technician"),
            "action": self.env._("Solution"),
            "stamps": self.env._("Times"),
            "parts": self.env._("Replaced Parts"),
            "extra": self.env._("Extra Work"),
            "photos": self.env._("Photos"),
            "method": self.env._("Confirmation"),
            "refusal": self.env._("Why Not Signed"),
            "consent": self.env._("Consent"),
            "card": self.env._("Opinion Card"),
        }
