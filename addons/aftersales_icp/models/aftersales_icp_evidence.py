import hashlib

from odoo import api, fields, models

from ..exceptions import IcpEvidenceMissing, IcpKept

SOURCES = [
    ("miit_manual", "Looked Up at MIIT"),
    ("mps_manual", "Looked Up at Public Security"),
    ("provider_console", "Console of the Provider"),
    ("api", "Paid Interface"),
    ("letter", "Letter or Document"),
    ("page_check", "Page Check"),
    ("system", "Fact in This Register"),
    ("customer", "Sent by the Customer"),
]
RESULTS = [
    ("found", "Found"),
    ("nothing", "Nothing Shown"),
    ("other", "Other Data Shown"),
]


class IcpEvidence(models.Model):
    """A proof with its hash: who saw what, where and when. Never changed, never deleted.

    An empty answer of a query is kept as such; alone it proves nothing.
    """

    _name = "aftersales.icp.evidence"
    _description = "ICP Evidence"
    _inherit = ["document.ledger.mixin", "document.seal.mixin"]
    _order = "taken_at desc, id desc"
    _is_typed = True
    _open_fields = {"sha256": "`create` takes it from the contents, whatever was sent"}

    name = fields.Char(required=True)
    source = fields.Selection(SOURCES, required=True, default="miit_manual")
    result = fields.Selection(RESULTS, required=True, default="found")
    query = fields.Char(help="What was asked, or the address of the page.")
    taken_at = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        string="Taken By",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    file = fields.Binary(string="Screenshot or Document", attachment=True)
    filename = fields.Char()
    text = fields.Text(string="Words Seen")
    sha256 = fields.Char(string="SHA-256", readonly=True)
    number_seen = fields.Char()
    organiser_seen = fields.Char()
    filed_on_seen = fields.Date(string="Day of Filing Seen")
    valid_until = fields.Date()
    subject_id = fields.Many2one("aftersales.icp.subject", index="btree_not_null")
    service_id = fields.Many2one("aftersales.icp.service", index="btree_not_null")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A proof has contents; its hash is taken once, here."""
        for vals in vals_list:
            content = self._content(vals)
            if not content:
                raise IcpEvidenceMissing(
                    self.env._("A proof needs a file or the words that were seen.")
                )
            vals["sha256"] = hashlib.sha256(content).hexdigest()
            vals["user_id"] = self.env.uid
            self._complete_owner(vals)
        return super().create(vals_list)

    @api.model
    def _content(self, vals):
        file = vals.get("file")
        if file:
            return file.encode() if isinstance(file, str) else file
        return (vals.get("text") or "").strip().encode()

    @api.model
    def _complete_owner(self, vals):
        service = self.env["aftersales.icp.service"].browse(vals.get("service_id"))
        if service:
            vals.setdefault("subject_id", service.subject_id.id)
            vals.setdefault("company_id", service.company_id.id)

    def _get_ledger_refusal(self):
        return IcpKept(
            self.env._("Evidence is kept as it was recorded: record a new one.")
        )

    def _get_chain_heads(self):
        return [self.sha256 or ""]

    def _get_chain_faults(self):
        kept = self.with_context(bin_size=False)
        content = self._content({"file": kept.file, "text": kept.text})
        if hashlib.sha256(content).hexdigest() == self.sha256:
            return []
        return [self.env._("The contents are not those that were recorded.")]

    @api.model
    def _of_fact(self, duty, text):
        """The register itself shows that a duty is done."""
        return self.create(
            {
                "name": duty.rule_id.display_name,
                "source": "system",
                "text": text or duty.rule_id.display_name,
                "subject_id": duty.subject_id.id,
                "service_id": duty.service_id.id,
                "company_id": duty.company_id.id,
            }
        )


class IcpServiceEvidence(models.Model):
    _inherit = "aftersales.icp.service"

    evidence_ids = fields.One2many("aftersales.icp.evidence", "service_id")
    evidence_doubt = fields.Boolean(
        string="Official Query Shows Nothing", compute="_compute_evidence_doubt"
    )

    @api.depends("evidence_ids.result", "evidence_ids.source", "evidence_ids.taken_at")
    def _compute_evidence_doubt(self):
        """Two different sources must agree before an empty answer counts (§11)."""
        for service in self:
            silent = set()
            for proof in service.evidence_ids.sorted("taken_at", reverse=True):
                if proof.result == "found":
                    break
                silent.add(proof.source)
            service.evidence_doubt = len(silent) > 1
