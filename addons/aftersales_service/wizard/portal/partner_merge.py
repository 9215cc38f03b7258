from odoo import models

_KEPT = ("aftersales_dealer", "aftersales_visit_class")


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """What the service department knows of a contact survives the merge, also where
        whoever merges may not see it (extends core)."""
        result = super()._update_values(src_partners, dst_partner)
        # sudo: see above
        kept, lost = dst_partner.sudo(), src_partners.sudo()
        for name in _KEPT:
            kept[name] = kept[name] or next(filter(None, lost.mapped(name)), False)
        return result

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Core writes past the ORM, so what is remembered by contact is read anew (extends
        core)."""
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.registry.clear_cache()
        return result
