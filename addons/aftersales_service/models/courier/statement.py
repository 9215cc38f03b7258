from odoo import fields, models

from ..supply.statement import COLUMNS


class PartStatement(models.Model):
    """在途 on the statement of the month: sent to the van and not arrived at its end, and
    what left the van and did not reach the store. Neither is part of his balance."""

    _inherit = "aftersales.part.statement"

    def _get_report_data(self):
        """With what was on the road when the period ended (extends)."""
        data = super()._get_report_data()
        for key, (coming, going) in self._get_road_data().items():
            values = data.setdefault(key, dict.fromkeys(COLUMNS, 0.0))
            data[key] = values | {"on_road": coming, "on_road_back": going}
        return data

    def _get_road_data(self):
        """{(product, lot): (to the van, from the van)} on the last moment, from done moves."""
        end = self._moment(fields.Date.add(self.date_to, days=1))
        vans = self._get_vans()
        # sudo: a technician reads his own balance without any warehouse right
        details = (
            self.env["stock.move.line"]
            .sudo()
            .search(
                [
                    ("state", "=", "done"),
                    ("date", "<", end),
                    ("move_id.aftersales_parcel_line_id.requisition_id", "!=", False),
                    (
                        "move_id.aftersales_parcel_line_id.parcel_id.technician_id.location_id",
                        "in",
                        vans.ids,
                    ),
                ]
            )
        )
        found = {}
        for detail in details:
            move = detail.move_id
            sign = 1 if move.aftersales_parcel_step == "sent" else -1
            back = move.aftersales_parcel_line_id.parcel_id.direction == "back"
            sums = found.setdefault((detail.product_id, detail.lot_id), [0.0, 0.0])
            sums[back] += sign * detail.quantity_product_uom
        return {key: tuple(sums) for key, sums in found.items() if any(sums)}


class PartStatementLine(models.Model):
    _inherit = "aftersales.part.statement.line"

    on_road = fields.Float("On the Road", digits="Product Unit", readonly=True)
    on_road_back = fields.Float(
        "On the Road to the Store", digits="Product Unit", readonly=True
    )

    def _get_printed(self):
        """What was on the road stands under the signatures, too (extends)."""
        road = [self.on_road, self.on_road_back]
        return super()._get_printed() + (road if any(road) else [])
