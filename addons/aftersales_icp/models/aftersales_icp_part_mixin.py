from odoo import fields, models


class IcpServicePart(models.AbstractModel):
    """What hangs on one service and lives in its company."""

    _name = "aftersales.icp.service.part"
    _description = "Part of an ICP Service"

    service_id = fields.Many2one(
        "aftersales.icp.service",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="service_id.company_id", store=True, index=True
    )


class IcpSubjectPart(models.AbstractModel):
    """What hangs on one organiser and lives in its company."""

    _name = "aftersales.icp.subject.part"
    _description = "Part of an ICP Filing Subject"

    subject_id = fields.Many2one(
        "aftersales.icp.subject",
        string="Filing Subject",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="subject_id.company_id", store=True, index=True
    )
