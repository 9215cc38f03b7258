from odoo import api, models

from ..exceptions import ProtectedRefused


class SharedMixin(models.AbstractModel):
    """Rules and lists that companies share: changed by whoever may act in all of them.

    A record of one company (``company_id``) is that company's own; lines name the many2one
    to their owner in ``_shared_with``.
    """

    _name = "document.shared.mixin"
    _description = "Shared by Companies"

    _shared_with = None

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody adds to what others share (overrides `create`)."""
        records = super().create(vals_list)
        records._check_shared()
        return records

    def write(self, vals):
        """Nor changes it, nor makes his own everybody's (overrides `write`)."""
        self._check_shared()
        result = super().write(vals)
        if "company_id" in vals or self._shared_with in vals:
            self._check_shared()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        self._check_shared()

    def _check_shared(self):
        if self.env.su or not any(record._is_shared() for record in self):
            return
        # sudo: which companies there are is asked on behalf of who knows his own only
        companies = self.env["res.company"].sudo()
        if others := companies.search(
            [("id", "not in", self.env.user.company_ids.ids)]
        ):
            raise ProtectedRefused(
                self.env._(
                    "%(records)s is shared with companies in which you do not work (%(companies)s). Ask somebody who works in all of them.",
                    records=", ".join(self.mapped("display_name")),
                    companies=", ".join(others.mapped("name")),
                )
            )

    def _is_shared(self):
        if self._shared_with:
            return self[self._shared_with]._is_shared()
        return "company_id" not in self._fields or not self.company_id
