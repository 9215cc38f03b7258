from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..visit.visit_event import CHANNELS

KINDS = [
    ("prior", "Talk before the Return"),
    ("cause", "Cause Told"),
    ("follow_up", "Call-Back"),
]
RESULTS = [
    ("fine", "Nothing Wrong"),
    ("problem", "Still a Problem"),
    ("unreachable", "Not Reached"),
]


class ReturnContact(models.Model):
    """前期沟通 and 后续回访: the first and the last of the five steps, each with who said what
    to whom and when (R-01, R-06). What was said is not rewritten."""

    _name = "aftersales.return.contact"
    _description = "Talk about a Return"
    _inherit = ["document.ledger.mixin"]
    _is_typed = True
    _order = "moment, id"
    _rec_name = "note"
    _check_company_auto = True

    return_id = fields.Many2one(
        "aftersales.return",
        "Return Order",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)
    kind = fields.Selection(
        KINDS,
        required=True,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
    )
    moment = fields.Datetime("When", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        "Who of Us",
        required=True,
        index=True,
        default=lambda self: self.env.user,
    )
    channel = fields.Selection(CHANNELS, "How", required=True, default="phone")
    contact_name = fields.Char(
        "With Whom",
        compute="_compute_contact_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    note = fields.Char("What Was Said", required=True)
    result = fields.Selection(RESULTS)

    @api.depends("return_id")
    def _compute_kind(self):
        for contact in self:
            back = contact.return_id.state in ("sent_back", "closed")
            contact.kind = "follow_up" if back else "prior"

    @api.depends("return_id")
    def _compute_contact_name(self):
        for contact in self:
            contact.contact_name = contact.return_id.contact_name

    @api.model_create_multi
    def create(self, vals_list):
        """A call-back has a result and follows the goods (overrides `create`)."""
        contacts = super().create(vals_list)
        calls = contacts.filtered(lambda c: c.kind == "follow_up")
        for call in calls:
            call._check_follow_up()
        for record, fresh in calls.grouped("return_id").items():
            record._on_followed_up(fresh)
        told = contacts.filtered(lambda c: c.kind == "cause").return_id
        told._check_arrived()
        told._on_cause_told()
        return contacts

    def _check_follow_up(self):
        if self.return_id.state not in ("sent_back", "closed"):
            raise MoveRefused(
                self.env._(
                    "%s is not sent back yet, so nobody can be asked how the goods do.",
                    self.return_id.name,
                )
            )
        if not self.result:
            raise ProofMissing(self.env._("Please choose what the call-back found."))

    def _get_ledger_refusal(self):
        return ProtectedRefused(
            self.env._("What was said stays as it was written. Add another line.")
        )


class ReturnOrder(models.Model):
    _inherit = "aftersales.return"

    contact_ids = fields.One2many("aftersales.return.contact", "return_id", "Talks")

    def _check_arrived(self):
        for record in self.filtered(lambda r: r.state == "announced"):
            raise MoveRefused(
                self.env._(
                    "%s has not come yet, so nobody knows the cause. Count the goods first.",
                    record.name,
                )
            )

    def _on_cause_told(self):
        """Hook: the customer knows whether it is a problem of quality (R-04)."""

    def _on_followed_up(self, contacts):
        """The customer was called after he had his goods. Who reached him ends the
        call-back; a problem is somebody's task at once."""
        reached = contacts.filtered(lambda c: c.result != "unreachable")
        if reached and self.order_id:
            # sudo: whoever calls back ends the deadline of the job
            self.order_id.sudo()._clock_event("called_back")
        for contact in contacts.filtered(lambda c: c.result == "problem"):
            user = self.order_id.first_contact_user_id or self.create_uid
            # sudo: the caller cannot plan other people's tasks
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("The customer still has a problem with the goods"),
                note=contact.note,
                user_id=user.id,
            )
