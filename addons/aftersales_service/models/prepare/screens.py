from odoo import api, fields, models


class ServiceDesk(models.AbstractModel):
    """Whoever sends somebody sees whether the parts are there; so does who is sent."""

    _inherit = "aftersales.service.desk"

    @api.model
    def _prepare_jobs(self, orders):
        """(extends)"""
        rows = super()._prepare_jobs(orders)
        words = orders._get_parts_words()
        return [row | {"parts": words.get(row["id"], False)} for row in rows]

    @api.model
    def technicians(self, order_id, start=None):
        """With what the fault needs, before somebody leaves without it (extends)."""
        found = super().technicians(order_id, start)
        order = self._find_record("aftersales.order", order_id)
        return found | {"parts": order._get_parts_proposal()}


class DayBoard(models.AbstractModel):
    _inherit = "aftersales.day.board"

    @api.model
    def get_day_board(self, day=None, unit_id=False):
        """Calls and visits with the word about their parts (extends)."""
        board = super().get_day_board(day, unit_id)
        calls, visits = board["calls"], board["visits"]
        ids = {call["id"] for call in calls} | {visit["order_id"] for visit in visits}
        orders = self.env["aftersales.order"].browse(ids)
        told = orders._get_readiness()
        words = orders._get_parts_words(told)
        shown = fields.Date.to_date(board["day"])
        warnings = {
            order.id: [sentence]
            for order, sentence in orders._get_parts_warnings(shown, told).items()
        }
        for call in calls:
            call["parts"] = words.get(call["id"], False)
            call["unready"] = warnings.get(call["id"], [])
        for visit in visits:
            visit["parts"] = words.get(visit["order_id"], False)
        return board


class TechnicianDay(models.AbstractModel):
    _inherit = "aftersales.technician.day"

    @api.model
    def _prepare_day(self, visits, products):
        """The word about what each visit takes along; what was read for the cards is not
        read again (extends)."""
        day = super()._prepare_day(visits, products)
        # sudo: how far his parts are, without any warehouse right
        asked = visits.sudo().requisition_ids
        moves = asked.line_ids.move_ids.filtered(
            lambda m: m.aftersales_step == "issue" and m.state not in ("done", "cancel")
        )
        words = {}
        parcels = self.env["aftersales.parcel"].browse(
            row["id"] for row in day["parcels"]
        )
        for requisition, readiness in asked._get_readiness(moves, parcels).items():
            visit = requisition.visit_id.id
            words[visit] = readiness.join(words.get(visit))
        orders = self.env["aftersales.order"]
        for card in day["visits"]:
            card["ready"] = orders._prepare_parts_word(words.get(card["id"]))
        return day
