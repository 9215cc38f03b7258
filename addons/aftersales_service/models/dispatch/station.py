from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import ProofMissing
from ...groups import BACK_OFFICE
from ...kernel import dispatch
from ..base.blocker import Blocker

# A station that is only so much farther is as good as the nearest.
_NEIGHBOUR_KM = 10


class ServiceOrder(models.Model):
    """Who comes before others: the nearest service station (S-23), the branch that works
    out there on a claim (D-14), the service centre that the manufacturer named (O-43)."""

    _inherit = "aftersales.order"
    _flow_fields = frozenset({"branch_proposed_at", "branch_proposed_by_id"})

    station_id = fields.Many2one(
        "res.partner",
        "Service Station",
        index="btree_not_null",
        check_company=True,
        copy=False,
        tracking=True,
        help="The station that serves this job; its technicians are proposed first.",
    )
    nearest_station_id = fields.Many2one(
        "res.partner",
        "Nearest Service Station",
        compute="_compute_nearest_station_id",
        help="Of the stations that technicians start from, as the crow flies.",
    )
    service_centre_id = fields.Many2one(
        "res.partner",
        "Centre Named by the Manufacturer",
        compute="_compute_service_centre_id",
        help="Of the brand of this product; its people are proposed first.",
    )
    branch_id = fields.Many2one(
        "aftersales.unit",
        "Out-Stationed Branch",
        index="btree_not_null",
        check_company=True,
        copy=False,
        tracking=True,
        domain="[('kind', '=', 'branch')]",
        help="It goes to the place of the fault, examines it together with the station and proposes what to do.",
    )
    branch_proposal = fields.Text("Proposal of the Branch", copy=False)
    branch_proposed_at = fields.Datetime("Proposed On", readonly=True, copy=False)
    branch_proposed_by_id = fields.Many2one(
        "res.users",
        "Proposed By",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    @api.depends("site_id", "partner_id", "company_id")
    def _compute_nearest_station_id(self):
        stations = self._get_nearest_station()
        for order in self:
            order.nearest_station_id = stations[order.id]

    @api.depends("product_id")
    def _compute_service_centre_id(self):
        for order in self:
            brand = order.product_id.aftersales_brand_id
            order.service_centre_id = brand.service_partner_id

    # --- the station

    def action_give_to_station(self):
        """就近服务: the nearest station serves the job.

        :raises ProofMissing: where no station or no site is on the map
        """
        self._require_group(BACK_OFFICE)
        for order in self:
            if not order.nearest_station_id:
                raise ProofMissing(
                    self.env._(
                        "%s: the nearest service station is not known. The address of the customer and those of the technicians' stations need coordinates.",
                        order.name,
                    )
                )
            order.station_id = order.nearest_station_id

    def _get_nearest_station(self):
        """{order id: service station nearest to the site}, S-23; stations without
        coordinates are left out."""
        technicians = self.env["aftersales.technician"].search(
            Domain("station_id", "!=", False)
            & Domain("company_id", "in", self.company_id.ids)
        )
        return {
            order.id: order._get_nearest(
                technicians.filtered(
                    lambda t, o=order: t.company_id == o.company_id
                ).station_id
            )
            for order in self
        }

    def _get_nearest(self, stations):
        ways = self._get_ways(stations)
        return min(ways, key=lambda s: (ways[s], s.id)) if ways else stations.browse()

    def _get_ways(self, stations):
        """{station: kilometres to the site} of those that are on the map."""
        site = self.site_id or self.partner_id
        there = (site.partner_latitude, site.partner_longitude)
        ways = {
            station: dispatch.distance(
                (station.partner_latitude, station.partner_longitude), there
            )
            for station in stations
        }
        return {station: km for station, km in ways.items() if km is not None}

    # --- the branch

    def action_claim_branch(self):
        """索赔由驻外分公司到现场: the user's branch takes the claim on, else the one whose
        region the site lies in.

        :raises ProofMissing: where neither is known
        """
        self._require_group(BACK_OFFICE)
        for order in self:
            branch = order._get_claiming_branch()
            if not branch:
                raise ProofMissing(
                    self.env._(
                        "%s: no out-stationed branch covers this address. Choose the branch on the service order, or enter its region under Configuration / Service Units.",
                        order.name,
                    )
                )
            order.branch_id = branch

    def _get_claiming_branch(self):
        branches = self.env["aftersales.unit"].search(
            Domain("kind", "=", "branch")
            & Domain("company_id", "=", self.company_id.id)
        )
        user = self.env.user
        own = branches.filtered(lambda b: user in b.member_ids | b.manager_id)
        site = self.site_id or self.partner_id
        return own[:1] or branches._get_serving(site, self._get_place_words())

    def action_branch_propose(self):
        """The branch has been there and says what to do.

        :raises ProofMissing: without branch or words
        """
        self._require_group(BACK_OFFICE)
        for order in self:
            if not (order.branch_id and (order.branch_proposal or "").strip()):
                raise ProofMissing(
                    self.env._(
                        "%s: please write what the branch proposes first.", order.name
                    )
                )
            order._in_flow().write(
                {
                    "branch_proposed_at": order._now(),
                    "branch_proposed_by_id": self.env.uid,
                }
            )
            order.message_post(
                body=self.env._(
                    "%(branch)s proposes: %(words)s",
                    branch=order.branch_id.name,
                    words=order.branch_proposal,
                )
            )

    def _get_blockers(self):
        """A claim waits for its branch (extends)."""
        waiting = self.filtered(lambda o: o.branch_id and not o.branch_proposed_at)
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "%s went there for the claim and has proposed nothing yet.",
                    order.branch_id.name,
                ),
                order,
                order.branch_id.sudo().manager_id.name or order._get_desk_words(),
            )
            for order in waiting
        ]

    # --- the ranking

    def _get_favourites(self, technicians):
        """{technician id: (rank, sentence)} of those who come before others."""
        stations = self._get_serving_stations(technicians.station_id)
        told = {t.id: self._get_favour(t, stations) for t in technicians}
        return {key: favour for key, favour in told.items() if favour}

    def _get_serving_stations(self, stations):
        """The station that the job was given to; work under the three guarantees goes to
        the nearest one, or to one that is as good as there."""
        if self.station_id:
            return self.station_id
        ways = self._get_ways(stations) if self.service_type == "c" else {}
        limit = min(ways.values(), default=0) + _NEIGHBOUR_KM
        return stations.filtered(lambda s: s in ways and ways[s] <= limit)

    def _get_favour(self, technician, stations):
        if technician._serves_for(self.service_centre_id):
            name = self.service_centre_id.name
            return 3, self.env._("of %s, which the manufacturer named", name)
        if near := technician._get_stations() & stations:
            return 2, self._get_station_words(near[:1])
        if self.branch_id and technician._belongs_to(self.branch_id):
            name = self.branch_id.name
            return 1, self.env._("of %s, which goes there for the claim", name)
        return None

    def _get_station_words(self, station):
        if self.station_id:
            return self.env._("of %s, which serves this job", station.name)
        if station == self.nearest_station_id:
            return self.env._("of the nearest service station, %s", station.name)
        return self.env._("of %s, hardly farther than the nearest one", station.name)


class Technician(models.Model):
    _inherit = "aftersales.technician"

    def _serves_for(self, centre):
        """Whether this is a person of the service centre that a manufacturer named."""
        if not centre or self.kind != "maker":
            return False
        employer = self.employer_id.commercial_partner_id
        return employer == centre.commercial_partner_id

    def _belongs_to(self, unit):
        """Whether this person works in ``unit`` or below it."""
        lineage = (self.unit_id.parent_path or "").split("/")
        return str(unit.id) in lineage
