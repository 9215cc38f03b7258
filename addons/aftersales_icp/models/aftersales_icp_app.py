from odoo import api, fields, models

from ..const import NEVER_OVERRIDDEN, SERVICE_OPEN
from ..exceptions import IcpGateClosed


class IcpAppPublication(models.Model):
    """An APP is filed before it is published (notice 105 of 2023, D27)."""

    _inherit = "aftersales.icp.app.platform"

    published_on = fields.Date(
        copy=False, help="On the store since; only what is on file may be published."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A platform that is entered as published passes the same gate."""
        platforms = super().create(vals_list)
        platforms.filtered("published_on")._check_may_publish()
        return platforms

    def write(self, vals):
        """Publishing meets the gate; correcting the day of a published one does not."""
        fresh = self.filtered(lambda one: not one.published_on)
        result = super().write(vals)
        if vals.get("published_on"):
            fresh._check_may_publish()
        return result

    def action_publish(self):
        """On the store from today on."""
        self.write({"published_on": self.service_id._today()})

    def _check_may_publish(self):
        closed = self.service_id.filtered(lambda one: not one._may_publish())
        if closed:
            raise IcpGateClosed(
                self.env._(
                    "%s is not on file: an APP is filed before it is published. A"
                    " compliance officer may grant an exception.",
                    ", ".join(closed.mapped("display_name")),
                )
            )


class IcpServicePublication(models.Model):
    _inherit = "aftersales.icp.service"

    @api.model_create_multi
    def create(self, vals_list):
        services = super().create(vals_list)
        services.filtered("opened_on")._schedule_unfiled_app()
        return services

    def write(self, vals):
        """An APP that is found running without a filing owes it at once."""
        result = super().write(vals)
        if "opened_on" in vals:
            self._schedule_unfiled_app()
        return result

    def _schedule_unfiled_app(self):
        waiting = self.filtered(
            lambda one: one.kind != "website" and one.state in ("draft", "filing")
        )
        waiting._schedule_duties({"app_published": "opened_on"})

    def _may_publish(self):
        self.ensure_one()
        ended = NEVER_OVERRIDDEN & {self.state, self.subject_id.state}
        if not self.in_china or self.state in SERVICE_OPEN:
            return not ended
        return not ended and self._has_override()
