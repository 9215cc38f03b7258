from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...kernel import dispatch

STEPS = [
    ("contact", "Customer Contacted"),
    ("leave", "On the Way"),
    ("arrive", "Arrived"),
    ("start", "Work Started"),
    ("finish", "Work Finished"),
    ("sign", "Signed"),
    ("away", "Left the Customer"),
    ("close", "Papers Handed In"),
    ("note", "Told From the Phone"),
]
# The step that leads into each state.
_STEP_OF = {
    "confirmed": "contact",
    "under_way": "leave",
    "arrived": "arrive",
    "in_work": "start",
    "tested": "finish",
    "accepted": "sign",
    "closed": "close",
}
_LAST_STAMPS = ("contacted_at", "left_at", "arrived_at", "started_at", "ended_at")


class _Stamp:
    """Facts of one step as the phone tells them. Only code of this process can make one,
    so a context that comes over RPC never sets the time of a stamp."""

    def __init__(self, uuid, client_at, received_at, position=None):
        self.uuid, self.client_at, self.received_at = uuid, client_at, received_at
        self.position = position or ()


class VisitStamp(models.Model):
    """One step of a visit with the phone's time and ours; append-only.

    A client names each step with a UUID of its own: sent twice, it is taken once.
    """

    _name = "aftersales.visit.stamp"
    _description = "Stamp of a Visit"
    _inherit = ["document.ledger.mixin"]
    _order = "received_at, id"
    _rec_name = "kind"
    _check_company_auto = True

    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    kind = fields.Selection(STEPS, "Step", required=True)
    at = fields.Datetime("Time That Counts", required=True)
    client_at = fields.Datetime("Time of the Phone")
    received_at = fields.Datetime(required=True)
    client_uuid = fields.Char("Client UUID")
    user_id = fields.Many2one("res.users", "Handled By", required=True, index=True)
    latitude = fields.Float(digits=(10, 7))
    longitude = fields.Float(digits=(10, 7))

    _uuid_unique = models.UniqueIndex(
        "(client_uuid) WHERE client_uuid IS NOT NULL",
        "This step was received already.",
    )


class Technician(models.Model):
    _inherit = "aftersales.technician"

    position_consent_at = fields.Datetime(
        "Agrees to Positions Since",
        readonly=True,
        copy=False,
        help="Positions are kept with stamps only as long as the technician agrees.",
    )

    def action_set_position_consent(self, agree):
        """The technician himself agrees, or takes it back.

        :raises MoveRefused: for anybody else
        """
        self.ensure_one()
        if self.user_id != self.env.user:
            raise MoveRefused(
                self.env._(
                    "Only %s can agree to positions; nobody can do so on their behalf.",
                    self.name,
                )
            )
        # sudo: a technician writes nothing else about himself
        self.sudo()._in_flow().position_consent_at = agree and fields.Datetime.now()


class Visit(models.Model):
    """Every step leaves a stamp; steps that a phone kept while offline are taken once."""

    _inherit = "aftersales.visit"

    stamp_ids = fields.One2many("aftersales.visit.stamp", "visit_id", "Stamps")
    synced_at = fields.Datetime("Phone Last Heard At", readonly=True, copy=False)
    away_at = fields.Datetime("Left the Customer At", readonly=True, copy=False)

    def _get_stamp(self):
        stamp = self.env.context.get("aftersales_stamp")
        return stamp if isinstance(stamp, _Stamp) else None

    def _now(self):
        """The moment of the step: the phone's where one reports it (extends the mixin)."""
        stamp = self._get_stamp()
        if not stamp:
            return super()._now()
        earlier = [self[name] for name in _LAST_STAMPS if len(self) == 1 and self[name]]
        return dispatch.settle_moment(
            stamp.client_at, stamp.received_at, max(earlier, default=None)
        )

    def _check_move(self, state):
        """A step that is allowed waits for what stands against it (extends the mixin)."""
        result = super()._check_move(state)
        if step := _STEP_OF.get(state):
            self._check_step(step)
        return result

    def _after_move(self, state):
        """Every step leaves a stamp (extends the mixin)."""
        result = super()._after_move(state)
        if step := _STEP_OF.get(state):
            self._record_stamp(step)
        return result

    def _check_step(self, step):
        """Hook: what stands against a step; check-lists and rooms add theirs."""

    def _record_stamp(self, kind):
        """Write the stamp rows of a step, one per visit."""
        self.check_access("write")  # whoever may not work on a visit stamps nothing
        received = fields.Datetime.now()
        stamp = self._get_stamp() or _Stamp(None, None, received)
        # sudo: stamps are written by steps only, so nobody has the right to create them
        return (
            self.env["aftersales.visit.stamp"]
            .sudo()
            .create([visit._prepare_stamp(kind, stamp) for visit in self])
        )

    def _prepare_stamp(self, kind, stamp):
        vals = {
            "visit_id": self.id,
            "kind": kind,
            "at": self._now(),
            "client_at": stamp.client_at,
            "received_at": stamp.received_at,
            "client_uuid": stamp.uuid,
            "user_id": self.env.uid,
        }
        own = self._get_people().filtered(lambda t: t.user_id == self.env.user)
        if len(stamp.position) == 2 and own.position_consent_at:
            vals["latitude"], vals["longitude"] = map(float, stamp.position)
        return vals

    def _with_stamp(self, uuid, client_at, position=None):
        """This visit at a step that a phone tells: its time, place and UUID count."""
        received = fields.Datetime.now()
        stamp = _Stamp(uuid, fields.Datetime.to_datetime(client_at), received, position)
        return self.with_context(aftersales_stamp=stamp)

    def _is_stamped(self):
        uuid = self._get_stamp().uuid
        # sudo: as in `_record_stamp`
        return bool(
            self.env["aftersales.visit.stamp"]
            .sudo()
            .search_count([("client_uuid", "=", uuid)], limit=1)
        )

    # --- leaving the customer

    def action_go_away(self):
        """离开: the technician leaves the customer, having reported where the policy asks
        for it (D-36)."""
        for visit in self:
            if not visit.ended_at:
                raise ProofMissing(
                    self.env._("%s: the work has not ended yet.", visit.name)
                )
        self._check_step("away")
        fresh = self.filtered(lambda v: not v.away_at)
        for visit in fresh:
            visit._in_flow().write({"away_at": visit._now()})
        fresh._record_stamp("away")
