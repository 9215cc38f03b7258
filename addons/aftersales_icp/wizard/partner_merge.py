from odoo import models


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """What the register knows of a contact survives the merge, also where whoever
        merges may not see it (extends core)."""
        result = super()._update_values(src_partners, dst_partner)
        # sudo: see above
        kept, lost = dst_partner.sudo(), src_partners.sudo()
        for name in ("icp_real_name", "is_icp_provider"):
            kept[name] = kept[name] or any(lost.mapped(name))
        return result
