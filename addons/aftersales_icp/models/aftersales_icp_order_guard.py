from odoo import api, fields, models

from ..const import ORDER_CLOSED
from ..exceptions import IcpOrderConflict
from ..kernel.deadline import due_date
from ..kernel.order_rules import CHANGES, NEEDS_FILED, TRACK_OF, conflict
from ..messages import CONFLICTS


class IcpOrderGuard(models.Model):
    """What must hold before an order is opened, and before it is sent (§3.2, §11.4)."""

    _inherit = "aftersales.icp.order"

    def _check_may_open(self):
        self.ensure_one()
        others = self.search(
            [
                ("subject_id", "=", self.subject_id.id),
                ("state", "not in", list(ORDER_CLOSED)),
                ("id", "!=", self.id),
            ]
        )
        parallel = self.subject_id.province_id.parallel_access
        reason = conflict(self.kind, others.mapped("kind"), parallel_access=parallel)
        if reason:
            rival = others.filtered(lambda one: TRACK_OF[one.kind] == self.track)[:1]
            raise IcpOrderConflict(
                self.env._(
                    "%(reason)s Open now: %(order)s (%(kind)s).",
                    reason=self.env._(CONFLICTS[reason]),
                    order=rival.name,
                    kind=self._kind_label(rival.kind),
                )
            )
        self._check_subject_fits()

    def _kind_label(self, kind):
        return dict(self._fields["kind"]._description_selection(self.env))[kind]

    def _check_subject_fits(self):
        subject = self.subject_id
        if self.kind == "first" and subject.number:
            raise self._conflict("first_twice")
        if self.kind in NEEDS_FILED and subject.state not in ("filed", "changing"):
            raise self._conflict("not_filed")
        stuck = subject.is_shell and not subject.province_id.shell_can_add
        if self.kind == "new_service" and stuck:
            raise self._conflict("shell")
        if self.kind == "migrate":
            self._check_migration()
        last = self.access_id and self.service_ids.access_ids.filtered(
            lambda one: one.state in ("filed", "active", "mismatch")
        )
        if self.kind == "cancel_access" and last == self.access_id:
            raise self._conflict("last_access")

    def _check_migration(self):
        target = self.target_subject_id
        person = target.unit_nature_id.code == "5"
        apps = self.service_ids.filtered(lambda one: one.kind != "website")
        if apps or person or not self.subject_id.province_id.can_migrate:
            raise self._conflict("no_migration")

    def _conflict(self, reason):
        return IcpOrderConflict(self.env._(CONFLICTS[reason]))

    @api.depends("service_ids", "subject_id", "change_on", "kind")
    def _compute_preflight(self):
        for order in self:
            lines = order._preflight_errors() + order._preflight_hints()
            order.preflight = "\n".join(lines)

    def _preflight_errors(self):
        """Sentences about what the provider would reject."""
        if self.track == "licence" and not self.licence_id:
            return [self.env._("Choose the licence that this order is about.")]
        if self.track != "filing":
            return []
        problems = []
        if not self.service_ids and self.kind not in (
            *("change_subject", "cancel_subject", "renew_info", "transfer"),
        ):
            problems.append(self.env._("Choose the services of this order."))
        for service in self.service_ids.filtered(lambda s: s.kind == "website"):
            problems += self._website_problems(service)
        return problems + self._people_problems()

    def _website_problems(self, service):
        domains = service.domain_ids
        if not domains:
            return [self.env._("%s has no domain.", service.name)]
        if self.kind not in ("first", "new_service"):
            return []
        problems = [
            one for domain in domains for one in self._real_name_problem(domain)
        ]
        limit = self.subject_id.province_id.max_domains
        if limit and len(domains) > limit:
            problems.append(
                self.env._("This province takes %s domains per website.", limit)
            )
        return problems

    def _real_name_problem(self, domain):
        """The real name must be verified and have reached the authority (D04)."""
        ready = domain.real_name_on and due_date(
            domain.real_name_on, 3, "working_day", self._plan
        )
        if domain.real_name_state != "verified" or not ready:
            return [self.env._("The real name of %s is not verified.", domain.name)]
        if ready <= self._today():
            return []
        return [
            self.env._(
                "The real name of %(domain)s reaches the authority on %(day)s.",
                domain=domain.name,
                day=fields.Date.to_string(ready),
            )
        ]

    def _plan(self, day, count):
        return self.company_id._icp_plan_working_days(day, count)

    def _people_problems(self):
        """Certificates with less than three months left (D24); names stay hidden."""
        limit = due_date(self._today(), 3, "month")
        # sudo: the clerk learns that a certificate ends, not whose data it holds
        subject, services = self.subject_id.sudo(), self.service_ids.sudo()
        people = subject.principal_id | subject.legal_rep_id | services.manager_id
        short = people.filtered(
            lambda one: not one.is_long_term
            and one.cert_valid_to
            and one.cert_valid_to < limit
        )
        if not short:
            return []
        return [self.env._("A certificate is valid for less than three months.")]

    def _preflight_hints(self):
        """What may be in the way; not a reason to refuse."""
        hints = []
        limit = due_date(self._today(), 3, "month")
        for domain in self.service_ids.domain_ids:
            if domain.expires_on and domain.expires_on < limit:
                hints.append(
                    self.env._("%s expires in less than three months.", domain.name)
                )
        for access in self.service_ids.access_ids:
            if access.paid_until and access.paid_until < limit:
                hints.append(
                    self.env._(
                        "The server at %s is paid for less than three months.",
                        access.provider_id.display_name,
                    )
                )
        planned = self.change_on if self.kind in CHANGES else None
        if planned and due_date(planned, -30, "day") < self._today():
            hints.append(
                self.env._("Changes are filed 30 days ahead: this one is late.")
            )
        return hints
