from odoo import api, models


class Paper(models.AbstractModel):
    """A paper that is written for a letter shows the code of its link, which needs no
    login; a plain print shows that of the record."""

    _inherit = "aftersales.paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Remember for which letter it is printed (extends)."""
        values = super()._get_report_values(docids, data)
        number = (data or {}).get("letter_id")
        if isinstance(number, int) and not values["blank"]:
            values["paper"] = self.with_context(aftersales_letter_id=number)
        return values

    def _make_qr(self, record, form):
        """Of the letter, where it is printed for one (extends)."""
        link = self._get_letter_link(record)
        return form._make_qr_of(link) if link else super()._make_qr(record, form)

    def _get_letter_link(self, record):
        """The address of the letter that this is printed for, if any."""
        number = self.env.context.get("aftersales_letter_id")
        # sudo: whoever prints the document of a letter may see where it leads
        letter = self.env["aftersales.letter"].sudo().browse(number or ())
        if letter:
            letter._check_letter(record)
        return letter.link
