from odoo import api, fields, models

from ..const import GROUP_USER, PUBLICATION_STATES, PUBLICATION_TRANSITIONS
from ..exceptions import IcpKept
from ..kernel.deadline import china_day, retention_end


class IcpPublication(models.Model):
    """Public content with author, words, time and address; a person decides (I-93, I-94).

    A filter may mark an item, it never decides. Taken down is not deleted (I-95): the log
    is kept for six months and 60 days at least, under a legal hold until it is over.
    """

    _name = "aftersales.icp.publication"
    _description = "ICP Publication"
    _inherit = ["aftersales.icp.flow.mixin", "aftersales.icp.service.part"]
    _order = "id desc"
    _transitions = PUBLICATION_TRANSITIONS
    _stamps = {"published": "published_at", "unpublished": "unpublished_at"}

    author = fields.Char(required=True)
    content = fields.Text(required=True)
    address = fields.Char(required=True, help="Internet address or domain.")
    is_partner_content = fields.Boolean(
        help="Content of partners is reviewed like our own."
    )
    submitted_at = fields.Datetime(required=True, default=fields.Datetime.now)
    published_at = fields.Datetime(copy=False, readonly=True)
    unpublished_at = fields.Datetime(copy=False, readonly=True)
    filter_words = fields.Char(string="Words Found by the Filter")
    decided_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    decision = fields.Char(string="Reason of the Decision")
    state = fields.Selection(
        PUBLICATION_STATES,
        string="Status",
        required=True,
        default="pending",
        readonly=True,
        copy=False,
        index=True,
    )
    incident_ids = fields.One2many("aftersales.icp.incident", "publication_id")
    on_hold = fields.Boolean(string="Legal Hold", compute="_compute_on_hold")
    keep_until = fields.Date(compute="_compute_keep_until")

    @api.depends("address", "author")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.address} ({one.author})"

    @api.depends("incident_ids.state")
    def _compute_on_hold(self):
        for one in self:
            one.on_hold = any(incident.on_hold for incident in one.incident_ids)

    @api.depends("submitted_at", "company_id.icp_retention_months", "incident_ids")
    def _compute_keep_until(self):
        rules = self._retention_rules()
        for one in self:
            closed = [
                moment for moment in one.incident_ids.mapped("closed_at") if moment
            ]
            day = china_day(max([one.submitted_at, *closed]))
            ends = [rule._due_on(day, one.company_id) for rule in rules]
            months = one.company_id.icp_retention_months
            # the floor of the law holds even where somebody shortened the table
            one.keep_until = max([retention_end(day, months), *ends])

    @api.model
    def _retention_rules(self):
        """Dated rules about the keeping of logs (D19, D20): the longest one counts."""
        # sudo: whoever deletes a log need not be able to read the tables
        rules = self.env["aftersales.icp.rule"].sudo()
        today = self.env["aftersales.icp.duty.mixin"]._today()
        return rules._valid_on(today, [("event", "=", "log_written")])

    def action_publish(self):
        """A person has read it and lets it through."""
        self._move_to("published", decided_by_id=self.env.uid)

    def action_refuse(self):
        """Not published; kept all the same."""
        self._move_to("refused", decided_by_id=self.env.uid)

    def action_unpublish(self):
        """Off the page; author, words, time and address are kept."""
        self._move_to("unpublished", decided_by_id=self.env.uid)

    def action_incident(self):
        """This is prohibited: open the incident."""
        self.ensure_one()
        incident = self.env["aftersales.icp.incident"].create(
            {"publication_id": self.id, "service_id": self.service_id.id}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": incident._name,
            "res_id": incident.id,
            "view_mode": "form",
        }

    def _take_down(self):
        live = self.filtered(lambda one: one.state == "published")
        if live:
            live._move_to("unpublished", decided_by_id=self.env.uid)

    def _flow_group(self, _state):
        return GROUP_USER

    def write(self, vals):
        """The words as they were; only the decision moves."""
        if {"author", "content", "address", "submitted_at"} & vals.keys():
            raise IcpKept(self.env._("A publication is kept as it was written."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_after_retention(self):
        today = self.env["aftersales.icp.duty.mixin"]._today()
        for one in self:
            if one.on_hold or one.keep_until >= today:
                raise IcpKept(
                    self.env._(
                        "This must be kept until %s, and longer while an incident is"
                        " open.",
                        fields.Date.to_string(one.keep_until),
                    )
                )

    @api.autovacuum
    def _gc_kept_long_enough(self):
        """What nobody has to keep any more goes."""
        today = self.env["aftersales.icp.duty.mixin"]._today()
        limit = fields.Datetime.subtract(fields.Datetime.now(), months=6)
        # sudo: housekeeping over all companies
        old = self.sudo().search([("submitted_at", "<", limit)], limit=5000)
        old.filtered(lambda one: not one.on_hold and one.keep_until < today).unlink()


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_icp_kept(self):
        """Files of evidence and of incidents follow the records they belong to."""
        kept = {"aftersales.icp.evidence", "aftersales.icp.incident"}
        held = self.filtered(lambda one: one.res_model == "aftersales.icp.publication")
        # sudo: whoever deletes a file need not be able to read what it belongs to
        logs = (
            self.env["aftersales.icp.publication"].sudo().browse(held.mapped("res_id"))
        )
        if kept & {one.res_model for one in self} or any(logs.mapped("on_hold")):
            raise IcpKept(self.env._("This file is evidence and is kept."))
