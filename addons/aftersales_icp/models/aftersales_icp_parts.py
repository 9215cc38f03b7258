from odoo import api, fields, models

from ..exceptions import IcpDatesWrong


class IcpAppPlatform(models.Model):
    """An APP on one operating system: what the filing asks for each (§2.2)."""

    _name = "aftersales.icp.app.platform"
    _description = "ICP APP Platform"
    _inherit = ["aftersales.icp.service.part"]
    _order = "service_id, system"

    system = fields.Selection(
        [
            ("android", "Android"),
            ("ios", "iOS"),
            ("harmony", "HarmonyOS"),
            ("other", "Other System"),
        ],
        required=True,
        default="android",
    )
    package = fields.Char(string="Package or Bundle", required=True)
    public_key = fields.Text()
    fingerprint = fields.Char(
        string="Certificate Fingerprint", help="MD5 for Android, SHA-1 for iOS."
    )
    store_urls = fields.Text(string="Store Pages")

    _system_unique = models.Constraint(
        "UNIQUE (service_id, system, package)",
        "This package is already registered for the service.",
    )


class IcpPreapproval(models.Model):
    """The consent of the authority of a trade (I-04, I-07)."""

    _name = "aftersales.icp.preapproval"
    _description = "ICP Pre-Approval"
    _inherit = ["aftersales.icp.service.part", "aftersales.icp.duty.mixin"]
    _order = "service_id, id"

    type_id = fields.Many2one(
        "aftersales.icp.code",
        required=True,
        index=True,
        domain=[("category", "=", "preapproval")],
    )
    approval_number = fields.Char()
    issuer = fields.Char()
    date_from = fields.Date()
    date_to = fields.Date()
    scope = fields.Char()
    document_ids = fields.Many2many("ir.attachment", string="Documents")
    is_not_involved = fields.Boolean(
        string="Not Involved", help="A letter that none of the types applies."
    )

    @api.depends("type_id.name", "approval_number")
    def _compute_display_name(self):
        for one in self:
            parts = (one.type_id.name, one.approval_number)
            one.display_name = " ".join(filter(None, parts))

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for one in self:
            if one.date_from and one.date_to and one.date_to < one.date_from:
                raise IcpDatesWrong(
                    self.env._("The approval ends before it begins: check its dates.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        approvals = super().create(vals_list)
        approvals._schedule_duties({"preapproval_expiry": "date_to"})
        return approvals

    def write(self, vals):
        result = super().write(vals)
        if "date_to" in vals:
            self._schedule_duties({"preapproval_expiry": "date_to"})
        return result


class IcpUsage(models.Model):
    """A place where a number is shown or re-used: tasks when it changes (§11)."""

    _name = "aftersales.icp.usage"
    _description = "ICP Number in Use"
    _inherit = ["aftersales.icp.service.part"]
    _order = "service_id, place"

    place = fields.Selection(
        [
            ("footer", "Website Footer"),
            ("appstore", "App Store"),
            ("wechat", "WeChat"),
            ("sms", "SMS Signature"),
            ("cdn", "CDN"),
            ("payment", "Payment"),
            ("ads", "Advertising"),
            ("mail", "E-Mail Footer"),
        ],
        required=True,
        default="footer",
    )
    url = fields.Char(string="Address")
    number_shown = fields.Char()
    verified_on = fields.Date()
    is_stale = fields.Boolean(
        string="Other Number", compute="_compute_is_stale", search="_search_is_stale"
    )

    @api.depends("number_shown", "service_id.number")
    def _compute_is_stale(self):
        for usage in self:
            usage.is_stale = (
                usage.number_shown and usage.number_shown != usage.service_id.number
            )

    def _search_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        stale = self.search([("number_shown", "!=", False)]).filtered("is_stale")
        return [("id", "in" if True in value else "not in", stale.ids)]


class IcpBranch(models.Model):
    """A branch or holding subsidiary that works under a licence (I-84, I-85)."""

    _name = "aftersales.icp.branch"
    _description = "ICP Branch"
    _order = "licence_id, id"

    licence_id = fields.Many2one(
        "aftersales.icp.licence", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="licence_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one("res.partner", required=True, index=True)
    province_id = fields.Many2one("aftersales.icp.province", index="btree_not_null")
    is_subsidiary = fields.Boolean(string="Holding Subsidiary")
    filed_on = fields.Date(string="Reported to the Local Authority On")


class IcpFunction(models.Model):
    """What the site really offers, each mapped to an approved item (I-13)."""

    _name = "aftersales.icp.function"
    _description = "ICP Function of a Site"
    _inherit = ["aftersales.icp.service.part"]
    _order = "service_id, name"

    name = fields.Char(required=True)
    item_id = fields.Many2one(
        "aftersales.icp.code",
        string="Approved Item",
        index="btree_not_null",
        domain=[("category", "=", "item")],
    )
    is_beyond = fields.Boolean(string="Beyond the Filing", compute="_compute_is_beyond")

    @api.depends("item_id", "service_id.item_ids")
    def _compute_is_beyond(self):
        for function in self:
            function.is_beyond = function.item_id not in function.service_id.item_ids
