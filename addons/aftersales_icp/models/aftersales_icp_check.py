from odoo import api, fields, models

from ..exceptions import IcpKept
from .aftersales_icp_subject_duties import WRONG_DATA

RESULTS = [
    ("pass", "Passed"),
    ("fail", "Failed"),
    ("inconclusive", "Inconclusive"),
]
FINDINGS = [
    ("C01", "No number in the visible text"),
    ("C02", "Number of no valid form"),
    ("C03", "Another number than the registered one"),
    ("C04", "Organiser number where the service number is due"),
    ("C05", "Number is hidden"),
    ("C06", "Number is not linked to the authority"),
    ("C07", "Old address of the authority"),
    ("C08", "Number is not at the bottom"),
    ("C09", "More than one filing number"),
    ("C10", "Public-security number missing"),
    ("C11", "Public-security link wrong"),
    ("C12", "Public-security icon missing"),
    ("C13", "Licence number missing"),
    ("C14", "Page cannot be reached"),
    ("C15", "Certificate of the site wrong"),
    ("C16", "Redirected to a foreign domain"),
    ("C17", "Blocking page of a provider"),
    ("C18", "Text is made by scripts"),
    ("C19", "Address outside of the declared ranges"),
    ("C20", "Domain expires soon"),
    ("C21", "Domain is registered for somebody else"),
    ("C22", "Hints at a business that needs a pre-approval"),
    ("C23", "Sells, but is only filed"),
    ("C24", "Number in an image only"),
    ("C25", "Our own website shows no number"),
    ("C26", "Official look-up is too old"),
    ("C27", "Official look-up says something else"),
    ("C28", "Sub-domain outside of the filed accesses"),
]
METHODS = [
    ("http", "As Sent"),
    ("script", "Read in a Script"),
    ("headless", "As Shown by a Browser"),
]
SEVERITIES = [("error", "Error"), ("warning", "Warning"), ("info", "Information")]
KEEP_DAYS = 400


class IcpCheck(models.Model):
    """One visit of a home page and what it showed; kept 400 days."""

    _name = "aftersales.icp.check"
    _description = "ICP Page Check"
    _inherit = ["aftersales.icp.service.part"]
    _order = "id desc"

    checked_at = fields.Datetime(required=True, default=fields.Datetime.now)
    result = fields.Selection(RESULTS, required=True)
    url = fields.Char(string="Address")
    hops = fields.Text(string="Redirects")
    address = fields.Char(string="IP Address")
    status = fields.Integer(string="HTTP Status", aggregator=None)
    charset = fields.Char()
    error = fields.Char()
    method = fields.Selection(METHODS, required=True, default="http")
    screenshot = fields.Binary(attachment=True)
    numbers = fields.Char(string="Numbers Shown")
    sha256 = fields.Char(string="SHA-256")
    excerpt = fields.Text()

    _old = models.Index("(checked_at)")

    @api.autovacuum
    def _gc_old(self):
        """Visits are kept 400 days; the findings stay."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        # sudo: housekeeping; nobody may delete single visits
        self.sudo().search([("checked_at", "<", limit)], limit=10000).unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_old(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        if self.filtered(lambda check: check.checked_at >= limit):
            raise IcpKept(self.env._("Page checks are kept."))


class IcpFinding(models.Model):
    """A flaw of a page: seen twice, six hours apart, before anybody is alarmed."""

    _name = "aftersales.icp.finding"
    _description = "ICP Finding"
    _inherit = ["aftersales.icp.service.part"]
    _order = "id desc"
    _rec_name = "code"

    code = fields.Selection(FINDINGS, required=True)
    severity = fields.Selection(SEVERITIES, required=True)
    detail = fields.Char()
    law_id = fields.Many2one(
        "aftersales.icp.law", string="Because Of", index="btree_not_null"
    )
    first_seen = fields.Datetime(required=True, default=fields.Datetime.now)
    last_seen = fields.Datetime(required=True, default=fields.Datetime.now)
    hits = fields.Integer(default=1, aggregator=None)
    confirmed_at = fields.Datetime(index="btree_not_null")
    fixed_on = fields.Datetime(index="btree_not_null")

    _once = models.UniqueIndex(
        "(service_id, code) WHERE fixed_on IS NULL", "This finding is open already."
    )
    _open = models.Index("(company_id, confirmed_at) WHERE fixed_on IS NULL")

    @api.depends("code", "service_id.display_name")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for finding in self:
            finding.display_name = labels.get(finding.code, "")

    def _is_alarm(self):
        """Errors alarm, and what somebody has to go after: C14, C20, C26, C28."""
        return self.severity == "error" or self.code in ("C14", "C20", "C26", "C28")

    def _on_confirmed(self):
        """Alarm: an activity for the owner; glue add-ons raise service orders."""
        kind = self.env.ref("mail.mail_activity_data_todo")
        for subject, findings in self.grouped(
            lambda one: one.service_id.subject_id
        ).items():
            subject.activity_schedule(
                activity_type_id=kind.id,
                summary=self.env._("Page check: %s", findings[0].service_id.name),
                note="; ".join(findings.mapped("display_name")),
                user_id=(subject.user_id or self.env.user).id,
            )
        self._follow_up()

    def _follow_up(self):
        """Wrong data are to be corrected in ten working days; a bare access is filed."""
        wrong = self.filtered(lambda one: one.code in WRONG_DATA)
        for subject, findings in wrong.grouped(
            lambda one: one.service_id.subject_id
        ).items():
            subject._note_wrong_data(", ".join(findings.mapped("display_name")))
        for finding in self.filtered(lambda one: one.code == "C28"):
            finding.service_id._draft_access_order(finding.detail)
