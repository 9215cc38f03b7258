from odoo import Command, api, fields, models

from ...exceptions import ClockRefused


class SlaTell(models.TransientModel):
    """Something happened that no document of ours can know: it begins and ends deadlines
    all the same (T-70). What a room tells by itself cannot be entered here."""

    _name = "aftersales.sla.tell"
    _description = "Record an Event"
    _inherit = "document.window.mixin"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    allowed_ids = fields.Many2many(
        "aftersales.sla.event", compute="_compute_allowed_ids"
    )
    event_id = fields.Many2one(
        "aftersales.sla.event",
        "Event That Happened",
        required=True,
        domain="[('id', 'in', allowed_ids)]",
    )
    moment = fields.Datetime("When", required=True, default=fields.Datetime.now)
    note = fields.Char()

    def _get_document(self):
        return self.env[self.res_model].browse(self.res_id)

    @api.depends("res_model", "res_id")
    def _compute_allowed_ids(self):
        for wizard in self:
            events = wizard._get_document()._get_tellable_events()
            wizard.allowed_ids = [Command.set(events.ids)]

    def action_apply(self):
        """Deadlines that wait for it end, others begin.

        :raises ClockRefused: for an event that a room tells, or at an impossible time
        """
        for wizard in self:
            document = wizard._get_document()
            document.check_access("write")
            wizard._check_event()
            wizard._check_moment(document)
            document._clock_event(wizard.event_id.code, wizard.moment)
            document._log_told(wizard.event_id, wizard.moment, wizard.note)
        return {"type": "ir.actions.act_window_close"}

    def _check_event(self):
        event = self.event_id
        if not event.is_tellable:
            homes = dict(event._fields["home"]._description_selection(self.env))
            raise ClockRefused(
                self.env._(
                    "“%(event)s” is told by itself (%(home)s), so it cannot be entered by hand.",
                    event=event.name,
                    home=homes[event.home],
                )
            )

    def _check_moment(self, document):
        """Not later than now, but for dates that deadlines are counted back from."""
        # sudo: everybody who moves a job may ask its policy
        rules = document.sudo()._get_stack_rules()
        begun = rules.filtered(lambda r: r.start_event_id == self.event_id)
        planned = "before" in begun.mapped("direction")
        if self.moment > fields.Datetime.now() and not planned:
            raise ClockRefused(
                self.env._("What has not happened yet cannot be recorded.")
            )
        if self.moment < document._get_told_since() and not planned:
            raise ClockRefused(
                self.env._(
                    "%s began later than that. Choose a later time.",
                    document.display_name,
                )
            )
