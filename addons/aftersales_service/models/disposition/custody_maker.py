from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing


class Custody(models.Model):
    """While a machine is at its maker it is still in our care: the receipt stays open, and
    nobody gives back what is not here (R-50)."""

    _inherit = "aftersales.custody"

    maker_quantity = fields.Float(
        "At the Maker", digits="Product Unit", compute="_compute_kept_quantity"
    )

    @api.depends("line_id.disposition_ids.state", "line_id.disposition_ids.back_at")
    def _compute_kept_quantity(self):
        """Without what is at its maker (extends)."""
        result = super()._compute_kept_quantity()
        for custody in self:
            away = custody._get_open().line_id._get_maker_quantity()
            custody.maker_quantity = away
            custody.kept_quantity -= away
        return result

    def _go_to_maker(self):
        """At the maker when nothing of it is left here, else in work like the rest."""
        here = self._get_open()
        gone = here.filtered(lambda c: c.kept_quantity <= 0)
        gone._move_to("at_maker", inspected_by_id=False, inspected_at=False)
        (here - gone)._start_work()

    def _check_here(self):
        """:raises MoveRefused: while some of it is at its maker"""
        for custody in self:
            if custody.line_id._get_maker_quantity():
                raise MoveRefused(
                    self.env._(
                        "%s is at its maker. Press “Back from the Maker” when it is here again.",
                        custody.display_name,
                    )
                )

    def action_ready(self):
        self._check_here()
        return super().action_ready()

    def _check_may_give_back(self):
        self._check_here()
        return super()._check_may_give_back()

    def action_back_from_maker(self, note, serial=None):
        """厂家返回: it lies here again; the director looks at it before the customer does.

        :param note: what the maker did
        :param serial: of the machine that the maker sent instead, if he did
        :raises ProofMissing: without a word; :raises MoveRefused: when none is at a maker
        """
        if not (note or "").strip():
            raise ProofMissing(self.env._("Please write what the maker did."))
        self.check_access("write")
        for custody in self:
            # sudo: the store takes it in, the service department owns the decision
            away = custody.sudo().line_id.disposition_ids.filtered(
                lambda d: d._is_at_maker()
            )
            if not away:
                raise MoveRefused(
                    self.env._("%s is not at a maker.", custody.display_name)
                )
            if (serial or "").strip():
                away.line_id._replaced_by_maker(serial.strip(), note)
            away._come_back()
            custody._arrive_from_maker(note)

    def _arrive_from_maker(self, note):
        self.work_done = "\n".join(filter(None, (self.work_done, note)))
        self.message_post(body=self.env._("Back from the maker: %s", note))
        if not self._is_in_work():
            self._move_to("waiting")
        elif self.state == "at_maker":
            self._move_to("in_repair")


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    def _replaced_by_maker(self, serial, reason):
        """The maker sent another machine: its serial takes the place of the old one."""
        if self.tracking != "serial":
            raise ProofMissing(
                self.env._("%s has no serial number.", self.product_id.display_name)
            )
        lots = self.env["stock.lot"]
        place = [("product_id", "=", self.product_id.id), ("name", "=", serial)]
        lot = lots.search(place, limit=1) or lots.create(
            {
                "product_id": self.product_id.id,
                "name": serial,
                "company_id": self.company_id.id,
            }
        )
        device = self.device_id
        vals = {"serial": serial, "lot_id": lot.id, "unreadable": False}
        if device.active:
            vals["device_id"] = device.action_replace(serial, reason, lot=lot).id
        self._in_flow().write(vals)
