from odoo import api, fields, models

from ...exceptions import FilingRefused

STATES = [
    ("checking", "Being Checked"),
    ("accepted", "Activated"),
    ("refused", "Refused"),
]


class Activation(models.Model):
    """A dealer sold a device and says to whom, with proof: the warranty begins."""

    _name = "aftersales.activation"
    _number_code = "aftersales.activation"
    _description = "Activation by a Dealer"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.filing.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {
        "checking": ("accepted", "refused"),
        "accepted": (),
        "refused": ("accepted",),
    }

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        default="checking",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    dealer_id = fields.Many2one(required=True, readonly=True)
    serial = fields.Char("Serial Number as Told", required=True, readonly=True)
    model = fields.Char("Model as Told", readonly=True)
    device_id = fields.Many2one(
        "aftersales.device",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="Choose it where the serial number told does not say which one it is.",
    )
    customer_name = fields.Char("End Customer", required=True, readonly=True)
    customer_phone = fields.Char("Telephone", required=True, readonly=True)
    city = fields.Char("Town", required=True, readonly=True)
    address = fields.Char(readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer on File",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    sold_on = fields.Date(required=True, readonly=True)
    invoice_number = fields.Char("Purchase Invoice", required=True, readonly=True)
    photo_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_activation_photo_rel",
        "activation_id",
        "attachment_id",
        "Proof",
        readonly=True,
        copy=False,
    )
    finding_ids = fields.One2many(
        "aftersales.activation.finding",
        "activation_id",
        "Doubtful Points",
        readonly=True,
    )
    answer = fields.Char(
        tracking=True,
        help="Why it is activated all the same, or not at all. The dealer reads it.",
    )
    answered_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This number is already taken."
    )
    _portal_key_unique = models.UniqueIndex(
        "(create_uid, portal_key) WHERE portal_key IS NOT NULL"
    )

    @api.model
    def _get_filed_domain(self):
        """Those of the firm of the login that asks."""
        firm = self.env.user.commercial_partner_id
        return [("dealer_id.commercial_partner_id", "=", firm.id)]

    @api.model
    def _activate(self, key, vals, photos):
        """What the page of the dealer sent, once; examined at once.

        :param key: of the opened page; the second press finds the first
        :param photos: list of (name, bytes): the invoice, the name plate
        :raises FilingRefused: without proof, or for files that are no photos
        """
        orders = self.env["aftersales.order"]
        orders._check_photos(photos)
        if not photos:
            raise FilingRefused(
                self.env._(
                    "Please add a photo of the invoice; without it nothing begins."
                )
            )
        filed = self._find_filed(key)
        if filed:
            return filed
        with self.env.cr.savepoint():
            record = self._file_once(key, vals | self._find_told(vals))
            made = orders.sudo()._make_photos(photos, record)
            record._in_flow().photo_ids = made
            record._examine()
        return record

    @api.model
    def _find_told(self, vals):
        """The one device that the serial number means, perhaps with the model's help."""
        # sudo: a dealer may activate what he may not see yet
        devices = self.env["aftersales.device"].sudo()
        found = devices.with_context(active_test=True)._find_by_scan(vals["serial"])
        found = found.filtered(lambda d: d.company_id.id == vals["company_id"])
        if len(found) > 1 and vals.get("model"):
            told = vals["model"].casefold()
            found = found.filtered(
                lambda d: told
                in (
                    (d.product_id.default_code or "").casefold(),
                    d.product_id.name.casefold(),
                )
            )
        return {"device_id": found.id if len(found) == 1 else False}
