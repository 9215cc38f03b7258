from odoo import fields, models

from ...exceptions import MoveRefused
from ..old_part.old_part_policy import BACK
from .parcel import OPEN


class OldPart(models.Model):
    """旧件 on the same way back: on the road it is a real quantity, outside our value."""

    _inherit = "aftersales.old.part"

    parcel_line_ids = fields.One2many(
        "aftersales.parcel.line", "old_part_id", "Parcels", readonly=True
    )

    def _get_parcel_line(self):
        """The line of the parcel that carries it now."""
        # sudo: whoever takes the part in need not see the parcel
        lines = self.sudo().parcel_line_ids
        return lines.filtered(lambda p: p.state in OPEN and p.road_quantity > 0)[:1]

    def _get_coming_from(self):
        """From the road, where a courier has it (extends)."""
        line = self._get_parcel_line()
        if not line:
            return super()._get_coming_from()
        return self.company_id._aftersales_get_road_others_location(), {
            "aftersales_parcel_line_id": line.id,
            "aftersales_parcel_step": "arrived",
        }

    def action_receive(self):
        """By its tag it arrives without the list of its parcel, too (extends)."""
        lines = self.env["aftersales.parcel.line"].union(
            *(part._get_parcel_line() for part in self)
        )
        result = super().action_receive()
        lines._in_flow().write({"missing_quantity": 0, "counted": 0})
        lines._forget_fate()
        lines.parcel_id._follow()
        return result


class Parcel(models.Model):
    _inherit = "aftersales.parcel"

    def _get_old_part_rows(self):
        parts = self.env["aftersales.old.part"].search(self._get_old_part_domain())
        return [{"old_part_id": part.id, "quantity": part.quantity} for part in parts]

    def _get_old_part_domain(self):
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", ("to_return", "central")),
            ("fate", "in", BACK),
        ]
        if self.technician_id:
            return [*domain, ("technician_id", "=", self.technician_id.id)]
        firm = self.partner_id.commercial_partner_id
        senders = ("order_id.dealer_id", "order_id.partner_id")
        whose = [(f"{name}.commercial_partner_id", "=", firm.id) for name in senders]
        return [*domain, "|", *whose]


class ParcelLine(models.Model):
    _inherit = "aftersales.parcel.line"

    def _check_old_parts(self):
        """An old part is sent by whoever has it, to the store.

        :raises MoveRefused: for one that is under way or here already
        """
        for line in self:
            part = line.old_part_id
            if (
                line.parcel_id.direction != "back"
                or not part.filtered_domain(line.parcel_id._get_old_part_domain())
                or part._get_parcel_line()
            ):
                raise MoveRefused(
                    self.env._(
                        "%(tag)s is “%(state)s”: it cannot be sent to the store with this parcel.",
                        tag=part.name,
                        state=part._state_label(part.state),
                    )
                )

    def _post_old_part(self, step):
        part, company = self.old_part_id, self.company_id
        road = company._aftersales_get_road_others_location()
        customers = part.partner_id.with_company(company).property_stock_customer
        source, place = {
            "sent": (customers, road),
            "arrived": (road, company._aftersales_get_old_part_location()),
            "broken": (road, company._aftersales_get_old_part_location()),
            "lost": (road, company._aftersales_get_loss_location()),
            "back": (road, customers),
        }[step]
        part._post(
            source,
            place,
            aftersales_parcel_line_id=self.id,
            aftersales_parcel_step=step,
        )
        self._pass_old_part(step)

    def _pass_old_part(self, step):
        """Its custody tells the same."""
        part, parcel = self.old_part_id, self.parcel_id
        if step == "sent":
            part._pass_to("in_transit", place=parcel.display_name)
        elif step in ("arrived", "broken"):
            words = self.env._("Broken in the parcel") if step == "broken" else None
            part._pass_to("received", part._get_own_place(), words, missing=False)
        elif step == "lost":
            part._mark_missing(self.fate_reason or parcel.name)
        else:
            part._pass_to("to_return", place=parcel.display_name)
