from odoo import api, fields, models
from odoo.tools import format_datetime


class SlaMixin(models.AbstractModel):
    """Events that people enter, because no document of ours can know them."""

    _inherit = "aftersales.sla.mixin"

    def action_tell(self):
        """Ask what happened, and when."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record an Event"),
            "res_model": "aftersales.sla.tell",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def _get_stack_rules(self):
        """Rules of the policy under which the document runs, and of those beside it."""
        version = self.sla_version_id or self._find_sla_versions().get(self)
        rules = self.env["aftersales.sla.rule"]
        if not version:
            return rules
        day = self.company_id._aftersales_day(self._get_sla_start())
        return rules.union(*(v.rule_ids for v in version._get_stack(day)))

    def _get_tellable_events(self):
        """What may be entered here: begins a rule of its policy, or ends a deadline that
        runs, and no room tells it."""
        event = self.env["aftersales.sla.event"]
        if not self:
            return event
        # sudo: as above
        starts = self.sudo()._get_stack_rules().start_event_id
        stops = self._find_open_clocks().stop_event_id
        found = starts.filtered("is_by_hand") | stops.filtered("is_tellable")
        return event.browse(found.ids)

    def _get_told_since(self):
        """The first moment at which something can have happened here."""
        return min(
            (clock.started_at for clock in self._find_clocks()),
            default=self._get_sla_start(),
        )

    def _log_told(self, event, moment, note):
        """On record: what, when and who."""
        if "message_ids" not in self._fields:
            return
        zone = self.company_id.aftersales_tz
        self._message_log(
            body=self.env._(
                "%(event)s on %(moment)s. %(note)s",
                event=event.name,
                moment=format_datetime(self.env, moment, tz=zone),
                note=note or "",
            )
        )


class SlaClock(models.Model):
    _inherit = "aftersales.sla.clock"

    document_name = fields.Char("Document", compute="_compute_document_name")
    is_by_hand = fields.Boolean(related="stop_event_id.is_tellable")

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_document_name(self):
        """Whatever it is a deadline of: a job, a duty, a register, a notice."""
        # sudo: only its name
        documents = self.sudo()._get_documents()
        for clock in self:
            clock.document_name = documents[clock.sudo()].display_name

    def action_met(self):
        """It was done: enter when, for events that no room tells."""
        self.ensure_one()
        document = self._get_documents()[self]
        action = document.action_tell()
        action["context"]["default_event_id"] = self.stop_event_id.id
        return action
