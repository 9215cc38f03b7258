from odoo import api, models

from ...exceptions import MoveRefused, ProofMissing
from .visit import HANDED_OUT

_OPEN = ("draft", "submitted", "approved")
# How many parts a phone keeps to choose from without network.
_CATALOG = 400


class TechnicianDay(models.AbstractModel):
    """Parts on the technician's phone: from the van, asked for, to be asked for."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _get_actions(self):
        return super()._get_actions() | {
            "use_parts": "action_use_parts",
            "ask_parts": "action_ask_parts",
        }

    @api.model
    def _prepare_day(self, visits, products):
        parts = products.search([("aftersales_is_part", "=", True)], limit=_CATALOG)
        return super()._prepare_day(visits, products | parts) | {
            "catalog": [
                {"id": part.id, "name": part.display_name, "code": part.barcode or ""}
                for part in parts
            ]
        }

    @api.model
    def _fetch(self, visits):
        """Requisitions, their lines, and what of them is on the van (extends)."""
        products = super()._fetch(visits)
        lines = self._fill(self._fill(visits, "requisition_ids"), "line_ids")
        # sudo: serial numbers of his own parts, without any warehouse right
        moves = self._fill(lines.sudo(), "move_ids")
        lines._use_moves(moves)
        self._fill(moves, "move_line_ids").lot_id.fetch(["name"])
        return products | lines.product_id

    @api.model
    def _prepare_card(self, visit):
        lines = visit.requisition_ids.line_ids
        held = lines.filtered(lambda line: line.requisition_id.state in HANDED_OUT)
        asked = lines.filtered(lambda line: line.requisition_id.state in _OPEN)
        return super()._prepare_card(visit) | {
            "parts": [line._prepare_phone() for line in held],
            "asked": [
                {
                    "id": line.id,
                    "name": line.product_id.display_name,
                    "quantity": line.quantity,
                    "state": line.requisition_id._state_label(line.state),
                }
                for line in asked
            ],
        }


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def action_use_parts(self, lines):
        """What was built in, and what becomes of the old part.

        :param lines: [{"id" of a line of this visit, and the fields to write, see
            `_get_use_fields`}]
        """
        self.ensure_one()
        self._require_state(("arrived", "in_work"), self.env._("enter used parts"))
        mine = {line.id: line for line in self.part_line_ids}
        for values in lines:
            line = mine.get(values.get("id"))
            if not line:
                raise MoveRefused(
                    self.env._("%s: this part was not issued for it.", self.name)
                )
            used = line._get_use_fields() & set(values)
            line.write({name: values[name] for name in used})
            line._check_held()

    def action_ask_parts(self, lines, explanation=None):
        """Ask the warehouse for parts; with an ``explanation`` as vehicle-down parts.

        :param lines: [{"product_id", "quantity"}, and see `_get_asked_fields`]
        :return: ID of the requisition
        """
        self.ensure_one()
        if not lines:
            raise ProofMissing(self.env._("Please add the parts that you need."))
        asked = self.env["aftersales.requisition.line"]._get_asked_fields()
        requisition = self.env["aftersales.requisition"].create(
            {
                "visit_id": self.id,
                "urgent": bool(explanation),
                "explanation": explanation,
                "line_ids": [
                    (0, 0, {name: line[name] for name in asked & set(line)})
                    for line in lines
                ],
            }
        )
        requisition.action_submit()
        return requisition.id


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    @api.model
    def _get_use_fields(self):
        """Hook: what a technician writes about a part that he built in; rooms add theirs."""
        return {"quantity_to_use", "old_serial"}

    @api.model
    def _get_asked_fields(self):
        """Hook: what a technician says about a part that he asks for; rooms add theirs."""
        return {"product_id", "quantity"}

    def _is_tracked(self):
        return self.product_id.tracking != "none"

    def _prepare_phone(self):
        """A line that lies on the van."""
        held = self._get_held_lots() if self._is_tracked() else []
        return {
            "id": self.id,
            "name": self.product_id.display_name,
            "code": self.product_id.barcode or "",
            "tracked": self._is_tracked(),
            "single": self.product_id.tracking == "serial",
            "lots": [lot.name for lot, _quantity in held],
            "held": self.held_quantity,
            "used": self.used_quantity,
            "unit": self.uom_id.name,
        } | {name: self[name] for name in self._get_use_fields()}
