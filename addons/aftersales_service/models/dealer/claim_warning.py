from datetime import timedelta

from odoo import fields, models

_DAYS = 30
# A part may cost a dealer more than us, but not so many times.
_TIMES = 2


class DealerClaim(models.Model):
    """What whoever answers looks at first: the claim compared with others and with ours."""

    _inherit = "aftersales.dealer.claim"

    warnings = fields.Text("Look at This First", compute="_compute_warnings")

    def _compute_warnings(self):
        for claim in self:
            # sudo: compared with all, told to whoever sees the claim
            claim.warnings = "\n".join(claim.sudo()._get_warnings())

    def _get_warnings(self):
        """Sentences; none where nothing is strange."""
        told = []
        if claims := self._find_same_photos():
            told.append(self.env._("A photo belongs to %s, too.", _names(claims)))
        if claims := self._find_recent_claims():
            told.append(
                self.env._(
                    "The device was claimed for within 30 days: %s.", _names(claims)
                )
            )
        if visits := self._find_recent_visits():
            told.append(
                self.env._("Our people were there within 30 days: %s.", _names(visits))
            )
        return told + [
            self.env._(
                "“%(line)s” costs %(price)s, our price is %(ours)s.",
                line=line.name,
                price=self.currency_id.format(line.price_unit),
                ours=self.currency_id.format(line.product_id.lst_price),
            )
            for line in self.line_ids
            if line.product_id.lst_price
            and line.price_unit > _TIMES * line.product_id.lst_price
        ]

    def _find_same_photos(self):
        """Other claims with the very file."""
        photos = self.env["ir.attachment"].search(
            [
                ("checksum", "in", self.photo_ids.mapped("checksum")),
                ("res_model", "=", self._name),
                ("res_id", "!=", self.id),
            ]
        )
        return self.search([("photo_ids", "in", photos.ids), ("id", "!=", self.id)])

    def _get_period(self):
        day = self.done_on or self.create_date.date()
        return day - timedelta(days=_DAYS), day + timedelta(days=_DAYS)

    def _find_recent_claims(self):
        start, stop = self._get_period()
        return self.search(
            [
                ("id", "!=", self.id),
                ("device_id", "=", self.device_id.id),
                ("state", "in", ("filed", "answered")),
                ("done_on", ">=", start),
                ("done_on", "<=", stop),
            ]
        )

    def _find_recent_visits(self):
        start, stop = self._get_period()
        return self.env["aftersales.visit"].search(
            [
                ("order_id.device_id", "=", self.device_id.id),
                ("signed_at", ">=", start),
                ("signed_at", "<", stop + timedelta(days=1)),
            ]
        )


def _names(records):
    return ", ".join(records.mapped("name"))
