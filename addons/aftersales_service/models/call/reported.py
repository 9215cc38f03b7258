from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ...exceptions import MoveRefused, ProofMissing
from ...groups import HOTLINE
from ...kernel.persons import is_person
from ...kernel.text import clean, phone_key

_TOLD = (
    "reported_customer",
    "reported_serial",
    "reported_model",
    "reported_purchase_date",
)


class ServiceOrder(models.Model):
    """What agents and our own people write down of a machine that nobody registered:
    name, model, day of purchase, cause and appearance (S-08). The desk makes the device
    of it with one press."""

    _inherit = "aftersales.order"

    reported_customer = fields.Char(
        "End Customer", help="Who uses the machine, as the reporter says."
    )
    reported_serial = fields.Char("Serial Number as Told")
    reported_model = fields.Char("Model as Told")
    reported_purchase_date = fields.Date("Day of Purchase")
    reported_cause = fields.Text("Cause as Told")
    reported_look = fields.Text("Appearance of the Fault")
    may_make_device = fields.Boolean(compute="_compute_may_make_device")

    @api.depends("device_id", *_TOLD)
    def _compute_may_make_device(self):
        for order in self:
            told = any(order[name] for name in _TOLD)
            order.may_make_device = told and not order.device_id

    def action_make_device(self):
        """The machine that was told about becomes a device of its end customer.

        :raises MoveRefused: where the job has a device already
        :raises ProofMissing: where no product bears the model that was told
        """
        self._require_group(HOTLINE)
        for order in self:
            order.check_access("write")
            if order.device_id:
                raise MoveRefused(
                    self.env._(
                        "%(order)s is about %(device)s already.",
                        order=order.name,
                        device=order.device_id.display_name,
                    )
                )
            product = order.product_id or order._find_told_product()
            order._take_device(product, order._get_told_customer())

    def _take_device(self, product, partner):
        """The job goes on with the device; what the reporter said of the place stays."""
        device = self.device_id._register_batch(
            [
                {
                    "serial": clean(self.reported_serial) or False,
                    "product_id": product.id,
                    "partner_id": partner.id,
                    "agent_id": self._get_selling_agent().id,
                    "purchase_date": self.reported_purchase_date,
                    "company_id": self.company_id.id,
                }
            ]
        )
        kept = {
            name: self[name]
            for name in ("contact_name", "contact_phone", "address")
            if self[name]
        }
        self.write({"device_id": device.id, **kept})

    def _get_selling_agent(self):
        """Hook: the agent who reported what he sold."""
        return self.env["res.partner"]

    def _find_told_product(self):
        """:raises ProofMissing: unless exactly one product bears the model"""
        model = clean(self.reported_model)
        products = self.env["product.product"]
        if model:
            told = escape_psql(model)
            named = Domain("default_code", "=ilike", told)
            found = products.search(
                (named | Domain("name", "=ilike", told))
                & Domain("company_id", "in", [False, self.company_id.id]),
                limit=2,
            )
            if len(found) == 1:
                return found
        raise ProofMissing(
            self.env._(
                "%(order)s: choose the product first; “%(model)s” does not say which one it is.",
                order=self.name,
                model=model or "",
            )
        )

    def _get_told_customer(self):
        """Who is on file with that name and telephone, else a new customer."""
        name = clean(self.reported_customer)
        if not name:
            return self.partner_id
        partners = self.env["res.partner"].search(
            Domain("name", "=ilike", escape_psql(name))
            & Domain("company_id", "in", [False, self.company_id.id])
        )
        known = partners.filtered(self._is_told_customer)
        return known[:1] or partners.create(
            {
                "name": name,
                "phone": clean(self.contact_phone) or False,
                "street": clean(self.address) or False,
            }
        )

    def _is_told_customer(self, partner):
        """A firm is known by its name unless its telephone is another, a person by both."""
        ours, theirs = phone_key(self.contact_phone), phone_key(partner.phone)
        if ours and theirs:
            return ours == theirs
        return not is_person(partner.name)
