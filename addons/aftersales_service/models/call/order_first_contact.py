from odoo import models

_TASK = "aftersales_service.mail_activity_take_up"


class ServiceOrder(models.Model):
    """What customers report by themselves becomes somebody's: he follows it and finds it
    among his tasks until the first step is done (O-21)."""

    _inherit = "aftersales.order"

    def _open_contact(self):
        if reported := self.filtered(lambda o: o._is_self_reported()):
            reported._subscribe_first_contact()
            reported._give_to_first_contact()

    def _subscribe_first_contact(self):
        for order in self:
            # sudo: customers and technicians do not say who follows a job
            partner = order.sudo().first_contact_user_id.partner_id
            order.sudo().message_subscribe(partner.ids)

    def _give_to_first_contact(self):
        """A task for whoever did not open the job himself."""
        # sudo: customers give us no tasks, their report does
        for order in self.sudo():
            user = order.first_contact_user_id
            if user and user != self.env.user:
                order.activity_schedule(
                    _TASK,
                    user_id=user.id,
                    summary=self.env._("Reported by the customer: %s", order.name),
                    note=order.fault,
                )

    def _move_contact(self, state):
        """Whoever does the first step has taken it up (extends)."""
        result = super()._move_contact(state)
        if state in self._transitions["registered"]:
            # sudo: the step is done, whoever does it
            reported = self.sudo().filtered(lambda o: o._is_self_reported())
            reported.activity_feedback([_TASK])
        return result
