from odoo import api, fields, models
from odoo.fields import Domain

from .readiness import OPEN, STATES

_TONES = {"missing": "danger", "road": "warning", "ready": "success"}


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    parts_state = fields.Selection(STATES, "Readiness", compute="_compute_parts_state")
    parts_text = fields.Char("Parts Are", compute="_compute_parts_state")

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_parts_state(self):
        told = self._origin._get_readiness()
        for requisition in self:
            readiness = told.get(requisition._origin)
            requisition.parts_state = readiness and readiness.state
            words = readiness and requisition.order_id._get_parts_text(readiness)
            requisition.parts_text = words


class ServiceOrder(models.Model):
    """Whether the parts of a job are there: one word, wherever somebody is sent."""

    _inherit = "aftersales.order"

    parts_state = fields.Selection(
        STATES,
        "Parts",
        compute="_compute_parts_state",
        search="_search_parts_state",
        help="Whether what was asked for this job is reserved, on its way or missing.",
    )
    parts_text = fields.Char("Parts Are", compute="_compute_parts_state")

    @api.depends("requisition_ids.state")
    @api.depends_context("lang")
    def _compute_parts_state(self):
        told = self._origin._get_readiness()
        for order in self:
            readiness = told.get(order._origin)
            order.parts_state = readiness and readiness.state
            order.parts_text = readiness and self._get_parts_text(readiness)

    @api.model
    def _search_parts_state(self, operator, value):
        """Only jobs with open requisitions can be in such a state; they are few."""
        if operator != "in":
            return NotImplemented
        # sudo: as `_get_readiness`; the search itself shows what the user may see
        rows = (
            self.env["aftersales.requisition"]
            .sudo()
            ._read_group(
                [("state", "in", OPEN), ("company_id", "in", self.env.companies.ids)],
                ["order_id"],
            )
        )
        asked = self.browse(order.id for (order,) in rows)
        told = asked._get_readiness()
        found = [order.id for order, known in told.items() if known.state in value]
        domain = Domain("id", "in", found)
        if False in value:
            domain |= Domain("id", "not in", asked.ids)
        return domain

    @api.model
    def _get_parts_text(self, readiness):
        if readiness.state == "ready":
            return self.env._("Parts ready")
        if readiness.state == "missing":
            return self.env._("Parts missing")
        if readiness.day:
            return self.env._("Parts by %s", readiness.day.strftime("%m-%d"))
        return self.env._("Parts on their way")

    @api.model
    def _prepare_parts_word(self, readiness):
        """The word for a screen and its colour; False where no parts are needed."""
        return readiness is not None and {
            "state": readiness.state,
            "text": self._get_parts_text(readiness),
            "tone": _TONES[readiness.state],
        }

    def _get_parts_words(self, known=None):
        """{job id: word} of these jobs that need parts.

        :param known: their readiness, where it was asked already
        """
        told = self._get_readiness() if known is None else known
        return {order.id: self._prepare_parts_word(own) for order, own in told.items()}
