from odoo import fields, models

from ...exceptions import ProofMissing


class PartStatement(models.Model):
    """The holder of the van signs his balance; the store signs the same content, chained to
    his signature, so neither can be exchanged alone."""

    _name = "aftersales.part.statement"
    _inherit = ["aftersales.part.statement", "document.signature.mixin"]
    _printed_fields = (
        "name",
        "technician_id",
        "unit_id",
        "date_from",
        "date_to",
        "technician_signed_by_id",
        "technician_signed_at",
    )

    store_hash = fields.Char(
        "Fingerprint of the Store's Signature", readonly=True, copy=False
    )

    def _prepare_signed_content(self):
        return super()._prepare_signed_content() | {
            "line_ids": [line._get_printed() for line in self.line_ids]
        }

    def _prepare_store_seal(self):
        """Who signed for the store, and when, over the fingerprint of the van's."""
        if not self.signature_hash:  # signed for the van before there were fingerprints
            return {}
        return {"store_hash": self._make_store_hash()}

    def _make_store_hash(self):
        signer, moment = self.store_signed_by_id.sudo().name, self.store_signed_at
        return self._make_fingerprint([signer, str(moment)], self.signature_hash)

    def _check_seal(self):
        """:raises ProofMissing: what the store would sign is not what the van signed"""
        for statement in self:
            if faults := statement._get_seal_faults():
                raise ProofMissing(
                    self.env._(
                        "%(statement)s: %(fault)s Press “Count Again” and sign anew.",
                        statement=statement.display_name,
                        fault=" ".join(faults),
                    )
                )

    def _get_chain_heads(self):
        return [*super()._get_chain_heads(), *filter(None, [self.store_hash])]

    def _get_seal_faults(self):
        faults = super()._get_seal_faults()
        closed = self.signature_hash and self.state == "closed"
        if closed and self.store_hash != self._make_store_hash():
            faults.append(self.env._("The signature of the store is another one."))
        return faults


class PartStatementLine(models.Model):
    _inherit = "aftersales.part.statement.line"

    def _get_printed(self):
        numbers = ("opening", "issued", "used", "returned", "lost", "other", "closing")
        return [
            self.product_id.display_name,
            self.lot_id.name or "",
            *(self[name] for name in (*numbers, "counted", "difference")),
            self.answer_id.name or "",
            self.answer or "",
        ]
