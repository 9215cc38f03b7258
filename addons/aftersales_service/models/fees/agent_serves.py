from odoo import models


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _causes_labour(self):
        """The work of an agent who serves himself is no cost of ours (V-16, F-49; extends).

        What he may claim from us is settled on the agent's statement.
        """
        # sudo: a switch of the job
        return (
            not self.sudo().order_id._get_serving_agent() and super()._causes_labour()
        )
