from odoo import fields, models

from ...exceptions import ProofMissing

# Nobody of ours stood beside the customer when he said it.
AFAR = ("phone", "sms", "wechat")


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    consent_proof = fields.Boolean(
        "Proof of Consent from Afar",
        help="Who agrees to a price by telephone, text message or WeChat is believed with a recording or a screenshot only; work neither starts nor ends without it.",
    )


class Visit(models.Model):
    """A customer's word by telephone or WeChat, and what proves it."""

    _inherit = "aftersales.visit"

    consent_proof_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_visit_consent_proof_rel",
        string="Proof of Consent",
        copy=False,
        help="The recording of the call, or a screenshot of the message.",
    )
    wants_consent_proof = fields.Boolean(compute="_compute_wants_consent_proof")

    def _compute_wants_consent_proof(self):
        for visit in self:
            # sudo: a switch of the job
            visit.wants_consent_proof = (
                visit.sudo().order_id._get_policy().consent_proof
            )

    def _check_may_start(self):
        """Chargeable work starts with a consent that can be shown (extends)."""
        result = super()._check_may_start()
        if self._rests_on_word():
            self._check_consent_proof(self.consent_name, self.consent_method)
        return result

    def _check_findings(self):
        """What was agreed to meanwhile, too (extends)."""
        result = super()._check_findings()
        if self._rests_on_word():
            self._check_consent_proof(self.consent_name, self.consent_method)
        for extra in self.extra_ids.filtered(lambda extra: extra.state == "agreed"):
            self._check_consent_proof(extra.agreed_by, extra.agreed_how)
        return result

    def _rests_on_word(self):
        """Whether the customer pays and signed no quotation over all of it."""
        shares = self._get_charged_shares()
        lines = shares.sale_line_id
        signed = all(share.sale_line_id.state == "sale" for share in shares)
        hours = lines & self.env["sale.order.line"].union(
            *(fee._get_sale_line() for fee in self._get_hour_fees())
        )
        quoted = sum(hours.mapped("product_uom_qty"))
        more = bool(hours) and self.labour_hours - quoted > 1e-6
        return bool(shares) and (not signed or more)

    def _check_consent_proof(self, name, method):
        """:raises ProofMissing: saying whose word is to be shown, and where"""
        if method not in AFAR or not self.wants_consent_proof:
            return
        # sudo: whether there is a file, whoever added it
        if self.sudo().consent_proof_ids:
            return
        raise ProofMissing(
            self.env._(
                "%(visit)s: %(name)s agreed from afar (%(method)s). Add the recording of the call or a screenshot under “Proof of Consent”, or let the customer sign the quotation.",
                visit=self.name,
                name=name or self.env._("the customer"),
                method=dict(
                    self._fields["consent_method"]._description_selection(self.env)
                )[method],
            )
        )

    def _get_signed_fields(self):
        return super()._get_signed_fields() | {"consent_proof_ids"}

    def _prepare_signed_content(self):
        """Files prove what they proved when he signed (extends)."""
        content = super()._prepare_signed_content()
        # sudo: all of them are under the signature, whoever added them
        files = self.sudo().consent_proof_ids
        if not files:
            return content
        return content | {"consent_proof": sorted(files.mapped("checksum"))}

    def _get_content_labels(self):
        return super()._get_content_labels() | {
            "consent_proof": self.env._("Proof of Consent")
        }
