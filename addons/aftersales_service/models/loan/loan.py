from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing


class Device(models.Model):
    _inherit = "aftersales.device"

    is_loaner = fields.Boolean(
        "Can Be Lent", help="Belongs to us and is lent to customers during a repair."
    )
    loan_ids = fields.One2many("aftersales.loan", "device_id", "Loans")


class Loan(models.Model):
    """备用机: one of our machines at a customer's while his is in repair (R-05, P-26).

    It cannot be booked twice for the same time (the database refuses), nor go out while
    it has not come back, whatever was planned.
    """

    _name = "aftersales.loan"
    _number_code = "aftersales.loan"
    _description = "Loan of a Device"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.deposit.mixin",
        "aftersales.overdue.mixin",
        "aftersales.adopt.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "start desc, id desc"
    _check_company_auto = True
    _upload_fields = ("photo_out_ids", "photo_back_ids")
    _overdue_field = "stop"
    _overdue_states = ("out",)

    _transitions = {
        "booked": ("out", "cancelled"),
        "out": ("back",),
        "back": (),
        "cancelled": (),
    }
    _flow_fields = frozenset({"out_at", "back_at", "next_chase_at", "chase_count"})

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("booked", "Booked"),
            ("out", "At the Customer's"),
            ("back", "Back"),
            ("cancelled", "Cancelled"),
        ],
        default="booked",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    device_id = fields.Many2one(
        "aftersales.device",
        "Loaner",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("is_loaner", "=", True)],
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        check_company=True,
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    return_id = fields.Many2one(
        "aftersales.return",
        "Return Order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible Person",
        required=True,
        index=True,
        default=lambda self: self.env.user,
    )
    start = fields.Datetime("From", required=True, default=fields.Datetime.now)
    stop = fields.Datetime("Due Back", required=True, index=True)
    accessories = fields.Char()
    photo_out_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_loan_photo_out_rel",
        string="Condition When Lent",
    )
    photo_back_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_loan_photo_back_rel",
        string="Condition When Back",
    )
    condition_back = fields.Text("Found When Back")
    out_at = fields.Datetime("Handed Out On", readonly=True, copy=False)
    back_at = fields.Datetime("Came Back On", readonly=True, copy=False)
    next_chase_at = fields.Datetime(
        "Asked For Next", readonly=True, copy=False, index="btree_not_null"
    )
    chase_count = fields.Integer("Times Asked For", readonly=True, copy=False)

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This loan number is already taken."
    )
    _period = models.Constraint(
        "CHECK (start < stop)", "A loaner is due back after it was lent."
    )
    # int4range stands for equality, so that no database extension is needed.
    _not_booked_twice = models.Constraint(
        "EXCLUDE USING gist (int4range(device_id, device_id, '[]') WITH =,"
        " tsrange(start, stop) WITH &&) WHERE (state <> 'cancelled')",
        "This loaner is booked for another customer in that time. Choose other days or another loaner; the calendar shows which is free.",
    )
    _one_out = models.UniqueIndex(
        "(device_id) WHERE state = 'out'",
        "This loaner has not come back from another customer yet.",
    )

    @api.depends("return_id", "order_id")
    def _compute_partner_id(self):
        for loan in self:
            known = loan.return_id.partner_id or loan.order_id.partner_id
            loan.partner_id = known or loan.partner_id

    @api.depends("return_id")
    def _compute_order_id(self):
        for loan in self:
            loan.order_id = loan.return_id.order_id or loan.order_id

    @api.depends("name", "device_id", "partner_id")
    def _compute_display_name(self):
        for loan in self:
            number = loan.name if loan.name != "/" else ""
            parts = [number, loan.device_id.display_name, loan.partner_id.name]
            loan.display_name = " · ".join(filter(None, parts))

    @api.model_create_multi
    def create(self, vals_list):
        """Only what may be lent is (overrides `create`)."""
        loans = super().create(vals_list)
        for loan in loans:
            if not loan.device_id.is_loaner:
                raise MoveRefused(
                    self.env._(
                        "%s is not a loaner. Tick “Can Be Lent” on the device if it is ours.",
                        loan.device_id.display_name,
                    )
                )
        return loans

    # --- steps

    def action_hand_out(self):
        """借出: with photos of its condition, the deposit paid where one is asked for.

        :raises ProofMissing: without photos or deposit
        """
        now = self._now()
        for loan in self:
            loan.check_access("write")
            if not loan._count_pictures("photo_out_ids"):
                raise ProofMissing(
                    self.env._("Take photos of the condition of %s first.", loan.name)
                )
            if loan.deposit_amount and loan.deposit_state == "none":
                raise ProofMissing(
                    self.env._("The deposit of %s is not paid yet.", loan.name)
                )
            if loan.stop <= now:
                raise MoveRefused(
                    self.env._("%s was due back already. Write a new day.", loan.name)
                )
            loan._check_not_out()
            loan._move_to(
                "out", out_at=now, next_chase_at=loan._get_chase_moment(loan.stop)
            )
            # The days before it really left are free for others, those after are not.
            loan.start = now
        self._move_stock()

    def _check_not_out(self):
        # sudo: another customer's loan may be a colleague's
        other = self.sudo().device_id.loan_ids.filtered(lambda o: o.state == "out")
        if other:
            raise MoveRefused(
                self.env._(
                    "%(device)s is still at %(customer)s, due %(day)s. Ask for it, or lend another one.",
                    device=self.device_id.display_name,
                    customer=other[0].partner_id.name,
                    day=other[0].company_id._aftersales_day(other[0].stop),
                )
            )

    def action_bring_back(self):
        """归还: photos again, so that damage is seen while both are there.

        :raises ProofMissing: without photos
        """
        now = self._now()
        for loan in self:
            loan.check_access("write")
            if not loan._count_pictures("photo_back_ids"):
                raise ProofMissing(
                    self.env._(
                        "Take photos of %s as it came back, so that damage can be proved.",
                        loan.name,
                    )
                )
            loan._move_to("back", back_at=now, next_chase_at=False)
            # Free again from now on; a late one keeps the days it was planned for.
            loan.stop = max(
                min(loan.stop, now), fields.Datetime.add(loan.start, seconds=1)
            )
        self.flush_recordset(["stop"])  # free for others from this moment
        self._move_stock(back=True)

    def action_cancel(self):
        for loan in self:
            if loan.deposit_state == "held":
                raise MoveRefused(
                    self.env._("Give the deposit of %s back first.", loan.name)
                )
        self._move_to("cancelled")
        # The database must know before the same days are booked again.
        self.flush_recordset(["state"])

    def _check_may_return_deposit(self):
        result = super()._check_may_return_deposit()
        if self.state == "out":
            raise MoveRefused(self.env._("%s is not back yet.", self.display_name))
        return result


class ReturnOrder(models.Model):
    _inherit = "aftersales.return"

    loan_ids = fields.One2many("aftersales.loan", "return_id", "Loaners")

    def action_loan(self):
        """Book a loaner for this customer, or see the one that he has."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_loan_action"
        )
        context = {"default_return_id": self.id}
        if self.loan_ids:
            return action | {
                "domain": [("return_id", "=", self.id)],
                "context": context,
                "views": [(False, "list"), (False, "form")],
            }
        return action | {"views": [(False, "form")], "context": context}

    def _get_unsettled(self):
        going = self.loan_ids.filtered(
            lambda loan: loan.state in ("booked", "out") or loan.deposit_state == "held"
        )
        return [*super()._get_unsettled(), *going]

    def _get_blockers(self):
        return super()._get_blockers() + self.loan_ids._as_blockers()


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    loan_ids = fields.One2many("aftersales.loan", "order_id", "Loaners")

    def _get_blockers(self):
        # sudo: a loaner of a colleague keeps the job open, too
        return super()._get_blockers() + self.sudo().loan_ids._as_blockers()
