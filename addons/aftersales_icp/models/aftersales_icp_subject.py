from odoo import api, fields, models

from ..const import (
    FROZEN,
    FROZEN_FIELDS,
    NUMBERED,
    STAMPS,
    STATES,
    SUBJECT_KINDS,
    TRANSITIONS,
)
from ..exceptions import (
    IcpFrozen,
    IcpNotDraft,
    IcpNumberMismatch,
    IcpNumberMissing,
)


class IcpSubject(models.Model):
    """The organiser (主办单位) of internet services and its filing or licence.

    State Council Decree 292, articles 4 and 8: licence or filing before the service
    runs, the organiser and the person responsible are part of it (I-03, I-10).
    """

    _name = "aftersales.icp.subject"
    _description = "ICP Filing Subject"
    _inherit = [
        "aftersales.icp.number.mixin",
        "aftersales.icp.flow.mixin",
        "aftersales.icp.duty.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _transitions = TRANSITIONS
    _stamps = STAMPS
    _rec_names_search = ["number", "number_raw", "partner_id"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Organiser",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The unit or person in whose name the services are filed.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The company that looks after this filing.",
    )
    kind = fields.Selection(
        SUBJECT_KINDS,
        string="Type",
        required=True,
        default="subject",
        tracking=True,
        help="Free services are filed, paid services need a licence (articles 3 and 4).",
    )
    number = fields.Char(string="Filing Number", tracking=True)
    state = fields.Selection(
        STATES,
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    responsible_id = fields.Many2one(
        "res.partner",
        string="Responsible Person",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="The organiser's person who answers to the authority.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Internal Owner",
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        check_company=True,
        tracking=True,
        help="Our colleague who looks after this filing.",
    )
    filed_date = fields.Date(string="Filed On", copy=False, tracking=True)
    cancelled_date = fields.Date(string="Ended On", copy=False, tracking=True)
    note = fields.Text()
    service_ids = fields.One2many(
        "aftersales.icp.service", "subject_id", string="Services"
    )

    # A number that was cancelled may be entered again; the ended record stays as history.
    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL"
        " AND state NOT IN ('cancelled', 'revoked')",
        "This filing number is already in the register.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind")
    def _compute_number(self):
        return super()._compute_number()

    @api.depends("kind")
    def _compute_number_remarks(self):
        return super()._compute_number_remarks()

    @api.depends("partner_id.display_name", "number")
    def _compute_display_name(self):
        for subject in self:
            parts = (subject.partner_id.display_name, subject.number)
            subject.display_name = " ".join(part for part in parts if part)

    def _number_kind(self):
        return self.kind

    # === CONSTRAINT METHODS === #

    @api.constrains("number_raw", "kind")
    def _check_number(self):
        return super()._check_number()

    @api.constrains("state", "number_raw", "kind")
    def _check_number_of_state(self):
        for subject in self:
            if subject.state in NUMBERED and not subject.number:
                raise IcpNumberMissing(
                    self.env._(
                        "%(subject)s has no number yet: enter the number that the"
                        " authority gave, then record it as filed.",
                        subject=subject.display_name,
                    )
                )

    @api.constrains("number_raw", "kind")
    def _check_services(self):
        for service in self.service_ids.filtered("number"):
            if service.main_number != service.subject_id.number:
                raise IcpNumberMismatch(
                    self.env._(
                        "The service %(service)s hangs on the number %(main)s: correct"
                        " its number before that of the organiser.",
                        service=service.number,
                        main=service.main_number,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """What is on file is frozen outside of a change."""
        self._check_frozen(self._as_typed(vals))
        return super().write(vals)

    def _get_delete_refusal(self):
        return IcpNotDraft(
            self.env._(
                "Only drafts can be deleted. A compliance officer cancels or"
                " revokes a filing that has existed."
            )
        )

    def _check_frozen(self, vals):
        if not FROZEN_FIELDS & vals.keys():
            return
        for subject in self:
            if subject.state in FROZEN:
                raise IcpFrozen(
                    self.env._(
                        "%(subject)s is on file: organiser, company, type and number"
                        " change only after a compliance officer has started a change.",
                        subject=subject.display_name,
                    )
                )
