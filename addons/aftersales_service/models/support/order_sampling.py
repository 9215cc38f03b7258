from odoo import api, fields, models

from ...kernel import sampling


class ServiceOrder(models.Model):
    """Which closed jobs are called back: drawn once, as the job is closed (C-05, K-07).

    How large the sample is says the policy that the job keeps; without one every job is
    drawn, as the rule without sampling (不采抽查方式) wants it.
    """

    _inherit = "aftersales.order"
    _flow_fields = frozenset({"is_sampled"})

    is_sampled = fields.Boolean(
        "Drawn for Call-Back",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Drawn by the number of the job as it was closed: the same job is drawn whoever looks, and nobody chooses.",
    )

    def action_close(self):
        """The lot falls as the job is closed, and quality control is asked (extends)."""
        result = super().action_close()
        self._draw_sample()
        self._ask_checks()
        return result

    def _draw_sample(self):
        drawn = self.filtered(
            lambda o: sampling.is_drawn(o._get_lot(), o._get_sample_percent())
        )
        drawn._in_flow().write({"is_sampled": True})

    def _get_lot(self):
        """What the lot is drawn by; the same on every machine."""
        return f"{self.company_id.id}/{self.name}"

    def _get_sample_percent(self):
        # sudo: whoever closes the job need not read policies
        return self._get_policy().sudo().sampling_percent

    @api.model
    def action_open_callbacks(self):
        """The clerk's list of drawn jobs, the earliest closed first."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_order_action_callback"
        )
        drawn = [("is_sampled", "=", True), ("state", "in", ("closed", "filed"))]
        return action | {"domain": drawn}
