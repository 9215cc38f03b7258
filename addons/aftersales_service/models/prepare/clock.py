from odoo import fields, models
from odoo.fields import Domain


class Requisition(models.Model):
    """The earlier deadline gets the last piece."""

    _inherit = "aftersales.requisition"

    def _ask_stock(self, lines):
        """The store reserves by the clock of the job, not by who asked first (extends)."""
        result = super()._ask_stock(lines)
        self._follow_clock()
        return result

    def _follow_clock(self):
        """Waiting transfers stand in the order of the deadlines, and what a later one only
        has reserved goes to an earlier one."""
        for requisition in self:
            waiting = requisition._get_waiting("issue")
            due = requisition._get_due_at() or fields.Datetime.now()
            moves = waiting.move_ids.filtered(lambda m, due=due: m.date != due)
            moves.write({"date": due})
            for picking in waiting:
                requisition._jump_queue(picking)

    def action_cancel(self):
        """What it had reserved goes to the next in the queue (extends)."""
        held = self._get_waiting("issue").move_ids.filtered("quantity")
        result = super().action_cancel()
        held._aftersales_pass_on()
        return result

    def _get_outrun_domain(self, moves):
        """Who is not urgent himself outruns only those who have more time, and nothing that
        was laid aside already (extends)."""
        domain = Domain(super()._get_outrun_domain(moves))
        if self.urgent:
            return domain
        laid = "aftersales_requisition_line_id.requisition_id.picked_at"
        domain &= Domain("location_id", "in", moves.location_id.ids)
        later = Domain("date", ">", min(moves.mapped("date")))
        return domain & later & Domain(laid, "=", False)


class StockMove(models.Model):
    _inherit = "stock.move"

    def _aftersales_pass_on(self):
        """Jobs that lack what these moves set free reserve it, by their clocks."""
        if not self:
            return
        waiting = self.search(
            [
                ("product_id", "in", self.product_id.ids),
                ("location_id", "in", self.location_id.ids),
                ("aftersales_step", "=", "issue"),
                ("state", "in", ("confirmed", "partially_available")),
            ],
            order="priority desc, date, id",
        )
        waiting._action_assign()


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"
    _watched_fields = frozenset({"promised_at"})

    def _after_write(self, changed):
        """Another promise is another place in the queue (extends)."""
        result = super()._after_write(changed)
        orders = self._get_changed(changed, "promised_at")
        # sudo: the store reserves anew, whoever promised
        orders.sudo().requisition_ids.filtered(lambda r: r._is_asked())._follow_clock()
        return result
