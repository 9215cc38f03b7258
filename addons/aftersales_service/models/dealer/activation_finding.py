from odoo import fields, models

from ...groups import MANAGER
from ...kernel.text import clean, phone_key

CODES = [
    ("unknown", "Serial Number Unknown"),
    ("double", "Sold or Activated Before"),
    ("channel", "Delivered to Another Dealer"),
    ("region", "Outside the Dealer's Region"),
    ("early", "Sold before It Was Shipped"),
    ("proof", "Proof of Another Customer"),
]
# Sales hears of what goes where it should not.
_SALES = ("channel", "region")


class ActivationFinding(models.Model):
    """What does not fit about an activation (窜货, activated twice …); kept for good."""

    _name = "aftersales.activation.finding"
    _description = "Finding on an Activation"
    _inherit = ["document.guard.mixin"]
    _order = "activation_id desc, id"
    _rec_name = "code"
    _check_company_auto = True

    activation_id = fields.Many2one(
        "aftersales.activation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    code = fields.Selection(
        CODES, "Doubtful Point", required=True, readonly=True, index=True
    )
    detail = fields.Char("What Was Found", required=True, readonly=True)
    company_id = fields.Many2one(
        related="activation_id.company_id", store=True, index=True
    )
    dealer_id = fields.Many2one(
        related="activation_id.dealer_id", store=True, index=True
    )
    device_id = fields.Many2one(related="activation_id.device_id")
    serial = fields.Char(related="activation_id.serial", string="Serial Number")
    state = fields.Selection(related="activation_id.state")
    answer = fields.Char(related="activation_id.answer")

    _once = models.UniqueIndex("(activation_id, code)", "This was found already.")


class Activation(models.Model):
    _inherit = "aftersales.activation"

    def _examine(self):
        """Compare with what we know: activated at once where everything fits, else a
        person answers."""
        self.ensure_one()
        found = self._get_findings()
        self.env["aftersales.activation.finding"].sudo()._in_flow().create(
            [
                {"activation_id": self.id, "code": code, "detail": detail}
                for code, detail in found
            ]
        )
        if found:
            self._tell_findings({code for code, _detail in found})
        else:
            self._begin()

    def _get_findings(self):
        """[(code, what was found)], in the language of the company."""
        lang = self.company_id.partner_id.lang
        record = self.sudo().with_context(lang=lang)  # sudo: dealers read none of it
        found = {
            "unknown": not record.device_id and record.serial,
            "double": record.device_id and record._find_sold_before(),
            "channel": record.device_id and record._find_channel(),
            "region": record._find_region(),
            "early": record.device_id and record._find_early(),
            "proof": record._find_proof(),
        }
        return [(code, detail) for code, detail in found.items() if detail]

    def _find_sold_before(self):
        """Another activation, or an owner who is neither the dealer nor this customer."""
        device = self.device_id
        others = device.activation_ids.filtered(
            lambda a: a != self and a.state != "refused"
        )
        if others:
            return ", ".join(f"{other.name} {other.customer_name}" for other in others)
        owner = device.commercial_partner_id
        dealer = self.dealer_id.commercial_partner_id
        if not owner or owner == dealer or device._is_dealer(owner):
            return None
        return None if self._is_customer(owner) else owner.display_name

    def _is_customer(self, partner):
        """Whether that partner is who was told: by name, or by telephone."""
        ours, theirs = phone_key(self.customer_phone), phone_key(partner.phone)
        return clean(partner.name) == clean(self.customer_name) or (
            bool(ours) and ours == theirs
        )

    def _find_channel(self):
        channel = self.device_id._get_channel()
        dealer = self.dealer_id.commercial_partner_id
        return channel.display_name if channel and channel != dealer else None

    def _find_region(self):
        agreement = self.env["aftersales.dealer.agreement"]._find(
            self.dealer_id, self.company_id
        )
        if not agreement or agreement._may_sell_in(self.city):
            return None
        return f"{self.city} ({agreement.cities})"

    def _find_early(self):
        shipped = self.device_id.ship_date
        if shipped and self.sold_on < shipped:
            return f"{self.sold_on} < {shipped}"
        return None

    def _find_proof(self):
        """The invoice, or one of the photos, stood for another customer before."""
        photos = self.env["ir.attachment"].search(
            [
                ("checksum", "in", self.photo_ids.mapped("checksum")),
                ("res_model", "=", self._name),
                ("res_id", "!=", self.id),
            ]
        )
        same = self.search(
            [
                ("id", "!=", self.id),
                ("company_id", "=", self.company_id.id),
                "|",
                ("photo_ids", "in", photos.ids),
                "&",
                ("invoice_number", "=", self.invoice_number),
                ("dealer_id", "=", self.dealer_id.id),
            ]
        )
        others = same.filtered(
            lambda a: clean(a.customer_name) != clean(self.customer_name)
        )
        return ", ".join(f"{a.name} {a.customer_name}" for a in others[:5])

    def _tell_findings(self, codes):
        """A task for the office, and for sales where goods go astray; never silent."""
        labels = dict(
            self.env["aftersales.activation.finding"]
            ._fields["code"]
            ._description_selection(self.env)
        )
        words = self.env._(
            "%(dealer)s activates %(serial)s: %(findings)s",
            dealer=self.dealer_id.display_name,
            serial=self.serial,
            findings=", ".join(labels[code] for code in labels if code in codes),
        )
        roles = ["back_office"]
        roles += ["sales_supervisor"] if codes & set(_SALES) else []
        for user in self._get_people(roles):
            self.activity_schedule(
                "mail.mail_activity_data_todo", summary=words, user_id=user.id
            )

    def _get_people(self, roles):
        """Who holds one of the roles and may read this; else the service directors."""
        role = self.env["aftersales.role"].sudo()  # sudo: for dealers
        people = self.env["res.users"].sudo()
        for code in roles:
            people |= role._get_by_code(code)._get_holders(self.company_id)
        if not people:
            people = role._get_by_code("service_director")._get_holders(self.company_id)
        people = people or self.company_id.sudo().user_ids.filtered(_is_manager)
        return people.filtered(lambda user: self.with_user(user).has_access("read"))


def _is_manager(user):
    return user.has_group(MANAGER)
