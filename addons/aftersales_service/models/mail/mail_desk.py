from odoo import api, models


class ServiceDesk(models.AbstractModel):
    """The desk shows how many mails wait for a person."""

    _inherit = "aftersales.service.desk"

    @api.model
    def start(self):
        """And ``held``: how many mails wait for somebody (extends)."""
        shown = super().start()
        return shown | {"held": self.env["aftersales.mail"]._count_held()}
