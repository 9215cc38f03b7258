from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import MoveRefused, ProofMissing, RoleRefused, SamePersonRefused
from ...groups import MANAGER


class Approval(models.Model):
    """One question to one role: may this go on? All rooms ask here, so whoever approves
    has one list (待我审批) with amount, due date and 同意/驳回.

    Source: table 1.2 of the catalogue (O-50 … O-66). A chain (quality representative,
    then general manager) is several rows of one document and kind; the next one is asked
    when the one before agreed.
    """

    _name = "aftersales.approval"
    _description = "Approval"
    _inherit = ["aftersales.flow.mixin"]
    _order = "date_due, id"
    _rec_name = "summary"
    _check_company_auto = True

    _transitions = {
        "queued": ("waiting", "withdrawn"),
        "waiting": ("agreed", "refused", "withdrawn"),
        "agreed": (),
        "refused": (),
        "withdrawn": (),
    }
    _flow_fields = frozenset({"decided_by_id", "decided_at", "note"})

    state = fields.Selection(
        [
            ("queued", "Not Asked Yet"),
            ("waiting", "To Be Approved"),
            ("agreed", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    kind = fields.Selection([("general", "Approval")], "Asked For", default="general")
    summary = fields.Char("Document", required=True, readonly=True)
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID",
        model_field="res_model",
        required=True,
        readonly=True,
        index=True,
    )
    role_id = fields.Many2one(
        "aftersales.role", required=True, readonly=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Service Unit",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True)
    reason = fields.Char(required=True, readonly=True)
    date_due = fields.Datetime("Needed By", readonly=True, index="btree_not_null")
    requested_by_id = fields.Many2one(
        "res.users", "Asked By", required=True, readonly=True, index=True
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    decided_at = fields.Datetime("Decided On", readonly=True)
    note = fields.Char("Answer", readonly=True)
    is_mine = fields.Boolean(
        "Waits for Me", compute="_compute_is_mine", search="_search_is_mine"
    )

    _one_open = models.UniqueIndex(
        "(res_model, res_id, kind) WHERE state = 'waiting'",
        "This was asked already and waits for an answer.",
    )

    @api.depends("state", "role_id", "unit_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._get_mine_domain())
        for approval in self:
            approval.is_mine = approval in mine

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_mine_domain()
        return domain if True in value else ~domain

    @api.model
    def _get_mine_domain(self):
        """What this user may answer now: roles that he holds where he holds them, and as
        a manager what nobody else may, so that nothing waits for ever."""
        held = self.env["aftersales.role"]._get_held(self.env.user)
        domain = self._get_answered_domain(held)
        if self.env.user.has_group(MANAGER):
            domain |= self._get_unheld_domain()
        return Domain("state", "=", "waiting") & domain

    @api.model
    def _get_answered_domain(self, holders):
        """What one of ``holders`` may answer: where he holds his role, never what he
        asked himself."""
        domain = Domain.FALSE
        for (role, company, user), rows in holders.grouped(
            lambda holder: (holder.role_id, holder.company_id, holder.user_id)
        ).items():
            held = Domain("role_id", "=", role.id)
            held &= Domain("company_id", "=", company.id)
            if all(holder.unit_id for holder in rows):
                # All units at once: each `child_of` reads what it is about.
                held &= Domain("unit_id", "child_of", rows.unit_id.ids)
            domain |= held & Domain("requested_by_id", "!=", user.id)
        return domain

    @api.model
    def _get_unheld_domain(self):
        """What no holder may answer: nobody holds the role there but who asked, or who
        left the firm."""
        # sudo: as in `_get_held`
        holders = self.env["aftersales.role.holder"].sudo()
        holders = holders.search(self.env["aftersales.role"]._get_holder_domain())
        answered = self._get_answered_domain(holders.filtered("user_id.active"))
        mine = Domain("company_id", "in", self.env.companies.ids)
        return mine & Domain("requested_by_id", "!=", self.env.uid) & ~answered

    # --- answers

    def action_agree(self):
        """同意: the next of the chain is asked, or the document goes on."""
        for approval in self:
            approval._check_may_answer()
            approval._answer("agreed")
            if not approval._ask_next():
                approval._get_document()._on_approved(approval)

    def action_refuse(self, note=None):
        """驳回 with a reason; the document learns of it.

        :raises ProofMissing: without a reason
        """
        if not (note or "").strip():
            raise ProofMissing(
                self.env._("Please write why, so that the asker knows what to change.")
            )
        for approval in self:
            approval._check_may_answer()
            approval._answer("refused", note)
            approval._get_chain().filtered(lambda a: a.state == "queued")._withdraw()
            approval._get_document()._on_approval_refused(approval)

    def action_ask_refusal(self):
        """Open the window that asks for the reason."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "aftersales.approval.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_approval_ids": self.ids},
        }

    def action_open_document(self):
        """In the form that whoever answers may see."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()

    def _check_may_answer(self):
        """:raises SamePersonRefused, MoveRefused, RoleRefused: in that order"""
        if self.requested_by_id == self.env.user:
            raise SamePersonRefused(
                self.env._(
                    "You asked for “%s” yourself; somebody else must answer.",
                    self.summary,
                )
            )
        if self.state != "waiting":
            raise MoveRefused(
                self.env._(
                    "“%(document)s” does not wait for an answer: it is “%(state)s”.",
                    document=self.summary,
                    state=self._state_label(self.state),
                )
            )
        if not self.is_mine:
            raise RoleRefused(
                self.env._(
                    "“%(document)s” is answered by the role %(role)s. Ask %(people)s.",
                    document=self.summary,
                    role=self.role_id.name,
                    people=self._get_people_words(),
                )
            )

    def _get_people_words(self):
        people = self.role_id._get_holders(self.company_id, self.unit_id)
        people = people.filtered("active") - self.requested_by_id
        return ", ".join(people.mapped("name")) or self.env._("a service director")

    def _answer(self, state, note=False):
        # sudo: those who approve may answer and nothing else; they were checked above
        self.sudo()._move_to(
            state, decided_by_id=self.env.uid, decided_at=self._now(), note=note
        )

    def _withdraw(self):
        # sudo: whoever takes his document back may not write what others answer
        self.sudo()._move_to("withdrawn")

    def _get_chain(self):
        """This question and the others of the same document and kind, in their order."""
        # sudo: steps of a chain belong to other roles
        return (
            self.sudo()
            .search(
                [
                    ("res_model", "=", self.res_model),
                    ("res_id", "=", self.res_id),
                    ("kind", "=", self.kind),
                ]
            )
            .sorted("id")
        )

    def _ask_next(self):
        """Ask the next of the chain; True when there was one."""
        # Only one may wait: the database learns of the answer before the next is asked.
        self.flush_recordset()
        queued = self._get_chain().filtered(lambda a: a.state == "queued")
        queued[:1]._move_to("waiting")
        return bool(queued)

    def _get_document(self):
        # sudo: the role that approves need not be able to write the document
        return self.env[self.res_model].sudo().browse(self.res_id)
