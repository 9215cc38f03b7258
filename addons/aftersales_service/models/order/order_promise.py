from datetime import timedelta

from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from .promise import TOLD_HOW

OPEN_STATES = ("registered", "dispatched", "contacted", "on_site", "signed")


class ServiceOrder(models.Model):
    """Every open job has a promised time, and it is on record who told the customer how
    (S-14). Another time later needs a reason and the customer's consent (改约)."""

    _inherit = "aftersales.order"

    promised_at = fields.Datetime(
        "Promised By",
        compute="_compute_promised_at",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
    )
    promise_told_how = fields.Selection(
        TOLD_HOW,
        "Customer Told By",
        copy=False,
        help="Choose it when the customer was told by when we come.",
    )
    promise_ids = fields.One2many("aftersales.promise", "order_id", "Promises")

    _promised = models.Constraint(
        "CHECK (promised_at IS NOT NULL OR state IN ('closed', 'filed', 'cancelled'))",
        "An open service order needs a promised time: say by when the customer hears from us.",
    )

    @api.depends("called_at")
    def _compute_promised_at(self):
        """What was promised stays; only a new job gets the proposal."""
        for order in self:
            if not order._origin.id or not order.promised_at:
                order.promised_at = order._get_proposed_promise()

    def _get_proposed_promise(self):
        """Hook: by when the customer may expect us (UTC); rooms with clocks know better."""
        self.ensure_one()
        called = self.called_at or self._now()
        company = self.company_id or self.env.company
        return called + timedelta(hours=company.aftersales_promise_hours)

    def _is_guarded(self, name, value, new):
        """A promise is made once; afterwards only 改约 changes it (overrides the mixin)."""
        if name == "promised_at":
            return not new
        return super()._is_guarded(name, value, new)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered("promise_told_how")._log_promises()
        return orders

    def write(self, vals):
        """Telling the customer is taken down with who and when."""
        told = self.browse()
        if vals.get("promise_told_how"):
            told = self.filtered(lambda o: not o.promise_ids)
        result = super().write(vals)
        told._log_promises()
        return result

    def _log_promises(self, **vals):
        # sudo: the log is written by buttons only, nobody may type into it
        self.env["aftersales.promise"].sudo().create(
            [
                {
                    "order_id": order.id,
                    "promised_at": order.promised_at,
                    "told_how": order.promise_told_how,
                    "told_by_id": self.env.uid,
                    "told_at": order._now(),
                }
                | vals
                for order in self
            ]
        )

    def _change_promise(self, moment, reason, consented_by, told_how):
        """改约: another time, with its reason and who agreed to it.

        :raises MoveRefused: on a job that is not open
        :raises ProofMissing: without reason or consent
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in OPEN_STATES:
            raise MoveRefused(
                self.env._(
                    "%s is finished; there is nothing to promise any more.", self.name
                )
            )
        self._check_promise_proof(moment, reason, consented_by)
        previous = self.promised_at
        self._in_flow().write({"promised_at": moment, "promise_told_how": told_how})
        proof = {"reason": reason, "consented_by": consented_by}
        self._log_promises(previous_at=previous, **proof)
        self._on_promise_changed(previous)

    def _check_promise_proof(self, moment, reason, consented_by):
        if not (reason or "").strip() or not (consented_by or "").strip():
            raise ProofMissing(
                self.env._(
                    "Another time for %s needs the reason and the name of the person at the customer's who agreed to it. Call the customer first.",
                    self.name,
                )
            )
        if moment < self.called_at:
            raise ProofMissing(
                self.env._("The new time lies before the call. Choose a time after it.")
            )

    def _on_promise_changed(self, previous):
        """Hook: the customer agreed to another time; ``previous`` is the one before."""
