from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.fields import Domain
from odoo.tools import format_date

from ...groups import BACK_OFFICE, HOTLINE
from ..order.order_promise import OPEN_STATES

# What a line of the desk shows of a job.
LINE = ("name", "state", "fault", "promised_at", "called_at", "urge_count", "priority")
LINE += ("priority_day", "contact_phone", "partner_id", "device_id", "company_id")
MOST = 8  # lines that the eye takes in while somebody is talking


class ServiceDesk(models.AbstractModel):
    """What the service desk (服务台) asks the server; see `static/src/desk`.

    Every method is for dispatchers. Every answer is a dictionary for the screen and costs
    a fixed number of queries.
    """

    _name = "aftersales.service.desk"
    _description = "Service Desk"

    @api.model
    def start(self):
        """What the desk shows before anybody calls.

        :return: ``script``, ``approvals`` (how many wait for this user), ``may_dispatch``,
            ``questions`` (passed up and not with the customer yet, answered ones first), ``waiting``
            (calls nobody was sent to, urgent ones and those of yesterday's check first) and the values
            of the selections that the screen needs
        """
        self._require_desk()
        orders = self.env["aftersales.order"]
        new = orders.new({"unit_id": orders._default_unit().id})
        return {
            "script": new.opening_script or "",
            "approvals": self.env["aftersales.approval"].search_count(
                [("is_mine", "=", True)]
            ),
            "waiting": self._find_waiting(),
            "questions": self._find_questions(),
            "may_dispatch": self.env.user.has_group(BACK_OFFICE),
            "selections": {
                name: orders._fields[name]._description_selection(self.env)
                for name in ("channel", "area", "origin")
            },
        }

    @api.model
    def _require_desk(self):
        self.env["aftersales.order"]._require_group(HOTLINE)

    @api.model
    def _find_waiting(self):
        orders = self.env["aftersales.order"].search(
            Domain("state", "=", "registered")
            & Domain("company_id", "=", self.env.company.id),
            order="priority desc, priority_day, promised_at, id",
            limit=MOST,
        )
        return self._prepare_jobs(orders)

    @api.model
    def _find_questions(self):
        """Questions whose customer has no answer yet: those that are answered, to be told,
        come first (S-25)."""
        questions = self.env["aftersales.question"].search(
            Domain("state", "in", ("open", "answered"))
            & Domain("kind", "=", "question")
            & Domain("company_id", "=", self.env.company.id),
            order="state, date_due, id",
            limit=MOST,
        )
        return [
            {
                "id": question.id,
                "name": question.name,
                "customer": question.partner_id.display_name or "",
                "owner": question._get_next_person().name or "",
                "answered": question.state == "answered",
                "overdue": question.is_overdue,
                "due": format_date(self.env, question.date_due),
            }
            for question in questions
        ]

    @api.model
    def _find_record(self, model, record_id):
        """The record that the screen names, if this user may read it."""
        record = self.env[model].browse(int(record_id or 0) or ())
        known = self.env["aftersales.order"]._get_opening().known
        seen = known.setdefault("seen", set())
        if record and record not in seen:
            try:
                record.check_access("read")
                record.mapped(record._rec_name)  # reads the row, which a call needs
            except MissingError as error:
                raise MissingError(
                    self.env._("This record was deleted. Search for it again.")
                ) from error
            seen.add(record)
        return record

    @api.model
    def _get_open_domain(self):
        return Domain("state", "in", OPEN_STATES)

    # --- jobs as lines

    @api.model
    def _prepare_jobs(self, orders):
        """[{id, name, …}] of jobs as lines of the desk."""
        now = fields.Datetime.now()
        orders.fetch(LINE)
        orders.partner_id.fetch(["complete_name"])
        return [
            {
                "id": order.id,
                "name": order.name,
                "state": order.state,
                "label": order._state_label(order.state),
                "customer": order.partner_id.display_name,
                "device": order.device_id.serial or "",
                "phone": order.contact_phone or "",
                "fault": order.fault or "",
                "called": self._format(order, order.called_at),
                "promised": self._format(order, order.promised_at),
                "overdue": bool(order.promised_at and order.promised_at < now),
                "urged": order.urge_count,
                "first": bool(order.priority_day and order.state == "registered"),
                "urgent": order.priority == "1",
                "who": self._get_people(order),
            }
            for order in orders
        ]

    @api.model
    def _get_people(self, order):
        """Names of those who were sent."""
        sent = order.visit_ids.filtered(lambda visit: visit.state != "cancelled")
        return ", ".join(sent.technician_id.mapped("name"))

    @api.model
    def _format(self, order, moment):
        """A moment of a job in its company's time, in few letters."""
        if not moment:
            return moment
        zone = (order.company_id or self.env.company)._aftersales_zone()
        local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
        return local.strftime("%m-%d %H:%M")
