from odoo import api, models


class SlaEvent(models.Model):
    _inherit = "aftersales.sla.event"

    @api.model
    def _get_homes(self):
        """What the room of spare parts tells (extends the hook)."""
        codes = ("notice_received", "parts_cleared", "spares_reconciled")
        return super()._get_homes() | dict.fromkeys(codes, "parts")


class OldPartNotice(models.Model):
    """The supplier's days to clear his old parts are a deadline of the notice (T-39)."""

    _name = "aftersales.old.part.notice"
    _inherit = ["aftersales.old.part.notice", "aftersales.sla.mixin"]

    def _get_sla_partner(self):
        return self.supplier_id

    def _get_sla_facts(self):
        return super()._get_sla_facts() | {
            "partner_id": self.supplier_id.commercial_partner_id
        }

    def _get_clock_user(self):
        """Who wrote the notice (extends the mixin's)."""
        return self.create_uid


class PartStatement(models.Model):
    _inherit = "aftersales.part.statement"

    def action_sign_store(self):
        """A statement of a whole unit that both signed is its half-yearly reconciliation
        (T-40, P-22)."""
        result = super().action_sign_store()
        for statement in self.filtered("unit_id"):
            self.env["aftersales.duty"]._fulfil(
                "spares_reconciled",
                statement.company_id,
                statement.date_to,
                statement.unit_id,
                statement.display_name,
            )
        return result
