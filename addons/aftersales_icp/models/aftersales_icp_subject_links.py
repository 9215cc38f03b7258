from odoo import fields, models

from ..const import ORDER_CLOSED


class IcpSubjectLinks(models.Model):
    """Smart buttons and the lasting commitments of an organiser (I-80 to I-88)."""

    _inherit = "aftersales.icp.subject"

    order_ids = fields.One2many("aftersales.icp.order", "subject_id")
    order_count = fields.Integer(compute="_compute_counts")
    duty_count = fields.Integer(compute="_compute_counts")
    commitment_ids = fields.One2many(
        "aftersales.icp.document", "subject_id", domain=[("order_id", "=", False)]
    )

    def _compute_counts(self):
        orders = self._count("aftersales.icp.order", "not in", list(ORDER_CLOSED))
        duties = self._count("aftersales.icp.obligation", "=", "open")
        for subject in self:
            subject.order_count = orders.get(subject.id, 0)
            subject.duty_count = duties.get(subject.id, 0)

    def _count(self, model, operator, states):
        groups = self.env[model]._read_group(
            [("subject_id", "in", self.ids), ("state", operator, states)],
            ["subject_id"],
            ["__count"],
        )
        return {subject.id: count for subject, count in groups}

    def action_orders(self):
        """The filing orders of this organiser."""
        return self._open_list("aftersales_icp.icp_order_action")

    def action_duties(self):
        """The obligations of this organiser."""
        return self._open_list("aftersales_icp.icp_obligation_action")

    def _open_list(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("subject_id", "=", self.id)]
        action["context"] = {"default_subject_id": self.id}
        return action

    def action_load_commitments(self):
        """Commitments and systems to have, one line each; known ones stay."""
        wanted = self.env["aftersales.icp.requirement"]._valid_on(
            self._today(), [("kind", "in", ("commitment", "system"))]
        )
        self.env["aftersales.icp.document"].create(
            [
                {"subject_id": subject.id, "requirement_id": item.id}
                for subject in self
                for item in wanted - subject.commitment_ids.requirement_id
            ]
        )
