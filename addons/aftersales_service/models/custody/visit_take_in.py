from odoo import fields, models

from ...exceptions import MoveRefused
from ..base.blocker import Blocker


class Visit(models.Model):
    """携回修护: what a technician takes along has a receipt from the first minute (R-30)."""

    _inherit = "aftersales.visit"

    take_in_ids = fields.One2many("aftersales.return", "visit_id", "Taken In")

    def _take_in(self):
        """Open the return and its custody, with the receipt that the customer gets."""
        result = super()._take_in()
        for visit in self:
            # sudo: a technician takes in by this step only, the counter does the rest
            order = visit.sudo().order_id
            record = (
                self.env["aftersales.return"]
                .sudo()
                ._in_flow()
                .create(order._prepare_return() | visit._prepare_take_in())
            )
            record._out_of_flow().line_ids._take_along(visit)
            order._note_solution("take_in")
        return result

    def _prepare_take_in(self):
        return {
            "source": "visit",
            "visit_id": self.id,
            "reason": self.outcome_note or self.order_id.fault,
            "packing": "none",
        }

    def action_print_take_in(self):
        """The receipt, for the customer's hand."""
        # sudo: the technician prints the receipts of his own visit
        custodies = self.sudo().take_in_ids.custody_ids
        if not custodies:
            raise MoveRefused(
                self.env._(
                    "%s took nothing in. Choose “Take In” and describe the goods first.",
                    self.name,
                )
            )
        report = self.env.ref("aftersales_service.action_report_custody_receipt")
        return report.report_action(custodies.ids, config=False)


class ReturnOrder(models.Model):
    _inherit = "aftersales.return"

    visit_id = fields.Many2one(
        "aftersales.visit",
        "Taken In at Visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )

    def action_cancel(self):
        """Goods that a technician already took along do not vanish with the paper."""
        taken = self.custody_ids._get_open()
        if taken:
            raise MoveRefused(
                self.env._(
                    "The technician has the goods under receipt %s. Receive them, and give them back if need be.",
                    taken[0].name,
                )
            )
        return super().action_cancel()

    def _get_blockers(self):
        """Goods that are still on the technician's van, or at their maker."""
        taken = self.custody_ids.filtered(lambda c: c.state == "taken")
        away = self.custody_ids.filtered(lambda c: c.state == "at_maker")
        return (
            super()._get_blockers()
            + self._get_delivery_blockers()
            + [
                Blocker(
                    self.env._(
                        "%s did not arrive in the store yet.", custody.display_name
                    ),
                    custody,
                    custody.taken_by_id.name,
                )
                for custody in taken
            ]
            + [
                Blocker(
                    self.env._("%s is at its maker.", custody.display_name), custody
                )
                for custody in away
            ]
        )


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    def _take_along(self, visit):
        """Custody before the store has counted: state *taken*, receipt open."""
        if not self:
            raise MoveRefused(
                self.env._(
                    "%s has no product. Choose the device on the service order, so that the receipt says what was taken.",
                    visit.order_id.name,
                )
            )
        self.env["aftersales.custody"]._in_flow().create(
            [line._prepare_custody() for line in self]
        )
