from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...exceptions import FilingRefused
from ...kernel import upload


class ServiceOrder(models.Model):
    """What customers and dealers do themselves: report, claim, cancel (S-83, R-08)."""

    _name = "aftersales.order"
    _inherit = ["aftersales.order", "aftersales.filing.mixin"]
    # Whoever may read the document may write a message to it: the customer answers.
    _mail_post_access = "read"
    _report_fields = frozenset({"portal_key"})

    _portal_fields = frozenset(
        {
            "id",
            "display_name",
            "name",
            "state",
            "access_url",
            "create_date",
            "called_at",
            "fault",
            "device_id",
            "product_id",
            "promised_at",
            "company_id",
        }
    )

    dealer_reference = fields.Char(
        "Dealer's Order Number", help="The number of the order at the dealer's."
    )
    report_photo_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_order_report_photo_rel",
        "order_id",
        "attachment_id",
        "Photos of the Reporter",
        copy=False,
    )

    _portal_key_unique = models.UniqueIndex(
        "(create_uid, portal_key) WHERE portal_key IS NOT NULL"
    )

    def _move_contact(self, state):
        """Who first does something about what the customer reported himself follows it
        (O-21; extends)."""
        result = super()._move_contact(state)
        if not self.env.user.share:
            # sudo: technicians, who only read jobs, move them by their visits
            fresh = self.sudo().filtered(
                lambda o: not o.first_contact_user_id and o._is_self_reported()
            )
            if fresh:
                fresh._in_flow().write({"first_contact_user_id": self.env.uid})
                fresh._subscribe_first_contact()
        return result

    def _get_selling_agent(self):
        """The dealer sold what he reports (extends)."""
        return self.dealer_id.commercial_partner_id or super()._get_selling_agent()

    @api.model
    def _get_filed_domain(self):
        """Jobs that the dealer who is logged in filed."""
        firm = self.env.user.commercial_partner_id
        # sudo: a dealer searches few fields; record rules still hold for the domain's user
        filed = self.sudo()._search([("dealer_id.commercial_partner_id", "=", firm.id)])
        return Domain("id", "in", filed)

    @api.model
    def _get_filing_domain(self):
        """Everybody who scans a card is the same public user: each device counts for
        itself (overrides the mixin's)."""
        device = self.env.context.get("aftersales_filed_device")
        domain = [("device_id", "=", device)] if device else []
        return super()._get_filing_domain() + domain

    # --- report

    @api.model
    def _report(self, key, vals, photos=(), damages=()):
        """A fault, or a transport damage claim, as a page sent it.

        :param key: of the opened page; the second press finds the job of the first
        :param vals: values of the job that the page chose and checked
        :param photos: list of (name, bytes) about the fault
        :param damages: list of {name, in_packing, photos}; photos as above
        :return: the job, with the rights of the caller
        :raises FilingRefused: for files that are no photos
        :raises ProofMissing: for a damage without enough photos; nothing is kept then
        """
        self._check_photos([*photos, *(p for d in damages for p in d["photos"])])
        filed = self._find_filed(key)
        if filed:
            return filed.sudo(False)
        with self.env.cr.savepoint():
            order = self._file_once(key, vals | {"promise_told_how": "portal"})
            order._add_photos(photos)
            order._add_damages(damages)
            if order.needs_photos or damages:
                order.action_submit_claim()
        return order.sudo(False)

    def _add_photos(self, photos):
        if photos:
            self.report_photo_ids = self._make_photos(photos, self)

    def _add_damages(self, damages):
        for sequence, damage in enumerate(damages):
            made = self.env["aftersales.order.damage"].create(
                {
                    "order_id": self.id,
                    "sequence": sequence,
                    "name": damage["name"],
                    "in_packing": damage["in_packing"],
                }
            )
            made.photo_ids = self._make_photos(damage["photos"], made)

    @api.model
    def _make_photos(self, photos, document):
        return self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "mimetype": upload.picture_type(content),
                    "res_model": document._name,
                    "res_id": document.id,
                }
                for name, content in photos
            ]
        )

    @api.model
    def _check_photos(self, photos):
        """:raises FilingRefused: saying which file and what to do about it"""
        found = upload.refuse(photos)
        if not found:
            return
        reason, name = found
        size = upload.LARGEST // upload.MEGABYTE
        sentences = {
            "many": self.env._(
                "At most %s photos fit into one report. Please remove some.",
                upload.MOST,
            ),
            "sum": self.env._(
                "All photos together may have %s MB. Please remove some.",
                upload.LARGEST_SUM // upload.MEGABYTE,
            ),
            "large": self.env._(
                "%(name)s is larger than %(size)s MB. Please take the photo with a lower resolution.",
                name=name,
                size=size,
            ),
            "empty": self.env._(
                "%s did not arrive. Please choose the photo again.", name
            ),
            "type": self.env._(
                "%s is not a photo that we can show. Please send JPG, PNG or WebP.",
                name,
            ),
        }
        raise FilingRefused(sentences[reason])

    def _get_portal_photos(self):
        """Every photo that the pages of this job may show; nothing else of the job's files."""
        return self.report_photo_ids | self.damage_ids.photo_ids

    # --- cancel

    def _may_cancel_on_portal(self):
        """While nothing was dispatched, and no claim was submitted about it (extends)."""
        going = self.visit_ids.filtered(lambda v: v.state != "cancelled")
        return self.state == "registered" and not going

    def _get_too_late_text(self):
        return self.env._(
            "%(order)s is “%(state)s” and can no longer be cancelled here. Please call us: %(phone)s",
            order=self.name,
            state=self._state_label(self.state),
            phone=self.company_id.phone or self.company_id.name,
        )

    def _portal_time(self, moment):
        """A moment where the company works, as pages and mails to the customer say it."""
        zone = self.company_id.aftersales_tz
        return format_datetime(self.env, moment, tz=zone, dt_format="short")
