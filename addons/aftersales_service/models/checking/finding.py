from odoo import api, fields, models

from ...exceptions import GroupRefused, ProofMissing
from ...groups import FINANCE
from ..visit.visit_event import DIRECTOR

CODES = [
    ("picture", "Picture of Another Job"),
    ("signature", "Signature Used Again"),
    ("serial", "Serial Number of Another Device"),
    ("invoice", "Purchase Invoice of Another Customer"),
    ("built_in", "Part Built In Twice"),
    ("paid_once", "Paid Once, Claimed Twice"),
    ("again", "Same Repair Again"),
    ("split", "Two Jobs Within Days"),
    ("kilometres", "Too Many Kilometres"),
    ("speed", "Faster Than Possible"),
    ("two_places", "Two Places at Once"),
    ("night", "Night or Closed Day Without Stamp"),
    ("hours", "More Hours Than on Site"),
    ("day_hours", "More Hours Than the Day Shows"),
    ("parts", "Far More Parts Than Usual"),
]
# Which costs a finding stops; the others stop everything that the visit caused.
_STOPS = {
    "kilometres": {"travel"},
    "speed": {"travel"},
    "night": {"labour"},
    "hours": {"labour"},
    "day_hours": {"labour"},
    "parts": {"part"},
    "built_in": {"part"},
}
STOPPING = ("open", "upheld")


class FeeFinding(models.Model):
    """Something about a visit that a person answers before its fees are invoiced or
    claimed (F-50, K-31, K-44)."""

    _name = "aftersales.fee.finding"
    _description = "Finding on Service Fees"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _order = "severity desc, id desc"
    _rec_name = "code"
    _check_company_auto = True
    _transitions = {
        "open": ("explained", "upheld"),
        "upheld": ("explained",),
        "explained": (),
    }
    _flow_fields = frozenset({"reason", "answered_by_id", "answered_at"})

    code = fields.Selection(
        CODES, "Doubtful Point", required=True, readonly=True, index=True
    )
    severity = fields.Selection(
        [("1", "A Question"), ("2", "Unusual"), ("3", "Cannot Be")],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("open", "To Answer"), ("explained", "Explained"), ("upheld", "Upheld")],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    order_id = fields.Many2one(related="visit_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    technician_id = fields.Many2one(
        related="visit_id.technician_id", store=True, index=True
    )
    partner_id = fields.Many2one(related="visit_id.partner_id", string="Customer")
    subject = fields.Char(readonly=True)
    numbers = fields.Json(readonly=True)
    other_ids = fields.Many2many(
        "aftersales.order", string="Other Jobs", readonly=True, check_company=True
    )
    fee_ids = fields.Many2many(
        "aftersales.fee", string="Stopped Fees", compute="_compute_fee_ids"
    )
    reason = fields.Char(readonly=True, tracking=True)
    answered_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    answered_at = fields.Datetime(readonly=True)

    _once = models.UniqueIndex(
        "(visit_id, code, subject)", "This was found on the visit already."
    )

    @api.depends("visit_id.fee_ids.kind", "code", "state")
    def _compute_fee_ids(self):
        for finding in self:
            # sudo: whoever sees a finding sees which fees it stops
            finding.fee_ids = finding.sudo()._get_stopped().ids

    def _stops(self, kind):
        """Hook: whether this stops costs of this kind as long as nobody explained it."""
        kinds = _STOPS.get(self.code)
        return self.state in STOPPING and (not kinds or kind in kinds)

    def _get_stopped(self):
        """The fees that this finding stops."""
        return self.visit_id.fee_ids.filtered(lambda fee: self._stops(fee.kind))

    @api.model
    def action_check_claims(self):
        """Check what is over and still unchecked, now; finance need not wait.

        :raises GroupRefused:
        """
        self._require_group(FINANCE)
        visits = self.env["aftersales.visit"].sudo()  # sudo: see `_check_claims`
        domain = visits._get_unchecked_domain()
        domain += [("company_id", "in", self.env.companies.ids)]
        visits.search(domain)._check_claims()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_fee_finding_action"
        )

    def action_ask_explained(self):
        return self._ask("explained")

    def action_ask_upheld(self):
        return self._ask("upheld")

    def _ask(self, answer):
        """Open the window that asks for the reason."""
        self._check_may_answer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "aftersales.fee.finding.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_finding_ids": self.ids, "default_answer": answer},
        }

    def action_answer(self, answer, reason):
        """Finance or the service director says what it means.

        :param answer: ``explained``, and the fees go on; ``upheld``, and they stay unpaid
        :raises GroupRefused, ProofMissing:
        """
        self._check_may_answer()
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))
        # sudo: a service director answers; his right is checked above
        for finding in self.sudo():
            finding._move_to(
                "upheld" if answer == "upheld" else "explained",
                reason=reason.strip(),
                answered_by_id=self.env.uid,
                answered_at=self._now(),
            )

    def _check_may_answer(self):
        """Neither the technician of the visit nor anybody but finance and the director."""
        self.check_access("read")
        user, roles = self.env.user, self.env["aftersales.role"]
        # sudo: who went stands on the visit, whoever may read it
        own = user in self.sudo().visit_id._get_people().user_id
        finance = user.has_group(FINANCE)
        if own or not (finance or roles._held_by(DIRECTOR, user)):
            raise GroupRefused(
                self.env._(
                    "Findings are answered by finance or the service director, never by whoever made the visit."
                )
            )
