from odoo import Command, api, fields, models

from ...exceptions import MoveRefused
from ...groups import HOTLINE, TECHNICIAN
from ..decision.decision import CAUSES

# What stays known from one version to the next; kilometres and origin stand on the job.
_KEPT = ("phone", "pending", "dismantled", "ours", "maker", "responsibility")
# Fields of the job that the decision looks at: another value is another decision.
_LOOKED_AT = frozenset(
    (
        *("device_id", "origin", "distance_km", "mileage"),
        *("has_warranty_card", "invoice_number", "invoice_date", "proof_seen"),
    )
)
# What whoever decides again may say beside the cause.
_TOLD = ("dismantled", "ours", "responsibility")
_SETTLED = ("closed", "filed", "cancelled")
_DECIDERS = (
    HOTLINE,
    TECHNICIAN,
)


class Decision(models.Model):
    _inherit = "aftersales.decision"
    _chain_field = "order_id"

    order_id = fields.Many2one(
        "aftersales.order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )

    _version_unique = models.UniqueIndex(
        "(order_id, version) WHERE order_id IS NOT NULL",
        "This job was decided by somebody else at the same moment. Try again.",
    )

    @api.depends("order_id.name", "version")
    def _compute_display_name(self):
        for decision in self:
            name = decision.order_id.name
            decision.display_name = (
                f"{name} · {decision.version}" if name else str(decision.version)
            )

    def _get_content(self):
        return super()._get_content() | {"order": self.order_id.id}

    @api.model
    def _get_sealed_domain(self):
        return [("order_id", "!=", False)]


class ServiceOrder(models.Model):
    """A job decides who pays as the call comes in, and again after diagnosis."""

    _inherit = "aftersales.order"
    _watched_fields = _LOOKED_AT

    decision_ids = fields.One2many("aftersales.decision", "order_id", "Decisions")
    decision_id = fields.Many2one("aftersales.decision", compute="_compute_decision_id")
    decision_line_ids = fields.One2many(
        "aftersales.decision.line",
        compute="_compute_decision_line_ids",
        string="Who Pays What",
    )
    cause = fields.Selection(
        CAUSES,
        compute="_compute_cause",
        inverse="_inverse_cause",
        help="Changing the cause decides again at once; earlier versions stay.",
    )
    decision_version = fields.Integer(
        "Decisions Made",
        compute="_compute_decision_version",
        store=True,
        precompute=True,
        readonly=True,
        copy=False,
        help="Written with every decision, so that two at the same moment come one after the other.",
    )
    decision_panel = fields.Json(compute="_compute_decision_panel")

    @api.depends("decision_ids")
    def _compute_decision_id(self):
        for order in self:
            order.decision_id = order._origin.decision_ids.sorted("id")[-1:]

    @api.depends("decision_ids")
    def _compute_cause(self):
        """Apart from `decision_id`, which would read as empty while a cause is written."""
        for order in self:
            order.cause = order.decision_id.cause or "unknown"

    @api.depends("decision_id")
    def _compute_decision_line_ids(self):
        for order in self:
            order.decision_line_ids = order.decision_id.line_ids

    @api.depends()
    def _compute_decision_version(self):
        """Every call is decided as it comes in, see `_open_decision`."""
        for order in self:
            order.decision_version = int(not order.is_history)

    def _inverse_cause(self):
        if self._get_opening().is_storing:
            return  # there is no job yet; `_open_decision` takes the cause
        for order in self:
            if order.cause != (order.decision_ids.sorted("id")[-1:].cause or "unknown"):
                order._decide(cause=order.cause)

    @api.depends_context("uid", "lang")
    def _compute_decision_panel(self):
        for order in self:
            panel = order.device_id._get_panel(order.decision_id)
            order.decision_panel = panel | {"can_redecide": order._may_redecide()}

    def _may_redecide(self):
        """The desk and the technicians, until the job is closed."""
        self.ensure_one()
        decides = any(map(self.env.user.has_group, _DECIDERS))
        return decides and self.state not in _SETTLED

    def _follow_facts(self, changed):
        """Another device, or other facts, are another decision (extends)."""
        result = super()._follow_facts(changed)
        jobs = self._get_changed(changed, *_LOOKED_AT)._get_current()
        moved = self._get_changed(changed, "device_id")
        for order in jobs.filtered(lambda o: o._is_decided_anew()):
            # What was said of another device does not hold for this one.
            said = {"ours": "", "maker": "", "responsibility": "unknown"}
            fresh = said if order in moved else {}
            order._decide(cause=order.cause, **fresh)
        return result

    def _is_decided_anew(self):
        """What is settled keeps its decision, whatever is corrected on the job."""
        return self.state not in _SETTLED

    def _decide(self, proof=None, **known):
        """A new version with ``known`` facts; what was known before stays known.

        :param proof: values of what the version rests on, see `_prepare_proof`
        """
        self.ensure_one()
        previous = self.decision_ids.sorted("id")[-1:]
        kept = previous._get_facts() if previous else None
        follows = self.service_type == self._get_proposed_service_type()
        facts = {name: getattr(kept, name) for name in _KEPT if kept}
        facts |= self._get_job_facts() | known
        self._claim_version(previous.version + 1)
        decision = self.env["aftersales.decision"]._decide(
            self.device_id,
            self._get_call_day(),
            previous=previous,
            link={"order_id": self.id} | (proof or {}),
            seen={"proof_seen": self.proof_seen},
            **facts,
        )
        self._take_over(follows)
        return decision

    def _get_job_facts(self):
        """What stands on the job and nowhere else (S-41, W-18, W-34)."""
        return {
            "origin": self.origin or None,
            "distance": self.distance_km,
            "mileage": self._get_mileage(),
        } | self._get_policy_facts()

    def _get_policy_facts(self):
        """What the service policy of the job says about warranties (W-12)."""
        # sudo: a policy holds whoever decides
        version = self.sudo().sla_version_id
        return {"free_causes": version.free_causes or "wear"}

    def _get_mileage(self):
        """Kilometres of the vehicle: told for this job, or known from an earlier one."""
        limited = self.device_id.coverage_ids.filtered("distance_limit")
        if self.mileage or not limited:
            return self.mileage
        earlier = self.device_id.order_ids.filtered(
            lambda o: o.called_at <= self.called_at
        )
        return max(earlier.mapped("mileage"), default=0.0)

    def _claim_version(self, version):
        """Write the job's row before a new version is made: of two at the same moment the
        second then fails on this row, is repeated by Odoo, and follows the first one."""
        # sudo: see `_take_over`
        self.sudo()._in_flow().decision_version = version
        self.flush_recordset(["decision_version"])

    def _take_over(self, follows):
        """After a new version: service type and fees go with it.

        :param follows: whether the service type was the proposed one; a clerk's own
            choice stays
        """
        self.invalidate_recordset(["decision_panel"])
        proposed = self._get_proposed_service_type()
        changed = follows and self.service_type != proposed
        if changed and self.state not in ("closed", "filed"):
            # sudo: a technician's diagnosis changes the job, he may not write it
            self.sudo().service_type = proposed
        self._follow_cause()
        self._on_decided()

    def _on_decided(self):
        """Hook: fees that were not quoted yet follow the new decision."""

    def action_redecide(self, cause, note=None, evidence_ids=(), **facts):
        """Decide again after diagnosis: ``cause`` and, if found, ``dismantled``, ``ours``
        and ``responsibility``; the technician of the job or the desk may do it (W-14,
        W-18, W-19).

        :param note: what it rests on; :param evidence_ids: uploads of this user (W-35)
        """
        self.ensure_one()
        self._check_may_redecide()
        told = {name: facts[name] for name in _TOLD if name in facts}
        proof = self._prepare_proof(note, evidence_ids)
        self._decide(cause=cause, proof=proof, **told)
        return self.decision_panel

    def _prepare_proof(self, note, evidence_ids):
        """Files of others, or of another document, are no evidence of this one."""
        files = self.env["ir.attachment"].browse(evidence_ids).exists()
        files = files.filtered(lambda a: not a.res_id and a.create_uid == self.env.user)
        return {
            "note": (note or "").strip() or False,
            "evidence_ids": [Command.set(files.ids)],
        }

    def _check_may_redecide(self):
        """:raises AccessError, MoveRefused: for others than the desk and the technician of
        the job, and on a job that is closed"""
        if not self._may_diagnose():
            self.check_access("write")
        if not self._may_redecide():
            raise MoveRefused(
                self.env._(
                    "Who pays is decided by the desk or a technician, until the job is closed."
                )
            )

    def _may_diagnose(self):
        """Hook: who may decide again though he may not write the job."""
        return False

    @api.model
    def _get_type_of_result(self, result):
        if self.internal_kind:
            return "d"  # work of our own, whatever was decided
        types = {"contract": "b", "free": "c", "agent": "c", "supplier": "c"}
        return types.get(result, "a")

    def _get_replaced_parts(self):
        """Hook: products that the job built in, each with a warranty of its own."""
        return self.env["product.product"]
