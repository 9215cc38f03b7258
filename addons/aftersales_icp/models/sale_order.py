from odoo import api, fields, models

from ..const import GATED
from ..kernel.order_rules import TRACKS
from ..messages import GATE


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # sudo: salespeople see what stands in the way without reading the register
    icp_notice = fields.Text(
        string="ICP", compute="_compute_icp_notice", compute_sudo=True
    )
    icp_service_count = fields.Integer(
        compute="_compute_icp_service_count", compute_sudo=True
    )

    @api.depends("order_line.icp_service_id", "order_line.product_id", "partner_id")
    def _compute_icp_notice(self):
        """What stands between this order and opening access."""
        for order in self:
            lines = order.order_line.filtered("icp_gate")
            notes = [
                f"{line.product_id.display_name}: {line.icp_gate}" for line in lines
            ]
            order.icp_notice = "\n".join(notes + order._icp_own_problems())

    @api.depends("order_line.icp_service_id")
    def _compute_icp_service_count(self):
        for order in self:
            # sudo: only a number; opening the list checks access
            order.icp_service_count = len(order.sudo().order_line.icp_service_id)

    def action_icp_services(self):
        """The internet services that this order is about."""
        self.ensure_one()
        return self.order_line.icp_service_id._action_open()

    def action_icp_open(self):
        """Open access or go live for every gated line."""
        gated = self.order_line.filtered(lambda one: one.icp_requirement in GATED)
        gated.action_icp_open()

    # === CONFIRMING === #

    def _confirmation_error_message(self):
        """Selling is allowed; what could never be opened is refused with its reason."""
        message = super()._confirmation_error_message()
        if message or self.company_id.icp_sale_policy != "block":
            return message
        problems = self._icp_confirm_problems()
        return "\n".join(problems) if problems else message

    def _icp_confirm_problems(self):
        problems = self._icp_own_problems()
        for line in self.order_line:
            reason = line._icp_confirm_reason()
            if reason:
                name = line.product_id.display_name
                problems.append(f"{name}: {self.env._(GATE[reason])}")
        return problems

    def _icp_own_problems(self):
        """Our own company needs a licence for what it sells."""
        classes = self.order_line.product_id.filtered(
            lambda product: product.icp_requirement == "access_cn"
        ).icp_class_id
        # sudo: salespeople are told which class is missing, and read no other
        missing = classes.sudo() - self.company_id._icp_licensed_classes()
        return [
            self.env._(
                "%(company)s holds no valid licence of the class %(code)s %(name)s.",
                company=self.company_id.name,
                code=one.code,
                name=one.name,
            )
            for one in missing
        ]

    def _action_confirm(self):
        """Sold filing services begin as filing orders with their check-list."""
        result = super()._action_confirm()
        lines = self.order_line.filtered(
            lambda line: line.product_id.icp_requirement == "filing_service"
        )
        for line in lines:
            line._icp_open_filing()
        return result


class SaleOrderLineConfirm(models.Model):
    _inherit = "sale.order.line"

    def _icp_confirm_reason(self):
        """A code of why confirming makes no sense, or None."""
        requirement = self.product_id.icp_requirement
        if self.display_type or requirement in (False, "none", "maintenance"):
            return None
        partner = self.order_id.partner_id.commercial_partner_id
        # sudo: customers sign online and salespeople sell without reading the register
        service = self.sudo().icp_service_id
        if requirement in ("access_cn", "domain") and not partner.sudo().icp_real_name:
            return "real_name"
        if requirement == "access_cn" and not service:
            return "no_service"
        if requirement in GATED and service:
            return "revoked" if self._icp_closed_because() == "revoked" else None
        return None

    def _icp_open_filing(self):
        """The filing order of a sold filing service, if none is open."""
        # sudo: salespeople confirm; the clerk finds the order with its check-list
        orders = self.env["aftersales.icp.order"].sudo()
        if orders.search_count([("sale_line_id", "=", self.id)], limit=1):
            return
        service = self.sudo().icp_service_id
        subject = service.subject_id or self._icp_subject()
        if self._icp_is_busy(subject):
            subject.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Filing sold: %s", self.order_id.name),
                user_id=(self.order_id.user_id or self.env.user).id,
            )
        else:
            orders.create(self._prepare_icp_order_vals(subject, service))

    def _icp_is_busy(self, subject):
        """Whether another filing order, or its state, stands in the way of a new one."""
        # sudo: as in _icp_open_filing
        busy = (
            self.env["aftersales.icp.order"]
            .sudo()
            .search_count(
                [
                    ("subject_id", "=", subject.id),
                    ("state", "not in", ("done", "cancelled")),
                    ("kind", "in", TRACKS["filing"]),
                ],
                limit=1,
            )
        )
        return busy or subject.state not in ("draft", "filed")

    def _prepare_icp_order_vals(self, subject, service):
        return {
            "kind": "new_service" if subject.number else "first",
            "subject_id": subject.id,
            "service_ids": [(6, 0, service.ids)],
            "sale_line_id": self.id,
            "user_id": (self.order_id.user_id or self.env.user).id,
        }

    def _icp_subject(self):
        """The customer's filing in this company; a draft when there is none."""
        # sudo: as in _icp_open_filing
        subjects = self.env["aftersales.icp.subject"].sudo()
        partner = self.order_id.partner_id.commercial_partner_id
        domain = [
            ("partner_id", "=", partner.id),
            ("company_id", "=", self.company_id.id),
            ("state", "not in", ("cancelled", "revoked")),
        ]
        found = subjects.search(domain, limit=1)
        return found or subjects.create(
            {"partner_id": partner.id, "company_id": self.company_id.id}
        )
