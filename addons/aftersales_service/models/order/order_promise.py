from datetime import timedelta

from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from .promise import TOLD_HOW

OPEN_STATES = ("registered", "dispatched", "contacted", "on_site", "signed")


class ServiceOrder(models.Model):
    """Every open job has a promised time, and it is on record who told the customer how
    (S-14). Another time later needs a reason and the customer's consent (改约)."""

    _inherit = "aftersales.order"
    _watched_fields = frozenset({"promise_told_how"})
    # A promise is made once; afterwards only 改约 changes it.
    _birth_fields = frozenset({"promised_at"})

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
        default=False,
        copy=False,
        help="Choose this once the customer knows when we will come.",
    )
    promise_ids = fields.One2many("aftersales.promise", "order_id", "Promises")

    _promised = models.Constraint(
        "CHECK (promised_at IS NOT NULL OR state IN ('closed', 'filed', 'cancelled'))",
        "An open service order needs a promised time: enter when the customer will hear from us.",
    )

    @api.depends("called_at")
    def _compute_promised_at(self):
        """What was promised stays; only a new job gets the proposal."""
        fresh = self.filtered(lambda o: not o._origin.id or not o.promised_at)
        for order, moment in fresh._get_proposed_promises().items():
            order.promised_at = moment
        for order in self - fresh:
            order.promised_at = order.promised_at

    def _get_proposed_promises(self):
        """{order: by when the customer may expect us (UTC)}: as the deadlines say, else
        within the company's hours."""
        found = {}
        for order, clock in self._get_promised_clocks().items():
            called = order.called_at or order._now()
            company = order.company_id or self.env.company
            hours = timedelta(hours=company.aftersales_promise_hours)
            found[order] = clock["due_at"] if clock else called + hours
        return found

    def _get_proposed_promise(self):
        self.ensure_one()
        return self._get_proposed_promises()[self]

    def _open_promise(self):
        """Who was told the time while he called is on record."""
        if told := self.filtered("promise_told_how"):
            told._log_promises()

    def _follow_promise(self, changed):
        """Telling the customer is taken down with who and when."""
        told = self._get_changed(changed, "promise_told_how").filtered(
            lambda o: o.promise_told_how and not o.promise_ids
        )
        if told:
            told._log_promises()
            told._tell_promises()

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
                    "%s is finished; there is nothing left to promise.", self.name
                )
            )
        self._check_promise_proof(moment, reason, consented_by)
        previous = self.promised_at
        self._in_flow().write({"promised_at": moment, "promise_told_how": told_how})
        proof = {"reason": reason, "consented_by": consented_by}
        self._log_promises(previous_at=previous, **proof)
        self._tell_promises()
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
