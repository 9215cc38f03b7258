from odoo import api, fields, models

from ..const import GROUPS


class ResPartner(models.Model):
    _inherit = "res.partner"

    icp_subject_ids = fields.One2many(
        "aftersales.icp.subject", "partner_id", string="ICP Filings", groups=GROUPS
    )
    icp_subject_count = fields.Integer(
        string="ICP Filing Count", compute="_compute_icp_subject_count", groups=GROUPS
    )
    icp_summary = fields.Char(
        string="ICP Filing", compute="_compute_icp_summary", groups=GROUPS
    )

    icp_real_name = fields.Boolean(
        string="Real Name Checked",
        groups=GROUPS,
        copy=False,
        help="Hosting, domains and access are sold under the customer's real name only.",
    )
    is_icp_provider = fields.Boolean(
        string="Access Provider", groups=GROUPS, copy=False
    )

    # The record rule decides what counts, so the cache is kept apart by reader.
    @api.depends("icp_subject_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_icp_subject_count(self):
        counts = self._read_icp_subjects("__count")
        for partner in self:
            partner.icp_subject_count = counts.get(partner, 0)

    @api.depends("icp_subject_ids.number", "icp_subject_ids.state")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_icp_summary(self):
        subjects = self._read_icp_subjects("id:recordset")
        state = self.env["aftersales.icp.subject"]._fields["state"]
        labels = dict(state._description_selection(self.env))
        none = self.env["aftersales.icp.subject"]
        for partner in self:
            partner.icp_summary = ", ".join(
                f"{subject.number or '—'} ({labels[subject.state]})"
                for subject in subjects.get(partner, none).sorted("id")
            )

    def _read_icp_subjects(self, aggregate):
        return dict(
            self.env["aftersales.icp.subject"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], [aggregate]
            )
        )

    def action_icp_subjects(self):
        """The filings of this partner."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_icp.icp_subject_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        return action
