import hashlib
import json

from odoo import api, models

BATCH = 500


class SealMixin(models.AbstractModel):
    """Records with fingerprints that anybody may recompute: one by one, or as a chain in
    which each carries the one before.

    A model names its chains' many2one in ``_chain_field`` (none: each record is its own) and
    says in `_get_chain_heads` and `_get_chain_faults` what stands and what is wrong.
    """

    _name = "document.seal.mixin"
    _description = "Sealed Records"

    _chain_field = None

    @api.model
    def _get_sealed_domain(self):
        """Hook: which records carry a fingerprint."""
        return []

    def _get_chain_name(self):
        """Hook: what a list of faults calls this chain."""
        return self[:1].display_name

    def _get_chain_heads(self):
        """Fingerprints of this chain, the oldest first."""
        raise NotImplementedError

    def _get_chain_faults(self):
        """Sentences: what does not agree with the fingerprints of this chain."""
        raise NotImplementedError

    @api.model
    def _make_fingerprint(self, content, before=""):
        """SHA-256 over plain data; ``before``: the one that it is chained to."""
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(f"{before}{text}".encode()).hexdigest()

    @api.model
    def _find_chains(self):
        """Recordsets, one per chain; a batch at a time, so that memory stays small."""
        domain = self._get_sealed_domain()
        if self._chain_field:
            groups = self._read_group(domain, [self._chain_field], ["id:array_agg"])
            chains = [sorted(ids) for _key, ids in groups]
        else:
            chains = [[record_id] for record_id in self._search(domain, order="id")]
        for start in range(0, len(chains), BATCH):
            batch = chains[start : start + BATCH]
            known = self.browse([i for ids in batch for i in ids])
            for ids in batch:
                yield self.browse(ids).with_prefetch(known._prefetch_ids)
            known.invalidate_recordset()
