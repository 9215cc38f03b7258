from odoo import api, models
from odoo.fields import Domain


class ReturnOrder(models.Model):
    """What happens to the goods starts and stops deadlines: the cause is told so many days
    after they came (T-38), the call-back follows their return or that of others in their
    place (T-37), the invoice of a paid repair is issued on that day (T-43).

    They are deadlines of the job where there is one when they begin, else of the return
    itself; whatever ends them ends them on both.
    """

    _name = "aftersales.return"
    _inherit = ["aftersales.return", "aftersales.sla.mixin"]

    # --- what the room of deadlines asks

    def _get_sla_contract(self):
        return self.line_ids.device_id[:1].sale_order_id

    def _get_sla_product(self):
        return self.line_ids.product_id[:1]

    def _get_sla_facts(self):
        return super()._get_sla_facts() | {
            "order_kind": "return",
            "categ_id": self._get_sla_product().categ_id,
            "partner_id": self.commercial_partner_id,
            "contract_id": self._get_sla_contract(),
        }

    def _get_sla_end(self):
        return self.closed_at

    def _get_clock_user(self):
        """Who answers to the customer for the goods."""
        return (
            self.order_id.first_contact_user_id or self.counted_by_id or self.create_uid
        )

    # --- events

    def _on_cause_told(self):
        """Told in a talk, where no joint inspection tells it (T-38; extends the hook)."""
        result = super()._on_cause_told()
        self._tell_clocks("cause_told")
        return result

    def _on_followed_up(self, contacts):
        """Whoever reached the customer ends the deadline, with a job or without (T-37;
        extends the hook)."""
        result = super()._on_followed_up(contacts)
        if contacts.filtered(lambda c: c.result != "unreachable"):
            self._tell_clocks("called_back", start=False)
        return result

    def _move_to(self, state, **vals):
        """Each step of the goods is an event (extends the mixin's move)."""
        result = super()._move_to(state, **vals)
        if state == "received":
            self._tell_clocks("goods_received")
        elif state == "sent_back":
            self._tell_clocks("cause_told", start=False)  # told with the goods at last
            self._tell_sent_back()
            charged = self.filtered(lambda r: r._is_charged_repair())
            charged._tell_clocks("repaired_goods_returned")
        elif state == "closed":
            self._tell_clocks("cause_told", start=False)
        elif state == "cancelled":
            self._cancel_clocks()
        self._follow_waits()
        return result

    # --- for whom it waits

    def _get_waits(self):
        """Goods on their way, or at their maker (extends)."""
        waits = super()._get_waits()
        if self.state == "announced":
            travels = self.carrier or self.tracking_ref
            waits.append(("carrier" if travels else "customer", self))
        away = self.line_ids.disposition_ids.filtered(lambda d: d._is_at_maker())
        return waits + [("maker", each) for each in away]

    @api.model
    def _get_time_domain(self, start, stop):
        open_then = Domain("closed_at", "=", False) | Domain("closed_at", ">", start)
        going = Domain("state", "!=", "cancelled")
        return Domain("create_date", "<", stop) & open_then & going

    def _takes_time(self):
        return super()._takes_time() and self.state != "cancelled"

    def _tell_sent_back(self):
        """The customer has his goods again, or others: once for each return (T-37)."""
        for record in self:
            document = record.order_id or record
            known = (document.sudo().clock_events or {}).get("goods_sent_back")
            if not known or known < str(record.received_at or ""):
                record._tell_clocks("goods_sent_back")

    def _tell_clocks(self, event, start=True):
        """``event`` happened: it ends deadlines of the return and of its job, and begins
        those of the job, or of the return when it has none."""
        for record in self.sudo():  # sudo: deadlines run whoever handles the goods
            documents = [record, *record.order_id]
            for document in documents:
                document._stop_clocks(event)
            if start:
                documents[-1]._start_clocks(event)

    def _follow_maker(self):
        """The goods went to their maker or came back: so does the time of return and job."""
        self._follow_waits()
        self.order_id._follow_waits()

    def _is_charged_repair(self):
        """Hook: whether it was repaired and the customer is still to be invoiced."""
        self.ensure_one()
        return False

    def _tell_delay(self):
        """A repair that cannot be ready is reported to the director at once (T-25): where
        nobody is director, nobody was told, and the deadline runs."""
        result = super()._tell_delay()
        self._tell_clocks("repair_late")
        self.filtered(lambda r: r._get_directors())._tell_clocks("director_told")
        return result


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_waits(self):
        """Its goods at their maker (extends)."""
        away = self.sudo().return_ids.line_ids.disposition_ids.filtered(
            lambda d: d._is_at_maker()  # sudo: the field does not read returns
        )
        return super()._get_waits() + [("maker", each) for each in away]
