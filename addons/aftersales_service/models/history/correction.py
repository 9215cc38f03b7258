from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import HOTLINE
from ..base.blocker import Blocker

# Which field of the customer a kind of correction changes.
TARGETS = {"phone": "phone", "address": "street"}


class Correction(models.Model):
    """资料不符: the customer's data are wrong, says the technician; the clerk puts the
    file right on the same day (S-12)."""

    _name = "aftersales.correction"
    _description = "Correction of Customer Data"
    _inherit = ["aftersales.flow.mixin"]
    _order = "id desc"
    _rec_name = "right_value"
    _check_company_auto = True

    _transitions = {"open": ("done", "dropped"), "done": (), "dropped": ()}
    _signed_fields = frozenset(
        {"order_id", "kind", "right_value", "right_partner_id", "right_device_id"}
        | {"right_moment"}
    )
    _flow_fields = frozenset({"done_by_id", "done_at", "wrong_value"})

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id")
    kind = fields.Selection(
        [
            ("phone", "Telephone"),
            ("address", "Address"),
            ("contact", "Contact Person"),
            ("customer", "Customer"),
            ("device", "Device"),
            ("fault", "Reported Fault"),
            ("call", "Time of the Call"),
            ("other", "Other"),
        ],
        "What Is Wrong",
        required=True,
        default="phone",
    )
    wrong_value = fields.Char("In the File", readonly=True)
    right_value = fields.Char("What Is Right", required=True)
    right_partner_id = fields.Many2one(
        "res.partner", "Right Customer", index="btree_not_null", check_company=True
    )
    right_device_id = fields.Many2one(
        "aftersales.device", index="btree_not_null", check_company=True
    )
    right_moment = fields.Datetime("Right Time of the Call")
    state = fields.Selection(
        [("open", "To Correct"), ("done", "Corrected"), ("dropped", "Dropped")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    reported_by_id = fields.Many2one(
        "res.users",
        "Noted By",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    done_by_id = fields.Many2one(
        "res.users", "Corrected By", readonly=True, index="btree_not_null"
    )
    done_at = fields.Datetime("Corrected On", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", "Task", readonly=True, index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """The task for the clerk is born with it, due today."""
        for vals in vals_list:
            vals["reported_by_id"] = self.env.uid
        corrections = super().create(vals_list)
        # sudo: a technician may note, and not change what he noted
        for correction in corrections.sudo():
            correction._in_flow().wrong_value = correction._get_present_value()
            correction._schedule_task()
            correction.order_id._clock_event("data_wrong")
        return corrections

    def _get_present_value(self):
        order = self.order_id
        values = {
            "phone": order.contact_phone,
            "address": order.address,
            "contact": order.contact_name,
            "customer": order.partner_id.display_name,
            "device": order.device_id.display_name,
            "fault": order.fault,
            "call": fields.Datetime.to_string(order.called_at),
        }
        return values.get(self.kind)

    def _schedule_task(self):
        order = self.order_id
        self._in_flow().activity_id = order.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=order.company_id._aftersales_today(),
            summary=self.env._("Correct the customer's data"),
            note=f"{self._fields['kind'].convert_to_export(self.kind, self)}: "
            f"{self.wrong_value or ''} → {self.right_value}",
            user_id=order.first_contact_user_id.id,
        )

    def _is_signed(self):
        return self.state != "open"

    def _get_signed_text(self, names):
        return self.env._("“%s” was answered and stays on record.", self.right_value)

    def action_apply(self):
        """Write the right value into the customer's file and the job."""
        self._require_group(HOTLINE)
        for correction in self:
            correction._apply()
            correction._finish("done")

    def action_drop(self):
        """The file was right after all."""
        self._require_group(HOTLINE)
        for correction in self:
            correction._finish("dropped")

    def _apply(self):
        """What a signature already stands under changes here only, on record."""
        order = self.order_id._in_flow()
        target = order.site_id or order.partner_id
        if self.kind in TARGETS:
            target.write({TARGETS[self.kind]: self.right_value})
        names = {
            "phone": "contact_phone",
            "address": "address",
            "contact": "contact_name",
        }
        if self.kind in names:
            order.write({names[self.kind]: self.right_value})
        elif self.kind != "other":
            order.write(self._prepare_facts())

    def _prepare_facts(self):
        """The fact of the job that was wrong; a record or a moment is chosen first."""
        name, value = {
            "customer": ("partner_id", self.right_partner_id.id),
            "device": ("device_id", self.right_device_id.id),
            "fault": ("fault", self.right_value),
            "call": ("called_at", self.right_moment),
        }[self.kind]
        if not value:
            raise ProofMissing(
                self.env._(
                    "“%s”: choose what is right before you correct the file.",
                    self.right_value,
                )
            )
        return {name: value}

    def _finish(self, state):
        self._move_to(state, done_by_id=self.env.uid, done_at=self._now())
        # sudo: the task may be another clerk's
        self.activity_id.sudo().action_done()
        self.order_id._clock_event("data_reported")


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    correction_ids = fields.One2many("aftersales.correction", "order_id", "Corrections")

    def _on_merged(self, others):
        """What was found wrong follows (extends)."""
        result = super()._on_merged(others)
        others.correction_ids.write({"order_id": self.id})
        return result

    def _get_blockers(self):
        waiting = self.correction_ids.filtered(lambda c: c.state == "open")
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "The technician found wrong customer data (%s); the file is not corrected yet.",
                    correction.right_value,
                ),
                correction,
                self._get_desk_words(),
            )
            for correction in waiting
        ]
