from odoo import api, fields, models
from odoo.fields import Domain

from ...groups import AUDITOR, BACK_OFFICE, FINANCE, HOTLINE, any_of
from ..base.blocker import Blocker

_DESK = any_of(HOTLINE, BACK_OFFICE, FINANCE, AUDITOR)


class DealerClaim(models.Model):
    """The job behind a claim: what the dealer did himself stands in our register too."""

    _inherit = "aftersales.dealer.claim"

    opened_job = fields.Boolean("Opened Its Job", readonly=True, copy=False)

    def _open_job(self, key):
        """The job of the claim, unless he claims for one that he reported before."""
        self.ensure_one()
        if self.order_id:
            return
        orders = self.env["aftersales.order"].with_company(self.company_id)
        order = orders._report(
            f"{key}-job",
            {
                "company_id": self.company_id.id,
                "device_id": self.device_id.id,
                "partner_id": (self.device_id.partner_id or self.dealer_id).id,
                "dealer_id": self.dealer_id.id,
                "channel": "dealer",
                "origin": "agent",
                "order_kind": "repair",
                "fault": self.fault,
                "contact_phone": self.contact_phone,
            },
        )
        self._in_flow().write({"order_id": order.id, "opened_job": True})

    def _drop_job(self):
        """The claim was taken back: a job that only it had opened goes too."""
        order = self.sudo().order_id  # sudo: the dealer cancels what he opened
        others = order.dealer_claim_ids - self
        untouched = order.state == "registered" and not order.visit_ids
        if self.opened_job and untouched and not others:
            order.action_cancel()

    def _close_job(self):
        """Nobody of ours went: with the answer the job is over, unless something is open."""
        # sudo: finance answers, the job follows
        order = self.sudo().order_id
        untouched = order.state == "registered" and not order.visit_ids
        if untouched and not order._get_blockers():
            order.action_close()


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    dealer_claim_ids = fields.One2many(
        "aftersales.dealer.claim",
        "order_id",
        "Dealer's Claims",
        groups=_DESK,
    )

    stray_words = fields.Char(
        "Sold for Another Place", compute="_compute_stray_words", groups=_DESK
    )

    def _compute_stray_words(self):
        """窜货 that shows in service: sold for one region, used in another."""
        for order in self:
            # sudo: agreements, told to the desk in one sentence
            job = order.sudo()
            place = job.site_id or job.device_id.site_id or job.partner_id
            agreement = self.env["aftersales.dealer.agreement"]._find(
                job.device_id.agent_id, job.company_id
            )
            strays = agreement and place.city and not agreement._may_sell_in(place.city)
            # A Char would show an empty set of records by its name.
            order.stray_words = bool(strays) and order.env._(
                "%(dealer)s sold it and sells in %(cities)s; it stands in %(city)s.",
                dealer=agreement.partner_id.name,
                cities=agreement.cities,
                city=place.city,
            )

    @api.model
    def _get_claimable_domain(self):
        """Jobs that a dealer may have done himself: nobody of ours went."""
        nobody = Domain("visit_ids", "not any", [("state", "!=", "cancelled")])
        return Domain("state", "=", "registered") & nobody

    @api.model
    def _get_one_domain(self, order_id, device):
        return Domain("id", "=", order_id) & Domain("device_id", "=", device.id)

    def _get_blockers(self):
        """A claim of the dealer waits for its answer (extends)."""
        # sudo: whether something is open is told to whoever closes the job
        waiting = self.sudo().dealer_claim_ids.filtered(lambda c: c.state == "filed")
        return super()._get_blockers() + [
            Blocker(
                self.env._("The claim %s of the dealer is not answered.", claim.name),
                claim.with_env(self.env),
                self.env._("the accountant"),
            )
            for claim in waiting
        ]
