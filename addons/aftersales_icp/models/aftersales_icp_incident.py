from odoo import api, fields, models

from ..const import GROUP_USER, INCIDENT_STATES, INCIDENT_TRANSITIONS
from ..exceptions import IcpIncidentIncomplete, IcpKept

NEEDED = {
    "stopped": ("stopped_at",),
    "preserved": ("author", "content", "address"),
    "reported": ("authority_id", "report_number"),
}


class IcpIncident(models.Model):
    """Prohibited content found: stop at once, keep the records, report (article 16).

    Copyright is another matter (I-97): liability begins with a well-founded notice, so
    it has the times of notice and takedown and no report to the authority.
    """

    _name = "aftersales.icp.incident"
    _number_code = "aftersales.icp.incident"
    _description = "ICP Content Incident"
    _inherit = [
        "aftersales.icp.flow.mixin",
        "aftersales.icp.service.part",
        "aftersales.icp.duty.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _transitions = INCIDENT_TRANSITIONS
    _stamps = {
        "stopped": "stopped_at",
        "preserved": "preserved_at",
        "reported": "reported_at",
        "closed": "closed_at",
    }

    name = fields.Char(string="Incident Number", default="/", readonly=True, copy=False)
    kind = fields.Selection(
        [("content", "Prohibited Content"), ("copyright", "Copyright Notice")],
        string="Type",
        required=True,
        default="content",
    )
    category_id = fields.Many2one(
        "aftersales.icp.code",
        domain=[("category", "=", "prohibited")],
        index="btree_not_null",
        help="One of the nine of article 15.",
    )
    state = fields.Selection(
        INCIDENT_STATES,
        string="Status",
        required=True,
        default="discovered",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    publication_id = fields.Many2one(
        "aftersales.icp.publication", index="btree_not_null"
    )
    author = fields.Char(help="Account and what is known of who published it.")
    content = fields.Text(help="The words themselves, unchanged.")
    address = fields.Char(help="Internet address or domain.")
    published_at = fields.Datetime()
    found_at = fields.Datetime(required=True, default=fields.Datetime.now)
    notice_at = fields.Datetime(
        string="Notice Received", help="Copyright: when the right holder warned."
    )
    stopped_at = fields.Datetime(string="Transmission Stopped", copy=False)
    preserved_at = fields.Datetime(
        string="Records Preserved", copy=False, readonly=True
    )
    reported_at = fields.Datetime(string="Reported", copy=False, readonly=True)
    closed_at = fields.Datetime(string="Closed", copy=False, readonly=True)
    authority_id = fields.Many2one(
        "aftersales.icp.code",
        domain=[("category", "=", "authority")],
        index="btree_not_null",
    )
    report_number = fields.Char(help="Receipt of the authority.")
    outcome = fields.Text()
    evidence_ids = fields.Many2many("aftersales.icp.evidence")
    on_hold = fields.Boolean(
        string="Legal Hold", compute="_compute_on_hold", search="_search_on_hold"
    )

    @api.depends("state")
    def _compute_on_hold(self):
        for incident in self:
            incident.on_hold = incident.state != "closed"

    def _search_on_hold(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "!=" if True in value else "=", "closed")]

    @api.model_create_multi
    def create(self, vals_list):
        """Taken over from the publication, so that nothing is retyped."""
        for vals in vals_list:
            one = self.env["aftersales.icp.publication"].browse(
                vals.get("publication_id")
            )
            if one:
                for name in ("service_id", "author", "content", "address"):
                    value = one[name].id if name == "service_id" else one[name]
                    vals.setdefault(name, value)
                vals.setdefault("published_at", one.published_at)
        incidents = super().create(vals_list)
        content = incidents.filtered(lambda one: one.kind == "content")
        content._schedule_duties({"incident_found": self._today()})
        return incidents

    def _flow_group(self, _state):
        return GROUP_USER

    def action_stop(self):
        """Off the net at once; author, words, time and address stay with us."""
        for incident in self:
            incident.publication_id._take_down()
        self._move_to("stopped")

    def action_preserve(self):
        """Everything that is known is kept unchanged."""
        self._move_to("preserved")

    def action_report(self):
        """Told to the authority (and the police within 24 hours)."""
        self._move_to("reported")

    def action_close(self):
        """The matter is finished; only now the normal retention begins."""
        self._move_to("closed")

    def _check_move(self, state):
        checked = super()._check_move(state)
        for incident in self:
            unreported = incident.kind == "content" and incident.state != "reported"
            if state == "closed" and unreported:
                raise incident._incomplete(["reported_at"])
            missing = [name for name in NEEDED.get(state, ()) if not incident[name]]
            if state == "stopped":
                missing = []  # the move itself stamps it
            if missing:
                raise incident._incomplete(missing)
        return checked

    def _incomplete(self, names):
        labels = [self._fields[n]._description_string(self.env) for n in names]
        return IcpIncidentIncomplete(
            self.env._("Still missing for this step: %s.", ", ".join(labels))
        )

    def _after_move(self, state):
        if state == "reported":
            for incident in self:
                self._fulfil_duties(["incident_found"], incident.report_number)
        return super()._after_move(state)

    def write(self, vals):
        """What was preserved does not change any more."""
        kept = {
            "author",
            "content",
            "address",
            "published_at",
            "found_at",
            "stopped_at",
        }
        if kept & vals.keys() and self.filtered("preserved_at"):
            raise IcpKept(
                self.env._("The preserved records of an incident are not changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise IcpKept(self.env._("Incidents are kept."))
