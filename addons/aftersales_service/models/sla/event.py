from odoo import api, fields, models, tools


class SlaEvent(models.Model):
    """Something that happens to a job and starts or stops clocks (T-70)."""

    _name = "aftersales.sla.event"
    _description = "Event That Starts or Stops Deadlines"
    _inherit = ["document.shared.mixin", "aftersales.remembered.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    implied_ids = fields.Many2many(
        "aftersales.sla.event",
        "aftersales_sla_event_implied_rel",
        "event_id",
        "implied_id",
        string="Includes",
        help="Who has arrived has answered, was dispatched and has left: this event stops their deadlines too.",
    )
    ends_with_job = fields.Boolean(
        help="Deadlines that wait for this event are no longer needed once the job is closed."
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another event has this code.")

    @api.model
    def _get_stopped_by(self, code):
        """Ids of the event ``code`` and of all that it includes; () for an unknown code."""
        return self._get_all_stopped_by().get(code, ())

    @api.model
    @tools.ormcache()
    def _get_all_stopped_by(self):
        # sudo: clocks run for everybody who moves a job
        events = self.sudo().search_fetch([], ["code", "implied_ids"])
        return {event.code: event._with_all_implied()._ids for event in events}

    def _with_all_implied(self):
        """These events, what they include, and what that includes."""
        found = event = self
        while event:
            event = event.implied_ids - found
            found |= event
        return found

    @api.model
    @tools.ormcache("code")
    def _get_id(self, code):
        # sudo: as above
        return self.sudo().search([("code", "=", code)], limit=1).id

    @api.model
    @tools.ormcache("code")
    def _is_used(self, code):
        """Whether a policy that is or was in force has a deadline that this event begins or
        ends; what nobody waits for need not be told."""
        ids = self._get_stopped_by(code)
        # sudo: as above
        return bool(
            self.env["aftersales.sla.rule"]
            .sudo()
            .search_count(
                [
                    ("version_id.state", "!=", "draft"),
                    "|",
                    ("start_event_id", "in", ids),
                    ("stop_event_id", "in", ids),
                ],
                limit=1,
            )
        )


class SlaReason(models.Model):
    """Why a deadline may be missed without blame, e.g. no tickets to buy (T-18)."""

    _name = "aftersales.sla.reason"
    _description = "Exempting Reason"
    _inherit = ["document.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
