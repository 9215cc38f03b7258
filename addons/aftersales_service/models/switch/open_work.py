from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """What is in work where something is switched off is said before it is saved."""

    _inherit = "res.config.settings"

    aftersales_open_work = fields.Text(
        "Still in Work", compute="_compute_aftersales_open_work"
    )

    @api.depends(lambda self: [n for n in self._fields if n.startswith("group_after")])
    def _compute_aftersales_open_work(self):
        for settings in self:
            told = [
                sentence
                for name, asked in settings._get_aftersales_work().items()
                if not settings[name]
                for model, domain, words in asked
                if (sentence := settings._tell_aftersales_work(model, domain, words))
            ]
            settings.aftersales_open_work = "\n".join(told)

    def _get_aftersales_work(self):
        """Hook: {field of a switch: [(model, domain of what is in work, sentence with
        %(count)s)]}, each room for its own switch."""
        return {}

    def _tell_aftersales_work(self, model, domain, words):
        """The sentence with its count; nothing where nothing is in work."""
        # sudo: a switch holds for every company, also those that are not chosen; a number
        count = self.env[model].sudo().search_count(domain)
        return count and words % {"count": count}
