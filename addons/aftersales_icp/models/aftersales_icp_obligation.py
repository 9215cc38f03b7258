from odoo import api, fields, models

from ..const import GROUP_USER, OBLIGATION_STATES, OBLIGATION_TRANSITIONS
from ..exceptions import IcpEvidenceMissing, IcpKept
from ..kernel.deadline import first_reminder

# Planned by the rules; a person changes the fact that they count from.
FIXED = {
    *("rule_id", "law_id", "res_model", "res_id", "subject_id", "service_id"),
    *("company_id", "base_on", "due_on"),
}


class IcpObligation(models.Model):
    """A duty with a day, made by a dated rule, done by a proof and not by a tick."""

    _name = "aftersales.icp.obligation"
    _description = "ICP Obligation"
    _inherit = [
        "aftersales.icp.flow.mixin",
        "aftersales.icp.duty.mixin",
        "mail.activity.mixin",
    ]
    _order = "due_on, id"
    _transitions = OBLIGATION_TRANSITIONS
    _stamps = {"done": "done_on", "waived": "done_on"}
    # A rule plans them; people name who does it, prove it or waive it.
    _flow_fields = frozenset(
        {"rule_id", "law_id", "res_model", "res_id", "subject_id", "service_id"}
        | {"company_id", "base_on", "due_on"}
    )

    rule_id = fields.Many2one(
        "aftersales.icp.rule", required=True, index=True, ondelete="restrict"
    )
    law_id = fields.Many2one(
        "aftersales.icp.law", string="Because Of", index="btree_not_null"
    )
    res_model = fields.Char(string="Document Model", required=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True
    )
    subject_id = fields.Many2one(
        "aftersales.icp.subject", index="btree_not_null", ondelete="cascade"
    )
    service_id = fields.Many2one(
        "aftersales.icp.service", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    base_on = fields.Date(string="Counted From", required=True)
    due_on = fields.Date(string="Due Date", required=True)
    user_id = fields.Many2one(
        "res.users", string="Internal Owner", index="btree_not_null"
    )
    state = fields.Selection(
        OBLIGATION_STATES,
        string="Status",
        required=True,
        default="open",
        readonly=True,
        copy=False,
    )
    done_on = fields.Date(readonly=True)
    evidence_id = fields.Many2one(
        "aftersales.icp.evidence", readonly=True, index="btree_not_null"
    )
    waived_reason = fields.Char(readonly=True)
    next_reminder = fields.Date(readonly=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    tells_customer = fields.Boolean(related="rule_id.tells_customer")

    _document = models.Index("(res_model, res_id, rule_id)")
    # The nightly run reads this index only, however many duties there are.
    _to_remind = models.Index("(next_reminder) WHERE state = 'open'")
    _due = models.Index("(company_id, due_on) WHERE state = 'open'")
    _once = models.UniqueIndex(
        "(res_model, res_id, rule_id) WHERE state = 'open'",
        "This duty is already open.",
    )

    @api.depends("rule_id.display_name", "due_on")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.rule_id.display_name

    @api.depends("state", "due_on")
    def _compute_is_late(self):
        today = self._today()
        for one in self:
            one.is_late = (
                one.state == "open" and bool(one.due_on) and one.due_on < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self._today()
        late = ["&", ("state", "=", "open"), ("due_on", "<", today)]
        return late if True in value else ["!", *late]

    def action_waive(self, reason):
        """A compliance officer says why the duty does not hold here."""
        if not (reason or "").strip():
            raise IcpEvidenceMissing(
                self.env._("Give the reason for waiving this duty.")
            )
        self._move_to("waived", waived_reason=reason)

    def _prove(self, evidence):
        """Done, because this proves it."""
        evidence.ensure_one()
        self._move_to("done", evidence_id=evidence.id)

    def _flow_group(self, state):
        if state == "done":
            return GROUP_USER
        return super()._flow_group(state)

    def write(self, vals):
        """Nothing is done without a proof, whoever writes it."""
        if vals.get("state") == "done" and not vals.get("evidence_id"):
            raise IcpEvidenceMissing(
                self.env._("A duty is done by a proof: attach the evidence.")
            )
        if not self.env.su and FIXED & vals.keys():
            raise IcpKept(
                self.env._(
                    "What a duty is about and when it is due follow from its event:"
                    " correct the date there, or waive the duty with its reason."
                )
            )
        closing = vals.get("state") in ("done", "waived")
        result = super().write({**vals, "next_reminder": False} if closing else vals)
        if closing:
            self.activity_unlink(["mail.mail_activity_data_todo"])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise IcpKept(self.env._("Duties are done or waived, not deleted."))

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Duties have activities but no followers (called by every new activity)."""
        return True

    def _set_reminder(self):
        today = self._today()
        for one in self:
            days = one.rule_id.reminder_days
            when = first_reminder(one.due_on, days, today)
            one._in_flow().next_reminder = when
