from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE
from .selections import RED_REASONS, RED_STATES

# 国家税务总局公告 2024 年第 11 号: the other side confirms within 72 hours, else it is void.
_HOURS = 72
_ACCOUNTANT = "aftersales_service.role_accountant"


class RedLetter(models.Model):
    """红字确认单: that a 发票 may be taken back, wholly or in part; without it no digital
    red letter is issued. It holds when the other side confirms it in time."""

    _name = "aftersales.fapiao.red"
    _description = "Red-Letter Confirmation"
    _inherit = ["aftersales.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "asked_at desc, id desc"
    _check_company_auto = True
    _transitions = {
        "asked": ("confirmed", "issued", "refused", "expired"),
        "confirmed": ("issued", "expired"),
        "issued": (),
        "refused": (),
        "expired": (),
    }

    name = fields.Char(
        "Number of the Confirmation", required=True, index=True, copy=False
    )
    fapiao_id = fields.Many2one(
        "aftersales.fapiao",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="fapiao_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="fapiao_id.currency_id")
    state = fields.Selection(
        RED_STATES, required=True, readonly=True, default="asked", index=True
    )
    reason = fields.Selection(RED_REASONS, required=True, default="returned")
    total = fields.Monetary("Taken Back with Tax", required=True)
    asked_at = fields.Datetime(
        "Asked On", required=True, default=lambda self: self._now()
    )
    due_at = fields.Datetime("Confirmed Until", compute="_compute_due_at", store=True)
    red_id = fields.Many2one(
        "aftersales.fapiao",
        "Red Letter",
        readonly=True,
        index="btree_not_null",
        copy=False,
        check_company=True,
    )

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This confirmation is registered already."
    )
    _total_positive = models.Constraint(
        "CHECK (total > 0)", "What is taken back is more than nothing."
    )

    @api.depends("asked_at")
    def _compute_due_at(self):
        for red in self:
            asked = red.asked_at
            red.due_at = asked and asked + timedelta(hours=_HOURS)

    @api.constrains("name")
    def _check_name(self):
        for red in self:
            if not (len(red.name) == 20 and red.name.isdigit() and red.name.isascii()):
                raise ValidationError(
                    self.env._("The number of a red-letter confirmation has 20 digits.")
                )

    @api.constrains("total", "fapiao_id", "state")
    def _check_total(self):
        """All that is asked for together is no more than is left of the 发票."""
        for fapiao in self.fapiao_id:
            waiting = fapiao.red_letter_ids.filtered(
                lambda red: red.state in ("asked", "confirmed")
            )
            asked = sum(waiting.mapped("total"))
            if fapiao.currency_id.compare_amounts(asked, fapiao.left_total) > 0:
                raise ValidationError(
                    self.env._(
                        "%(number)s: only %(left)s of it is left to be taken back.",
                        number=fapiao.number,
                        left=fapiao.currency_id.format(fapiao.left_total),
                    )
                )

    def write(self, vals):
        """What was answered stands (overrides `write`)."""
        told = {"name", "fapiao_id", "reason", "total", "asked_at"} & vals.keys()
        if told and any(red.state != "asked" for red in self):
            raise MoveRefused(
                self.env._("%s was answered; it stands as it is.", self[:1].name)
            )
        return super().write(vals)

    def action_confirm(self):
        """The other side confirmed it, or need not since it booked nothing.

        :raises ProofMissing: after the 72 hours
        """
        self._require_group(FINANCE)
        for red in self:
            if red.due_at < self._now():
                raise ProofMissing(
                    self.env._(
                        "%s was not confirmed within 72 hours; ask for a new one.",
                        red.name,
                    )
                )
        self._move_to("confirmed")

    def action_refuse(self):
        """The other side does not agree."""
        self._require_group(FINANCE)
        self._move_to("refused")

    def _use_up(self, red_letter):
        """Issued. What the tax office issued was confirmed, whether we were told or not."""
        self._move_to("issued", red_id=red_letter.id)

    @api.model
    def _cron_expire(self):
        """What nobody confirmed in time is void, and finance is told."""
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_fapiao_red",
            self,
            [("state", "=", "asked"), ("due_at", "<", self._now())],
            lambda reds: reds._expire(),
        )

    def _expire(self):
        self._move_to("expired")
        for red in self:
            user = red._get_told()
            red.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=red.with_context(lang=user.lang).env._(
                    "%s was not confirmed within 72 hours; ask for a new one.", red.name
                ),
            )

    def _get_told(self):
        role = self.env["aftersales.role"]
        accountants = self.env.ref(_ACCOUNTANT, raise_if_not_found=False) or role
        return (
            self.create_uid.filtered(lambda u: u.active and u.id != SUPERUSER_ID)
            or accountants._get_holders(self.company_id).filtered("active")
            or role._get_last_resort(self.company_id)
        )[:1]
