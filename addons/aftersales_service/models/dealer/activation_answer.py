from odoo import models

from ...exceptions import ProofMissing
from ...groups import BACK_OFFICE


class Activation(models.Model):
    """A person answers what does not fit; then, and where everything fits, it begins."""

    _inherit = "aftersales.activation"

    def action_accept(self):
        """It is activated all the same, with the reason.

        :raises ProofMissing: without a reason, or without a device
        """
        for record in self:
            record._check_may_answer()
            record._begin()
            record._tell_dealer()

    def action_refuse(self):
        """It does not begin; the dealer reads why."""
        for record in self:
            record._check_may_answer()
            record._move_to("refused", **record._prepare_answer())
            record._tell_dealer()

    def _check_may_answer(self):
        self._require_group(BACK_OFFICE)
        self.check_access("write")
        if not (self.answer or "").strip():
            raise ProofMissing(
                self.env._("%s: please write the answer first.", self.name)
            )

    def _prepare_answer(self):
        return {"answered_by_id": self.env.uid, "answered_at": self._now()}

    def _begin(self):
        """The device is the customer's from the day of the sale, with his warranty."""
        self.ensure_one()
        # sudo: whoever activates, device, customer and warranty follow from it
        record = self.sudo()
        if not record.device_id:
            raise ProofMissing(
                self.env._(
                    "%(name)s: choose the device first. “%(serial)s” does not say which one it is; register it if it is new.",
                    name=record.name,
                    serial=record.serial,
                )
            )
        customer = record._get_customer()
        record.device_id._sell_on(
            customer,
            record.dealer_id.commercial_partner_id,
            record.sold_on,
            record.name,
            invoice_number=record.invoice_number,
            registration_date=record.company_id._aftersales_today(),
        )
        answered = self._prepare_answer() if record.finding_ids else {}
        record._move_to("accepted", partner_id=customer.id, **answered)
        record._keep_proof()

    def _get_customer(self):
        """Who is on file, else a new customer: known like whom a dealer reports."""
        owner = self.device_id.partner_id
        if owner and self._is_customer(owner.commercial_partner_id):
            return owner
        told = self.env["aftersales.order"].new(
            {
                "company_id": self.company_id.id,
                "reported_customer": self.customer_name,
                "contact_phone": self.customer_phone,
                "address": self.address,
            }
        )
        partner = told._get_told_customer()
        if not partner.city:
            partner.city = self.city
        return partner

    def _get_warranty_end(self):
        """The last day of what the customer got by it, as long as he has it."""
        # sudo: the dealer who activated it learns what it gave
        record = self.sudo()
        if record.device_id.partner_id != record.partner_id:
            return False
        mine = record.device_id._get_coverages()
        return max(mine.filtered("end_date").mapped("end_date"), default=False)

    def _keep_proof(self):
        """The photos stay with the device: its warranty rests on them."""
        self.env["aftersales.device.file"].create(
            [
                {
                    "device_id": self.device_id.id,
                    "kind": "other",
                    "name": self.invoice_number,
                    "data": photo.datas,
                    "filename": photo.name,
                    "updated_on": self.sold_on,
                }
                for photo in self.photo_ids
            ]
        )

    def _tell_dealer(self):
        """He reads the answer, not what we found."""
        partner = self.sudo().create_uid.partner_id  # sudo: who filed it
        record = self.with_context(lang=partner.lang)
        self.sudo().message_post(
            body=record.env._(
                "%(name)s, serial number %(serial)s: %(state)s. %(answer)s",
                name=record.name,
                serial=record.serial,
                state=record._state_label(record.state),
                answer=record.answer,
            ),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=partner.ids,
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
