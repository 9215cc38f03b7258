from odoo import models

from ...exceptions import MoveRefused, ProofMissing

_OPEN = ("draft", "submitted", "approved")
# How many parts a phone keeps to choose from without network.
_CATALOG = 400


class Visit(models.Model):
    """Parts on the technician's phone: from the van, asked for, to be asked for."""

    _inherit = "aftersales.visit"

    def _get_phone_actions(self):
        return super()._get_phone_actions() | {
            "use_parts": "action_use_parts",
            "ask_parts": "action_ask_parts",
        }

    def _prepare_phone_day(self):
        parts = self.env["product.product"].search(
            [("aftersales_is_part", "=", True)], limit=_CATALOG
        )
        day = super()._prepare_phone_day()
        day["catalog"] = [
            {"id": part.id, "name": part.display_name, "code": part.barcode or ""}
            for part in parts
        ]
        return day

    def _fetch_for_phone(self):
        """Lots of all lines at once (extends)."""
        result = super()._fetch_for_phone()
        # sudo: serial numbers of his own parts, without any warehouse right
        moves = self.sudo().requisition_ids.line_ids.move_ids
        moves.move_line_ids.fetch(["lot_id", "quantity_product_uom", "move_id"])
        return result

    def _prepare_phone_card(self):
        asked = self.requisition_ids.filtered(lambda r: r.state in _OPEN)
        return super()._prepare_phone_card() | {
            "parts": [line._prepare_phone() for line in self.part_line_ids],
            "asked": [
                {
                    "id": line.id,
                    "name": line.product_id.display_name,
                    "quantity": line.quantity,
                    "state": line.requisition_id._state_label(line.state),
                }
                for line in asked.line_ids
            ],
        }

    def action_use_parts(self, lines):
        """What was built in, and what becomes of the old part.

        :param lines: [{"id" of a line of this visit, and the fields to write, see
            `_get_phone_fields`}]
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
            known = line._get_phone_fields() & values.keys()
            line.write({name: values[name] for name in known})
            line._check_held()

    def action_ask_parts(self, lines, explanation=None):
        """Ask the warehouse for parts; with an ``explanation`` as vehicle-down parts.

        :param lines: [{"product_id", "quantity"}]
        :return: ID of the requisition
        """
        self.ensure_one()
        if not lines:
            raise ProofMissing(self.env._("Please add the parts that you need."))
        requisition = self.env["aftersales.requisition"].create(
            {
                "visit_id": self.id,
                "urgent": bool(explanation),
                "explanation": explanation,
                "line_ids": [
                    (0, 0, {name: line[name] for name in ("product_id", "quantity")})
                    for line in lines
                ],
            }
        )
        requisition.action_submit()
        return requisition.id


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _get_phone_fields(self):
        """Hook: what the technician writes about a part that he built in."""
        return {"quantity_to_use", "old_serial"}

    def _prepare_phone(self):
        """A line that lies on the van."""
        lots = [lot.name for lot, _quantity in self._get_held_lots()]
        return {
            "id": self.id,
            "name": self.product_id.display_name,
            "code": self.product_id.barcode or "",
            "tracked": self.product_id.tracking != "none",
            "single": self.product_id.tracking == "serial",
            "lots": lots,
            "held": self.held_quantity,
            "used": self.used_quantity,
            "unit": self.uom_id.name,
        } | {name: self[name] for name in self._get_phone_fields()}
