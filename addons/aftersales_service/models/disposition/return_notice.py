from odoo import fields, models

from ...exceptions import MoveRefused

TELLS_ITSELF = ("parcel", "portal", "dealer")
# They expect the goods and pass them on; the second tells the first.
EXPECTING = ("sales_back_office", "shipping_clerk")
# Decisions that the salesperson of the customer learns of.
TOLD_TO_SALES = frozenset({"rework", "exchange", "refund", "restock"})


class ReturnOrder(models.Model):
    """退货预告: sales back office and shipping clerk know of the goods before they come, and
    sales learns what became of them (R-20, R-23)."""

    _inherit = "aftersales.return"
    _flow_fields = frozenset({"announced_to_store_at"})
    _told_fields = frozenset({"source", "carrier", "tracking_ref"})

    announced_to_store_at = fields.Datetime("Store Told On", readonly=True, copy=False)

    def _on_announced(self):
        """What is sent to us is expected by somebody (extends)."""
        result = super()._on_announced()
        self._announce_to_store()
        self._follow_waits()  # for the goods, from the first moment on
        return result

    def _on_changed(self, name):
        result = super()._on_changed(name)
        if name == "source":
            self._announce_to_store()
        if name in ("carrier", "tracking_ref"):
            self._follow_waits()
        return result

    def _announce_to_store(self):
        coming = self.filtered(
            lambda r: r.state == "announced" and r.source in TELLS_ITSELF
        )
        coming.filtered(lambda r: not r.announced_to_store_at)._tell_expected()

    def action_tell_store(self):
        """Tell those who expect goods, whatever way these come.

        :raises MoveRefused: when the goods are here
        """
        for record in self:
            record.check_access("write")
            if record.state != "announced":
                raise MoveRefused(
                    self.env._("The goods of %s are here already.", record.name)
                )
        self._tell_expected()

    def _tell_expected(self):
        for record in self:
            people = record._get_role_people(EXPECTING)
            for user in people:
                # sudo: whoever announces cannot plan other people's tasks
                record.sudo().activity_schedule(
                    "aftersales_service.activity_expect_goods",
                    record.date_expected or record.company_id._aftersales_today(),
                    self.env._("Returned goods are expected"),
                    record._describe_goods(),
                    user_id=user.id,
                )
            if people:
                record.sudo()._in_flow().announced_to_store_at = record._now()

    def _get_role_people(self, codes):
        """Who holds one of these roles here and may see the return."""
        # sudo: people must learn of it whoever announces
        roles = self.env["aftersales.role"].sudo().search([("code", "in", codes)])
        holders = roles._get_holders(self.company_id, self.unit_id)
        return holders.filtered(lambda u: self.with_user(u).has_access("read"))

    def _describe_goods(self):
        """The list that used to be sent by fax, in one paragraph."""
        goods = "；".join(
            f"{line.display_name} × {line.quantity:g}"
            for line in self.sudo().line_ids  # sudo: the list is for them
        )
        way = " ".join(filter(None, (self.carrier, self.tracking_ref)))
        return " ".join(filter(None, (self.partner_id.display_name, goods, way)))

    def action_receive(self):
        """Nobody expects what is here (extends)."""
        result = super().action_receive()
        # sudo: tasks of other people end with the goods
        self.sudo().activity_unlink(["aftersales_service.activity_expect_goods"])
        return result

    def action_cancel(self):
        result = super().action_cancel()
        # sudo: as above
        self.sudo().activity_unlink(["aftersales_service.activity_expect_goods"])
        return result

    def _tell_sales(self, decisions):
        """What of ``decisions`` sales waits for."""
        told = decisions.filtered(
            lambda d: d.action in TOLD_TO_SALES and d.state in ("decided", "done")
        )
        for record, dispositions in told.grouped("return_id").items():
            record._tell_salesperson(dispositions)

    def _tell_salesperson(self, dispositions):
        """One task for all that was decided at once: the salesperson's of the customer,
        else the sales back office's."""
        # sudo: who decides need not be able to read sales
        sales = dispositions.sudo().line_id.origin_move_id.sale_line_id.order_id
        people = sales.user_id or self.salesperson_id
        people = people or self._get_role_people(["sales_back_office"])
        for user in people.filtered(lambda u: self.with_user(u).has_access("read")):
            # sudo: as in `_tell_expected`
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Tell the customer what was decided"),
                note="；".join(dispositions.mapped("display_name")),
                user_id=user.id,
            )
