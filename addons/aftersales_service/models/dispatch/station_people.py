from odoo import fields, models

# The task of a station's people; it leaves with the job.
_TASK = "aftersales_service.activity_station_job"


class OperatingUnit(models.Model):
    _inherit = "aftersales.unit"

    kind = fields.Selection(
        selection_add=[("station", "Service Station")],
        ondelete={"station": "set default"},
    )
    station_id = fields.Many2one(
        "res.partner",
        "Firm of the Station",
        index="btree_not_null",
        check_company=True,
        help="The outside firm behind this service station; jobs are given to it. Its people hear of them: holders of the role “Service Station” for this unit, else its members.",
    )


class ServiceOrder(models.Model):
    """A service station is an outside unit with its people (O-22): who is given a job
    hears of it, and the station's own technicians are proposed first."""

    _inherit = "aftersales.order"
    _watched_fields = frozenset({"station_id"})

    def _open_links(self):
        """A job that comes in for a station is told there (extends)."""
        result = super()._open_links()
        self.filtered("station_id")._tell_station()
        return result

    def _follow_station(self, changed):
        """A job that goes to another station is told there, and is no longer the task of
        the one before."""
        given = self._get_changed(changed, "station_id")
        if not given:
            return
        # sudo: whoever gives the job away need not see the lists of outsiders
        given.sudo().activity_unlink([_TASK], only_automated=False)
        given.filtered("station_id")._tell_station()

    def _tell_station(self):
        for order in self:
            for user in order._get_station_people():
                # sudo: whoever gives the job away may not plan tasks for outsiders
                order.sudo().activity_schedule(
                    _TASK,
                    summary=self.env._(
                        "%(order)s for %(customer)s is given to %(station)s: %(fault)s",
                        order=order.name,
                        customer=order.partner_id.display_name,
                        station=order.station_id.name,
                        fault=order.fault,
                    ),
                    user_id=user.id,
                )

    def _get_station_units(self):
        firm = self.station_id.commercial_partner_id
        # sudo: which unit a firm is, is no secret to who gives it a job
        return (
            self.env["aftersales.unit"]
            .sudo()
            .search(
                [
                    ("kind", "=", "station"),
                    ("company_id", "=", self.company_id.id),
                    ("station_id.commercial_partner_id", "=", firm.id),
                ]
            )
        )

    def _get_station_people(self):
        """Holders of the role for the units of this station, else their members."""
        units = self._get_station_units()
        role = self.env["aftersales.role"]._get_by_code("service_station")
        # sudo: as above
        holders = role.sudo().holder_ids.filtered(
            lambda h: h.unit_id in units and h._is_in_office()
        )
        return holders.user_id or units.member_ids | units.manager_id


class Technician(models.Model):
    _inherit = "aftersales.technician"

    def _get_stations(self):
        """Where he starts from, and the station whose unit he belongs to."""
        unit = self.unit_id
        return self.station_id | (
            unit.station_id if unit.kind == "station" else self.station_id
        )
