from odoo import api, fields, models

from ...exceptions import MoveRefused, RoleRefused
from ...groups import DISPATCHER
from ..base.blocker import Blocker

_ROLE = "delivery_person"
# The task that stands on a delivery person's list.
_TASKS = {
    "fetch_user_id": "aftersales_service.activity_fetch_goods",
    "bring_user_id": "aftersales_service.activity_bring_goods",
}


class ReturnOrder(models.Model):
    """配送员: who fetches goods to be repaired from the customer, and who takes the repaired
    goods back (O-20, R-13). Each has it on his list and says himself when he did it."""

    _inherit = "aftersales.return"
    _told_fields = frozenset(_TASKS)

    delivery_user_ids = fields.Many2many(
        "res.users", compute="_compute_delivery_user_ids"
    )
    fetch_user_id = fields.Many2one(
        "res.users",
        "Fetched By",
        index="btree_not_null",
        copy=False,
        domain="[('id', 'in', delivery_user_ids)]",
        help="The delivery person who brings the goods in; it stands on their list.",
    )
    fetched_at = fields.Datetime("Fetched On", readonly=True, copy=False)
    bring_user_id = fields.Many2one(
        "res.users",
        "Taken Back By",
        index="btree_not_null",
        copy=False,
        domain="[('id', 'in', delivery_user_ids)]",
        help="The delivery person who takes the goods back to the customer.",
    )
    brought_at = fields.Datetime("Taken Back On", readonly=True, copy=False)
    is_my_way = fields.Boolean("My Delivery", compute="_compute_is_my_way")

    @api.depends("company_id", "warehouse_id")
    def _compute_delivery_user_ids(self):
        """Whoever holds the role; where nobody does, everybody of ours."""
        # sudo: whoever opens a return need not read roles; the role may be gone
        roles = self.env["aftersales.role"].sudo().with_context(active_test=False)
        role = roles.search([("code", "=", _ROLE)])
        for company, records in self.grouped("company_id").items():
            people = role._get_holders(company or self.env.company)
            records.delivery_user_ids = people or self._get_own_people(company)

    @api.model
    def _get_own_people(self, company):
        users = self.env["res.users"]
        return users.search([("share", "=", False), ("company_ids", "in", company.ids)])

    @api.depends("fetch_user_id", "bring_user_id")
    @api.depends_context("uid")
    def _compute_is_my_way(self):
        for record in self:
            mine = record.fetch_user_id | record.bring_user_id
            record.is_my_way = self.env.user in mine

    def action_fetched(self):
        """The goods are on their way to us."""
        for record in self:
            record._check_delivers("fetch_user_id")
            if record.fetched_at or record.state == "cancelled":
                raise record._get_way_refusal()
            done = record.sudo()  # sudo: a delivery person need not be the counter
            done._in_flow().write({"fetched_at": self._now()})
            done._end_way("fetch_user_id")

    def action_brought(self):
        """The customer has them again.

        :raises MoveRefused: before they came, or twice
        """
        for record in self:
            record._check_delivers("bring_user_id")
            if record.brought_at or record.state in ("announced", "cancelled"):
                raise record._get_way_refusal()
            done = record.sudo()  # sudo: as above
            done._in_flow().write({"brought_at": self._now()})
            done._end_way("bring_user_id")

    def _check_delivers(self, name):
        """:raises RoleRefused: for others than the delivery person and the desk"""
        self.check_access("read")
        user = self.env.user
        if user != self[name] and not user.has_group(DISPATCHER):
            raise RoleRefused(
                self.env._(
                    "%(return)s is carried by %(person)s. Ask them, or the desk.",
                    **{
                        "return": self.name,
                        "person": self[name].name or self.env._("nobody yet"),
                    },
                )
            )

    def _get_way_refusal(self):
        return MoveRefused(
            self.env._(
                "%(name)s is “%(state)s”, or this trip has been made already. Reload the page.",
                name=self.name,
                state=self._state_label(self.state),
            )
        )

    # --- who has it on his list

    def _send_delivery(self, name):
        """The way stands on the list of whoever is chosen now, and on no other."""
        for record in self.sudo():  # sudo: who chooses need not see the other's list
            record.activity_unlink([_TASKS[name]], only_automated=False)
            if record[name]:
                record.activity_schedule(
                    _TASKS[name],
                    record.date_expected or record.company_id._aftersales_today(),
                    record._get_way_words(),
                    user_id=record[name].id,
                )

    def _get_way_words(self):
        order = self.order_id
        lines = self.partner_id._display_address(without_company=True).splitlines()
        place = order.address or ", ".join(filter(None, map(str.strip, lines)))
        words = (self.partner_id.display_name, self.contact_phone, place)
        return " · ".join(filter(None, words))

    def _end_way(self, name):
        self.activity_feedback([_TASKS[name]])

    def _get_delivery_blockers(self):
        """Goods that somebody took along for the customer and that nobody saw arrive."""
        return [
            Blocker(
                self.env._(
                    "%s is on its way back to the customer: press “Goods Taken Back” when it is there.",
                    record.name,
                ),
                record,
                record.bring_user_id.name,
            )
            for record in self
            if record.bring_user_id and not record.brought_at
        ]
