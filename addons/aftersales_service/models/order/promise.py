from odoo import fields, models

TOLD_HOW = [
    ("phone", "Telephone"),
    ("sms", "Text Message"),
    ("wechat", "WeChat"),
    ("email", "E-Mail"),
    ("in_person", "In Person"),
    ("portal", "Customer Portal"),
]


class Promise(models.Model):
    """One time the customer was told by when (S-14), or agreed to another time (改约).

    Written by the desk's buttons and never changed: what was promised stays readable.
    """

    _name = "aftersales.promise"
    _description = "Promised Time"
    _inherit = ["document.ledger.mixin"]
    _late_fields = frozenset({"order_id"})
    _order = "id desc"
    _rec_name = "promised_at"
    _check_company_auto = True

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        readonly=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, precompute=True, index=True
    )
    promised_at = fields.Datetime("Promised By", required=True, readonly=True)
    previous_at = fields.Datetime(
        "Instead Of", readonly=True, help="Empty when the customer was told first."
    )
    reason = fields.Char(readonly=True)
    consented_by = fields.Char(
        "Agreed By", readonly=True, help="Who at the customer's agreed to the new time."
    )
    told_how = fields.Selection(TOLD_HOW, "Told By", required=True, readonly=True)
    told_by_id = fields.Many2one(
        "res.users", "Told By Whom", required=True, readonly=True, index=True
    )
    told_at = fields.Datetime("Told On", required=True, readonly=True)
