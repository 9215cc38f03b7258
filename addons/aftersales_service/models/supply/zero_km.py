from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing, RoleRefused
from ...groups import MANAGER, WAREHOUSE

QUALITY = "quality_representative"
MANUFACTURING = "production"


class PartPlan(models.Model):
    """零公里服务备件清单: quality issues the list, manufacturing takes it over, prepares the
    parts and issues them (P-11). Both steps are one transfer of core per place."""

    _inherit = "aftersales.part.plan"

    picking_ids = fields.Many2many(
        "stock.picking",
        "aftersales_part_plan_picking_rel",
        "plan_id",
        "picking_id",
        "Transfers",
        readonly=True,
        copy=False,
        check_company=True,
    )

    def _get_list_roles(self):
        """Quality, whose list it is, then manufacturing."""
        role = self.env["aftersales.role"]
        own = role._held_by(QUALITY, self.env.user, self.unit_id)
        return [MANUFACTURING] if own else [QUALITY, MANUFACTURING]

    def action_prepare(self):
        """Manufacturing lays the parts out: a transfer per place, reserved in the stock.

        :raises ProofMissing: naming parts that are to stay where they are
        """
        for plan in self:
            plan._check_manufacturing()
            if plan.kind != "zero_km":
                raise MoveRefused(
                    self.env._(
                        "%s is a plan; its parts are ordered by the stock.", plan.name
                    )
                )
            plan._check_move("prepared")
            # sudo: manufacturing was checked; transfers and lists belong to the stock
            plan = plan.sudo()
            plan._move_to("prepared", picking_ids=plan._create_transfers().ids)

    def action_issue(self):
        """The parts are handed out.

        :raises ProofMissing: naming what is short
        """
        for plan in self:
            plan._check_manufacturing()
            plan._check_move("issued")
            # sudo: as above
            plan = plan.sudo()
            waiting = plan.picking_ids.filtered(
                lambda p: p.state not in ("done", "cancel")
            )
            waiting.action_assign()
            plan._check_short(waiting.move_ids)
            waiting.move_ids.picked = True
            waiting.with_context(skip_sms=True)._action_done()
            plan._move_to("issued")

    def _check_manufacturing(self):
        """:raises RoleRefused: naming who prepares and issues"""
        user = self.env.user
        self.check_access("read")
        if user.has_group(WAREHOUSE) or user.has_group(MANAGER):
            return
        role = self.env["aftersales.role"]
        if role._held_by(MANUFACTURING, user, self.unit_id):
            return
        asked = role._get_by_code(MANUFACTURING)
        people = asked._get_holders(self.company_id, self.unit_id).mapped("name")
        raise RoleRefused(
            self.env._(
                "%(plan)s is prepared and issued by the role %(role)s. Ask %(people)s.",
                plan=self.name,
                role=asked.sudo().name,  # sudo: a name to ask
                people=", ".join(people) or self.env._("a service director"),
            )
        )

    def _check_short(self, moves):
        short = moves.filtered(
            lambda m: m.product_uom.compare(m.quantity, m.product_uom_qty) < 0
        )
        if short:
            raise ProofMissing(
                self.env._(
                    "%(plan)s is not complete yet: %(parts)s",
                    plan=self.name,
                    parts=", ".join(
                        f"{m.product_id.display_name} {m.quantity:g}/{m.product_uom_qty:g}"
                        for m in short
                    ),
                )
            )

    def _create_transfers(self):
        stock = self.warehouse_id.lot_stock_id
        staying = self.line_ids.filtered(lambda line: line.location_id == stock)
        if staying:
            raise ProofMissing(
                self.env._(
                    "Choose where these parts go; they are in the stock already: %s",
                    ", ".join(staying.product_id.mapped("display_name")),
                )
            )
        pickings = self.env["stock.picking"].create(
            [
                self._prepare_transfer(stock, place, lines)
                for place, lines in self.line_ids.grouped("location_id").items()
            ]
        )
        pickings.action_confirm()
        pickings.action_assign()
        return pickings

    def _prepare_transfer(self, stock, place, lines):
        move = {
            "location_id": stock.id,
            "location_dest_id": place.id,
            "company_id": self.company_id.id,
        }
        moves = [
            {
                **move,
                "product_id": line.product_id.id,
                "product_uom_qty": line.quantity_max,
                "product_uom": line.product_id.uom_id.id,
            }
            for line in lines.filtered("quantity_max")
        ]
        return move | {
            "picking_type_id": self.warehouse_id.aftersales_issue_type_id.id,
            "origin": self.name,
            "move_ids": [(0, 0, vals) for vals in moves],
        }
