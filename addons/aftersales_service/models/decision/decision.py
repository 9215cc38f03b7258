from odoo import fields, models

CAUSES = [
    ("unknown", "Not Known Yet"),
    ("material", "Material, Manufacture or Assembly"),
    ("wear", "Normal Wear"),
    ("misuse", "Misuse or Poor Upkeep"),
    ("transport", "Transport Damage"),
    ("outside", "Outside Influence"),
]
RESULTS = [
    ("free", "Free in Warranty"),
    ("paid_misuse", "Paid: Misuse"),
    ("paid_expired", "Paid: Out of Warranty"),
    ("contract", "By Contract"),
    ("agent", "Borne by the Agent"),
    ("supplier", "Borne by the Supplier"),
    ("not_ours", "Not Our Product: Paid on Request"),
    ("pending", "Waiting for the Maker's Decision"),
]


class Decision(models.Model):
    """Who pays what of a job, and why (责任判定); one version, never changed.

    A new diagnosis or an override is a new version. The versions of a job are chained:
    each carries the hash of the one before, so editing, deleting or reordering shows, and
    with an exported head also cutting off the end (Q3, W-35).
    """

    _name = "aftersales.decision"
    _description = "Decision Who Pays"
    _inherit = ["document.ledger.mixin", "document.seal.mixin"]
    _order = "id desc"
    _is_closed_ledger = True
    _late_fields = frozenset({"hash"})
    _flow_models = ("aftersales.decision.line",)
    _rec_name = "version"
    _check_company_auto = True

    device_id = fields.Many2one(
        "aftersales.device",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    version = fields.Integer(default=1, required=True)
    day = fields.Date("Decided For", required=True)
    cause = fields.Selection(CAUSES, required=True, default="unknown")
    facts = fields.Json("What Was Looked At")
    warning_codes = fields.Char()
    labour_result = fields.Selection(
        RESULTS, "Result for Labour", help="Proposes the service type of the job."
    )
    line_ids = fields.One2many("aftersales.decision.line", "decision_id", "Costs")
    reason = fields.Char("Reason of the Override")
    note = fields.Text("What It Rests On", help="What was seen, measured or answered.")
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_decision_evidence_rel",
        help="Photos, the maker's mail: kept with this version and under its fingerprint.",
    )
    decided_by_id = fields.Many2one(
        "res.users", required=True, index=True, default=lambda self: self.env.user
    )
    confirmed_by_id = fields.Many2one(
        "res.users", "Second Person", index="btree_not_null"
    )
    previous_hash = fields.Char()
    hash = fields.Char("Fingerprint", readonly=True)

    def _get_content(self):
        """What the hash covers, as plain data."""
        self.ensure_one()
        content = {
            "version": self.version,
            "device": self.device_id.id,
            "day": str(self.day),
            "cause": self.cause,
            "facts": self.facts,
            "reason": self.reason or "",
            "by": self.decided_by_id.id,
            "confirmed": self.confirmed_by_id.id,
            "lines": [line._get_content() for line in self.line_ids.sorted("id")],
        }
        return content | self._get_proof()

    def _get_proof(self):
        """What a version rests on; one without has the fingerprint that it always had."""
        # sudo: the fingerprint covers files whoever recomputes it may not open
        files = self.sudo().evidence_ids
        proof = {"note": self.note} if self.note else {}
        if files:
            proof["evidence"] = sorted([f.name, f.checksum or ""] for f in files)
        return proof

    def _is_signed(self):
        """Its files stand from the moment in which it was made."""
        return True

    def _compute_hash(self):
        self.ensure_one()
        return self._make_fingerprint(self._get_content(), self.previous_hash or "")

    def _verify_chain(self, head=None):
        """Faults of these versions of one job, oldest first; ``head`` is an exported hash.

        :returns: a list of codes: `edited`, `broken`, `numbering`, `truncated`
        """
        faults, previous = [], False
        for number, decision in enumerate(self.sorted("id"), start=1):
            if decision.hash != decision._compute_hash():
                faults.append("edited")
            if (decision.previous_hash or False) != previous:
                faults.append("broken")
            if decision.version != number:
                faults.append("numbering")
            previous = decision.hash
        if head and head not in self.mapped("hash"):
            faults.append("truncated")
        return faults

    def _get_chain_heads(self):
        return self.sorted("id").mapped("hash")

    def _get_chain_faults(self):
        labels = {
            "edited": self.env._("A version was changed after it was made."),
            "broken": self.env._("A version does not follow the one before."),
            "numbering": self.env._("A version is missing or was moved."),
        }
        return [labels[code] for code in self._verify_chain()]
