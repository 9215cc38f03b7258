from odoo import api, models
from odoo.fields import Domain

from ...exceptions import MoveRefused


class TechnicianDay(models.AbstractModel):
    """The phone page for people of other firms: the same cards, of what is theirs only.

    They have no right on any document. What they may see and do is found by their login
    and then runs as superuser; `_read_entry` has looked at everything that they sent.
    """

    _inherit = "aftersales.technician.day"

    @api.model
    def get_technician_day(self):
        """See there; for people of other firms without what concerns others (extends).

        :raises GroupRefused: for somebody who is no technician
        """
        own = self.env["aftersales.technician"]._find_outside()
        if not own:
            return super().get_technician_day()
        # sudo: found by the login; only chosen values leave
        server = self.sudo().with_context(lang=self.env.user.lang)
        visits = server.env["aftersales.visit"]
        visits = visits.search(
            server._get_domain() & own._get_worked_domain(), order="planned_start, id"
        )
        day = server._prepare_day(visits, server.env["product.product"])
        return day | server._prepare_outside_day(day)

    @api.model
    def _prepare_outside_day(self, day):
        parts = set(self._get_outside_parts(self.env.company).ids)
        return {
            "catalog": [part for part in day["catalog"] if part["id"] in parts],
            "visits": [
                self._prepare_outside_card(card)
                | {
                    "unfit": {
                        id_: fit for id_, fit in card["unfit"].items() if id_ in parts
                    }
                }
                for card in day["visits"]
            ],
        }

    @api.model
    def _prepare_outside_card(self, card):
        """Without what others pay, without the terms of manufacturers, and without travel
        expenses: his way is paid by his terms."""
        shares = self.env["aftersales.fee.share"]
        mine = shares.browse([fee["id"] for fee in card["fees"]])
        mine = set(mine.filtered(lambda share: share.payer == "customer").ids)
        fees = [fee for fee in card["fees"] if fee["id"] in mine]
        return card | {"fees": fees, "terms": [], "spent": False}

    @api.model
    def _hold(self, visit_id):
        """His visit with the rights of the server (extends).

        :raises MoveRefused: for every other one, whether it exists or not
        """
        own = self.env["aftersales.technician"]._find_outside()
        if not own:
            return super()._hold(visit_id)
        server = self.sudo().with_context(lang=self.env.user.lang)
        visits = server.env["aftersales.visit"]
        if type(visit_id) is int:
            visits = visits.search(
                Domain("id", "=", visit_id)
                & Domain("company_id", "=", own.company_id.id)
                & own._get_worked_domain()
            )
        if not visits:
            raise MoveRefused(
                self.env._("This visit is not yours, or no longer. Reload the page.")
            )
        return super(TechnicianDay, server)._hold(visits.id)
