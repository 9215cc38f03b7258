from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing

_PLACES = ("arrived", "in_work", "tested", "accepted", "closed")


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("field_cash", "Taking Money in the Field")],
        ondelete={"field_cash": "set default"},
    )


class Visit(models.Model):
    """Taking money at the customer's, within what the policy of the job allows (V-12).

    The policy is about all that the customer pays to the technician, whatever the means:
    F-19 forbids to charge at all without consent, F-33 limits the amount.
    """

    _inherit = "aftersales.visit"

    collection_ids = fields.One2many(
        "aftersales.collection", "visit_id", "Money Taken in the Field"
    )
    collected_at = fields.Datetime("Money Last Taken At", readonly=True, copy=False)

    def action_collect(self, amount, method="cash", number=None, note=None, key=None):
        """收款: take down what the customer paid or will pay later.

        :param amount: company currency; a number or a text
        :param method: key of the means
        :param number: of the receipt that was handed over; empty: the next of ours
        :param key: made by the page, so that two presses are one; a phone's UUID else
        :return: ID of the receipt
        :raises ProofMissing, MoveRefused: saying what is missing and who can help
        """
        self.ensure_one()
        self.check_access("write")
        self._require_state(_PLACES, self.env._("take money"))
        # Two presses or two phones meet on this row; the second is repeated and sees
        # what the first took.
        self._in_flow().write({"collected_at": fields.Datetime.now()})
        self.flush_recordset(["collected_at"])
        key = key or (self._get_stamp() and self._get_stamp().uuid)
        # sudo: receipts are written here only; a key of a colleague's receipt counts too
        rows = self.env["aftersales.collection"].sudo()
        known = key and rows.search([("client_uuid", "=", key)], limit=1)
        if known:
            return known.id
        vals = self._prepare_collection(amount, method, number, note, key)
        self._check_may_collect(vals)
        return rows._in_flow().create(vals).id

    def _prepare_collection(self, amount, method, number, note, key):
        later = method == "later"
        mine = self._get_people().filtered(lambda t: t.user_id == self.env.user)
        return {
            "name": False if later else (number or "").strip() or False,
            "state": "later" if later else "held",
            "visit_id": self.id,
            "technician_id": (mine or self.technician_id)[:1].id,
            "amount": self.currency_id.round(self._read_amount(amount)),
            "method": method,
            "taken_at": self._now(),
            "client_uuid": key,
            "note": note,
        }

    def _read_amount(self, text):
        try:
            amount = float(text)
        except (TypeError, ValueError):
            amount = 0.0
        if not 0 < amount < 1e9:
            raise ProofMissing(
                self.env._("%s: please write the amount that was taken.", self.name)
            )
        return amount

    def _check_may_collect(self, vals):
        """Policy, limit, what is owed, and the number of the receipt."""
        if vals["method"] not in self.collection_ids._fields["method"].get_values(
            self.env
        ):
            raise ProofMissing(
                self.env._("%s: please choose how the customer paid.", self.name)
            )
        self._check_owed(vals["amount"])
        if vals["method"] == "later":
            return
        self._check_cash_policy(vals["amount"])
        self._number_receipt(vals)

    def _check_owed(self, amount):
        # sudo: what the customer owes is told to who collects it
        order = self.sudo().order_id
        left = order._get_collectable()[order.id]
        if self.currency_id.compare_amounts(amount, left) > 0:
            raise MoveRefused(
                self.env._(
                    "The customer still owes %(left)s for %(order)s, not %(amount)s. Look at the fees, or ask the dispatcher to correct them.",
                    left=self.currency_id.format(left),
                    order=order.name,
                    amount=self.currency_id.format(amount),
                )
            )

    def _check_cash_policy(self, amount):
        order = self.sudo().order_id  # sudo: switches of the job
        policy = order._get_policy()
        if policy.field_cash == "forbidden":
            raise MoveRefused(
                self.env._(
                    "The service policy of %s forbids to take money from customers. Choose “Pays Later”; the accountant sends the invoice.",
                    order.name,
                )
            )
        if policy.field_cash == "approval" and not self._is_approved("field_cash"):
            raise ProofMissing(
                self.env._(
                    "Taking money for %s needs the consent of the service director. Press “Ask for Consent” and wait for the answer, or choose “Pays Later”.",
                    order.name,
                )
            )
        self._check_cash_limit(order, policy.field_cash_limit, amount)

    def _check_cash_limit(self, order, limit, amount):
        """Several small receipts do not go round the limit (F-33, F-34)."""
        taken = order.collection_ids.filtered(
            lambda c: c.state not in ("later", "void") and not c.is_bounced
        )
        total = sum(taken.mapped("amount")) + amount
        if limit and self.currency_id.compare_amounts(total, limit) > 0:
            raise MoveRefused(
                self.env._(
                    "%(total)s for %(order)s is above the limit of %(limit)s in the field. Choose “Pays Later”; the accountant makes the invoice.",
                    total=self.currency_id.format(total),
                    order=order.name,
                    limit=self.currency_id.format(limit),
                )
            )

    def _number_receipt(self, vals):
        if not vals["name"]:
            vals["name"] = self._draw_number()
            return
        used = self._find_receipt(vals["name"])
        if used:
            raise MoveRefused(
                self.env._(
                    "Receipt number %(number)s was used on %(visit)s already. Read it from the receipt once more.",
                    number=vals["name"],
                    visit=used.visit_id.name,
                )
            )

    def _draw_number(self):
        """The next free number; one that somebody wrote by hand is passed over."""
        # sudo: technicians draw no numbers themselves
        sequence = self.env["ir.sequence"].sudo().with_company(self.company_id)
        number = sequence.next_by_code("aftersales.collection")
        while self._find_receipt(number):
            number = sequence.next_by_code("aftersales.collection")
        return number

    def _find_receipt(self, number):
        # sudo: a number that a colleague used is used
        rows = self.env["aftersales.collection"].sudo()
        return rows.search(
            [("company_id", "=", self.company_id.id), ("name", "=", number)], limit=1
        )

    # --- consent

    def action_ask_cash(self, note=None):
        """Ask the service director before money is taken (F-19)."""
        for visit in self:
            order = visit.sudo().order_id  # sudo: what is owed
            visit._request_approval(
                "field_cash",
                "service_director",
                note
                or visit.env._(
                    "%(technician)s is to collect from %(customer)s.",
                    technician=visit.technician_id.name,
                    customer=visit.partner_id.name,
                ),
                amount=order._get_collectable()[order.id],
            )

    def action_open_collect(self):
        """Open the window that takes down what was collected."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Money"),
            "res_model": "aftersales.visit.collect",
            "view_mode": "form",
            "target": "new",
            "context": {"default_visit_id": self.id},
        }

    @api.model
    def _get_means(self):
        """[[code, label]] of the means of payment."""
        field = self.env["aftersales.collection"]._fields["method"]
        return field._description_selection(self.env)
