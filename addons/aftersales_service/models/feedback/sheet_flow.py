from datetime import datetime, time

from odoo import models
from odoo.fields import Domain

from ...exceptions import ProofMissing, RoleRefused, SamePersonRefused
from ...groups import DISPATCHER, MANAGER
from ...kernel.clock import UTC

# Who collates, and who takes it over where the device is (O-20).
SENDER = "cs_team"
RECEIVERS = ("cs_team_leader", "cs_management")
_TASK = "mail.mail_activity_data_todo"


class FeedbackSheet(models.Model):
    """Collated, handed over, acknowledged."""

    _inherit = "aftersales.feedback.sheet"

    _transitions = {
        "draft": ("sent",),
        "sent": ("acknowledged",),
        "acknowledged": (),
    }

    def action_collate(self):
        """Looks the period up again, for the devices of the team.

        :raises ProofMissing: for a team without devices
        """
        self._require_group(DISPATCHER)
        self.check_access("write")
        lines = self.env["aftersales.feedback.line"]
        for sheet in self:
            sheet._check_state_draft()
            if not sheet.unit_id.device_categ_ids:
                raise ProofMissing(
                    self.env._(
                        "Please choose first, on the service unit %s, of which product families it is the team.",
                        sheet.unit_id.display_name,
                    )
                )
            # sudo: lines are written by this step only
            sheet.line_ids.sudo()._in_flow().unlink()
            lines.sudo()._in_flow().create(
                sheet._prepare_jobs() + sheet._prepare_exchanges()
            )

    def action_send(self):
        """移交: the team of the device has it, and its leader on his list.

        :raises RoleRefused: where the customer service team is named, for others
        :raises ProofMissing: before anything was collated
        """
        self._require_group(DISPATCHER)
        self.check_access("write")
        for sheet in self:
            sheet._check_sender()
            if not sheet.line_ids and not (sheet.summary or "").strip():
                raise ProofMissing(
                    self.env._(
                        "Nothing was collated on %s. Press “Collate”, or write that there was nothing.",
                        sheet.display_name,
                    )
                )
            people = sheet._get_receivers()
            sheet._move_to(
                "sent",
                sent_by_id=self.env.uid,
                sent_at=self._now(),
                told_ids=people.ids,
            )
            sheet._tell_receivers(people)

    def action_acknowledge(self, measures=None):
        """The team has read it; the sender learns what it does with it.

        :raises SamePersonRefused, RoleRefused: for others than the team
        """
        for sheet in self:
            sheet.check_access("read")
            sheet._check_receiver()
            done = sheet.sudo()  # sudo: the team of the device need not be the desk
            done._move_to(
                "acknowledged",
                acknowledged_by_id=self.env.uid,
                acknowledged_at=self._now(),
                measures=measures or False,
            )
            done.activity_unlink([_TASK], only_automated=False)
            done.message_post(
                body=self.env._("Acknowledged. %s", measures or ""),
                partner_ids=done.sent_by_id.partner_id.ids,
            )

    def action_open_acknowledge(self):
        """Asks what the team does with it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Acknowledge"),
            "res_model": "aftersales.feedback.acknowledge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_sheet_id": self.id},
        }

    # --- who

    def _check_state_draft(self):
        if self.state != "draft":
            raise self._get_move_refusal("draft")

    def _check_sender(self):
        role = self.env["aftersales.role"]._get_by_code(SENDER)
        people = role._get_holders(self.company_id)
        user = self.env.user
        if people and user not in people and not user.has_group(MANAGER):
            raise RoleRefused(
                self.env._(
                    "%(sheet)s is handed over by the role %(role)s. Ask %(people)s.",
                    sheet=self.display_name,
                    role=role.name,
                    people=", ".join(people.mapped("name")),
                )
            )

    def _get_receivers(self):
        """Leader and management post of the customer service there, the person in charge
        of the unit; where there is nobody, the service director."""
        roles = self.env["aftersales.role"]
        for code in RECEIVERS:
            roles |= roles._get_by_code(code)
        people = roles._get_holders(self.company_id, self.unit_id)
        people |= self.unit_id.manager_id
        return people.filtered("active") or roles._get_last_resort(self.company_id)

    def _check_receiver(self):
        user = self.env.user
        if user == self.sent_by_id:
            raise SamePersonRefused(
                self.env._(
                    "You handed over %s yourself; the team of the device acknowledges it.",
                    self.display_name,
                )
            )
        # sudo: who is in the team is no secret to those who see the sheet
        team = self.sudo().told_ids | self.sudo().unit_id.member_ids
        if user not in team and not user.has_group(MANAGER):
            raise RoleRefused(
                self.env._(
                    "%(sheet)s is acknowledged by the team of the device. Ask %(people)s.",
                    sheet=self.display_name,
                    people=", ".join(team.mapped("name")),
                )
            )

    def _tell_receivers(self, people):
        self.message_post(
            body=self.env._(
                "%(sheet)s: %(consultations)s consultations, %(repairs)s repairs, %(exchanges)s exchanges. %(summary)s",
                sheet=self.display_name,
                consultations=self.consultation_count,
                repairs=self.repair_count,
                exchanges=self.exchange_count,
                summary=self.summary or "",
            ),
            partner_ids=people.partner_id.ids,
        )
        self.activity_schedule(
            _TASK,
            self.company_id._aftersales_today(),
            self.display_name,
            user_id=people[:1].id,
        )

    # --- what is collated

    def _get_moments(self):
        """The period as moments, where the company works."""
        zone = self.company_id._aftersales_zone()
        return [
            datetime.combine(day, moment, tzinfo=zone)
            .astimezone(UTC)
            .replace(tzinfo=None)
            for day, moment in ((self.date_from, time.min), (self.date_to, time.max))
        ]

    def _prepare_jobs(self):
        """Consultations and repairs of the period, as the registers know them."""
        first, last = self._get_moments()
        orders = self.env["aftersales.order"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("called_at", ">=", first)
            & Domain("called_at", "<=", last)
            & Domain("order_kind", "in", ("consultation", "repair"))
            & Domain("state", "!=", "cancelled")
            & Domain("product_categ_id", "child_of", self.unit_id.device_categ_ids.ids),
            order="called_at, id",
        )
        return [
            {
                "sheet_id": self.id,
                "kind": order.order_kind,
                "day": self.company_id._aftersales_day(order.called_at),
                "order_id": order.id,
                "partner_id": order.partner_id.id,
                "product_id": order.product_id.id,
                "serial": order.device_id.serial,
                "matter": _first_line(order.fault),
                "outcome": _first_line(order.found_fault or order.guidance)
                or order._state_label(order.state),
            }
            for order in orders
        ]

    def _prepare_exchanges(self):
        """Exchanges that were decided in the period."""
        first, last = self._get_moments()
        decided = self.env["aftersales.disposition"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("action", "=", "exchange")
            & Domain("state", "in", ("decided", "done"))
            & Domain("decided_at", ">=", first)
            & Domain("decided_at", "<=", last)
            & Domain(
                "line_id.product_id.categ_id",
                "child_of",
                self.unit_id.device_categ_ids.ids,
            ),
            order="decided_at, id",
        )
        return [
            {
                "sheet_id": self.id,
                "kind": "exchange",
                "day": self.company_id._aftersales_day(item.decided_at),
                "order_id": item.return_id.order_id.id,
                "return_id": item.return_id.id,
                "partner_id": item.return_id.partner_id.id,
                "product_id": item.product_id.id,
                "serial": item.line_id.serial,
                "matter": _first_line(item.line_id.fault or item.return_id.reason),
                "outcome": _first_line(item.reason) or item._state_label(item.state),
            }
            for item in decided
        ]


def _first_line(text):
    """The first line of a text; '' without one."""
    return (text or "").strip().partition("\n")[0]
