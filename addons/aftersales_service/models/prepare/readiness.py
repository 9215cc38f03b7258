from typing import NamedTuple

from odoo import models
from odoo.fields import Domain

# States of a requisition whose parts are still to come, or are with the technician.
OPEN = ("draft", "submitted", "approved", "issued", "in_use")
# The worst first: a job is as ready as the worst of its parts.
STATES = [
    ("missing", "Parts Missing"),
    ("road", "Parts on Their Way"),
    ("ready", "Parts Ready"),
]
_RANK = {state: rank for rank, (state, _label) in enumerate(STATES)}


class Readiness(NamedTuple):
    """How far the parts of a job are."""

    state: str
    day: object = None  # when the last of them is expected

    def join(self, other):
        """The worse of two; of two that are on their way the later one."""
        if other is None or self.state != other.state:
            return min(self, other or self, key=lambda known: _RANK[known.state])
        days = [day for day in (self.day, other.day) if day]
        return Readiness(self.state, max(days) if len(days) == 2 else None)


READY, MISSING = Readiness("ready"), Readiness("missing")


class Requisition(models.Model):
    """Ready, on its way until a day, or missing: told for many requisitions at once."""

    _inherit = "aftersales.requisition"

    def _get_readiness(self, moves=None, parcels=None):
        """{requisition: `Readiness`} of those that are open, in a fixed number of queries.

        :param moves: the issue moves of these requisitions that are not over, where they
            were read already
        :param parcels: those that bring something of them, likewise
        """
        known = self.filtered(lambda r: r.state in OPEN)
        told = dict.fromkeys(known, READY)
        if moves is None:
            moves = known._find_open_issues()
        short = moves.filtered(lambda m: m.state != "assigned")
        days = short._aftersales_get_coming_days()
        for move in short:
            own = known.browse(move.aftersales_requisition_line_id.requisition_id.id)
            if own in told:
                told[own] = told[own].join(own._expect(days.get(move)))
        for own, day in known._get_road_days(parcels).items():
            told[own] = told[own].join(Readiness("road", day))
        asked = known.filtered(lambda r: r.state in ("draft", "submitted"))
        return told | dict.fromkeys(asked, MISSING)

    def _expect(self, day):
        """What was planned for a day that passed did not come."""
        today = self.company_id._aftersales_today()
        return Readiness("road", day) if day and day >= today else MISSING

    def _find_open_issues(self):
        # sudo: how far parts are is told to whoever sees the job
        moves = self.env["stock.move"].sudo()
        lines = [("aftersales_requisition_line_id.requisition_id", "in", self.ids)]
        open_ones = [
            ("aftersales_step", "=", "issue"),
            ("state", "not in", ("done", "cancel")),
        ]
        return moves.search(lines + open_ones) if self else moves

    def _get_road_days(self, parcels=None):
        """{requisition: day or None} of those of which a courier has something."""
        # sudo: as above
        lines = self.env["aftersales.parcel.line"].sudo()
        own = Domain("requisition_id", "in", self.filtered(_is_waited).ids)
        if parcels is not None:
            lines = parcels.sudo().line_ids.filtered_domain(own)  # sudo: as above
        elif self:
            lines = lines.search(lines._get_travelling_domain() & own)
        found = {}
        for line in lines._get_travelling() if lines else ():
            requisition = self.browse(line.requisition_id.id)
            found.setdefault(requisition, []).append(line.parcel_id.date_expected)
        return {own: max(days) if all(days) else None for own, days in found.items()}


def _is_waited(requisition):
    return not requisition.called_off


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_readiness(self):
        """{job: `Readiness`} of those that need parts, in a fixed number of queries."""
        # sudo: whoever sees the job may know how far its parts are
        found = self.env["aftersales.requisition"].sudo()
        if self.ids:
            domain = [("order_id", "in", self.ids), ("state", "in", OPEN)]
            found = found.search(domain)
        told = {}
        for requisition, readiness in found._get_readiness().items():
            order = self.browse(requisition.order_id.id)
            told[order] = readiness.join(told.get(order))
        return told
