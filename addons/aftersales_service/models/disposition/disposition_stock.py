from odoo import Command, fields, models

from .disposition import OURS, SENT, STAYS

_WORKED_ON = ("in_store", "in_repair")


class Disposition(models.Model):
    """The stock effect. Goods that become ours again first go back to their owner and
    then come in by a core return of the original delivery: so their value is the one they
    left with, and the sale knows that they are no longer delivered."""

    _inherit = "aftersales.disposition"

    def _begin(self):
        """Each kind of decision does what it can at once; grouped, so that one transfer
        carries all that goes the same way."""
        # sudo: who decides about goods need not have warehouse or accounting rights
        todo = self.sudo()
        for action, dispositions in todo.grouped("action").items():
            getattr(dispositions, f"_begin_{action}")()

    def _begin_back(self):
        """Nothing to do before the director has looked at it; what is repaired of the same
        line is waited for."""
        here = self.line_id.custody_ids.filtered(lambda c: c.state in _WORKED_ON)
        here.filtered(lambda c: not c._is_in_work()).action_ready()

    def _begin_rework(self):
        """转移单: the workshop has it; it stays the customer's."""
        self.line_id.custody_ids._start_work()
        for record in self.return_id:
            if record.state == "decided":
                record._move_to("transferred")

    def _begin_scrap(self):
        for company, dispositions in self.grouped("company_id").items():
            dispositions._leave_custody(company._aftersales_get_loss_location())
        for device in self.line_id.device_id:
            device.action_scrap(device.env._("Scrapped after return"))
        self._finish()

    def _begin_restock(self):
        self._become_ours()
        self._finish()

    def _leave_custody(self, place):
        """Out of custody to ``place`` for good, still the customer's."""
        self._move_goods(place)
        self._close_custody()

    def _move_goods(self, place, into=False):
        """Move the decided quantities out of custody to ``place``, or from there ``into``
        it; they are the customer's all the way."""
        for record, dispositions in self.grouped("return_id").items():
            warehouse = record.warehouse_id
            way = [record.company_id.aftersales_custody_location_id, place]
            kind = warehouse.aftersales_give_back_type_id
            if into:
                way.reverse()
                kind = warehouse.aftersales_take_in_type_id
            moves = [
                group._prepare_move(*way) for group in dispositions._group_for_moves()
            ]
            picking = record._create_transfer(kind, moves)
            picking.with_context(skip_sms=True)._action_done()

    def _close_custody(self):
        """Custody ends when nothing of its line is left with us."""
        gone = self.line_id.filtered(lambda line: not line._get_kept_quantity(self))
        gone.custody_ids._get_open()._leave()

    def _become_ours(self):
        """Out of custody to the owner, and in again as a return of what we delivered."""
        customers = self.env.ref("stock.stock_location_customers")
        self._leave_custody(customers)
        for record, dispositions in self.grouped("return_id").items():
            warehouse = record.warehouse_id
            moves = [
                disposition._prepare_reentry(customers, disposition._get_our_place())
                for disposition in dispositions
            ]
            picking = record._create_transfer(warehouse.in_type_id, moves)
            picking.with_context(skip_sms=True)._action_done()
        self._write_condition()

    def _group_for_moves(self):
        return self.grouped("product_id").values()

    def _prepare_move(self, source, destination):
        """One core move for dispositions of one product, each with its lot and owner."""
        lines = self.line_id
        return lines._prepare_move(source, destination) | {
            "product_uom_qty": sum(self.mapped("quantity")),
            "move_line_ids": [
                Command.create(
                    disposition.line_id._prepare_move_line(source, destination)
                    | {"quantity": disposition.quantity}
                )
                for disposition in self
            ],
        }

    def _prepare_reentry(self, source, destination):
        """A core return move: value and sale line of the original delivery, no owner."""
        line, origin = self.line_id, self.line_id.origin_move_id
        sold = self._get_ended_sale()
        detail = line._prepare_move_line(source, destination, owned=False)
        return line._prepare_move(source, destination) | {
            "product_uom_qty": self.quantity,
            "origin_returned_move_id": origin.id,
            "sale_line_id": sold.id,
            # a kit stays delivered; what its parts were invoiced at is credited by part
            "to_refund": sold.product_id == self._get_sold_product(),
            "aftersales_disposition_id": self.id,
            "move_line_ids": [Command.create(detail | {"quantity": self.quantity})],
        }

    def _get_ended_sale(self):
        """The sale line that ends with these goods. An exchange ends none: the customer
        has one machine before and after, whatever is invoiced in between."""
        sale_line = self._get_sale_line()
        return sale_line.browse() if self.action == "exchange" else sale_line


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    disposition_ids = fields.One2many(
        "aftersales.disposition", "line_id", "Dispositions"
    )

    def _get_kept_quantity(self, leaving=()):
        """Without what decisions took away (extends)."""
        kept = super()._get_kept_quantity(leaving)
        gone = self.disposition_ids.filtered(
            lambda d: (d in leaving or d.state == "done") and not d._stays()
        )
        return kept - sum(gone.mapped("quantity"))

    def _get_away_quantity(self):
        """Without what went back, or became ours by a move of core's (extends)."""
        away = super()._get_away_quantity()
        back = self.disposition_ids.filtered(
            lambda d: d.state == "done" and (d._stays() or d.action in OURS)
        )
        return away - sum(back.mapped("quantity"))

    def _give_back(self):
        """Everything of these lines that is still in custody goes to its owner."""
        # sudo: the counter gives back what is no stock of ours; its right was checked
        goods = self.sudo().disposition_ids.filtered(
            lambda d: d.state == "decided" and d.action in STAYS
        )
        goods._move_goods(self.env.ref("stock.stock_location_customers"))
        goods.filtered(lambda d: not d._is_waiting_for_delivery())._finish()
        self.return_id.sudo()._on_given_back()  # sudo: as above


class ReturnOrder(models.Model):
    _inherit = "aftersales.return"

    def _on_given_back(self):
        """When all that the customer gets is with him, his own or a new one, the return is
        sent back, and the call-back begins (R-06)."""
        for record in self.filtered(lambda r: r.state in ("decided", "transferred")):
            here = record.line_ids.custody_ids._get_open()
            undone = record.disposition_ids.filtered(lambda d: d.state == "decided")
            if not (here or undone) and record._get_sent_back():
                record._move_to("sent_back", sent_back_at=record._now())

    def _get_sent_back(self):
        """Dispositions by which the customer got something."""
        return self.disposition_ids.filtered(
            lambda d: d.state == "done" and d.action in STAYS | SENT
        )
