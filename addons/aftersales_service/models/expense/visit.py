from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import DISPATCHER
from .claim import OWED
from .rule import WAY


class Visit(models.Model):
    """What a visit cost whoever went, and the money that was taken along."""

    _inherit = "aftersales.visit"

    travel_line_ids = fields.One2many(
        "aftersales.travel.line", "visit_id", "Travel Expenses"
    )
    travel_money_ids = fields.One2many(
        "aftersales.travel.money", "visit_id", "Travel Advances"
    )
    travel_spent = fields.Monetary(
        "Travel Claimed", compute="_compute_travel_spent", store=True
    )

    @api.depends("travel_line_ids.amount", "travel_line_ids.is_void")
    def _compute_travel_spent(self):
        for visit in self:
            lines = visit.travel_line_ids.filtered(lambda ln: not ln.is_void)
            visit.travel_spent = sum(lines.mapped("amount"))

    # --- advance

    def action_ask_advance(self):
        """借支: ask the service director for the money that is taken along (D-08).

        :raises ProofMissing: without an amount
        """
        for visit in self:
            visit.check_access("write")
            visit._check_may_ask_advance()
            # sudo: money is written by actions only
            rows = visit.env["aftersales.travel.money"].sudo()
            money = rows._in_flow().create(
                {
                    "technician_id": visit._get_purse().id,
                    "visit_id": visit.id,
                    "amount": visit.trip_advance,
                }
            )
            money._out_of_flow()._request_approval(
                "travel_advance",
                "service_director",
                visit.env._(
                    "%(technician)s takes %(amount)s along for %(visit)s, %(customer)s.",
                    technician=money.technician_id.name,
                    amount=visit.currency_id.format(visit.trip_advance),
                    visit=visit.name,
                    customer=visit.sudo().partner_id.name,
                ),
                amount=visit.trip_advance,
            )

    def _get_purse(self):
        """Who takes the money along: the leader, else the technician."""
        return self.leader_id or self.technician_id

    def _check_may_ask_advance(self):
        if self.state in ("closed", "cancelled") or not self.trip_advance:
            raise ProofMissing(
                self.env._(
                    "%s: write the amount of the advance before the visit is closed.",
                    self.name,
                )
            )
        # sudo: whether it was asked, whoever may read it
        rows = self.sudo().travel_money_ids
        if rows.filtered(lambda m: m.state in ("asked", "agreed", "paid")):
            raise MoveRefused(
                self.env._("An advance for %s was asked for already.", self.name)
            )

    # --- receipts

    def action_spend(
        self,
        kind,
        amount=0.0,
        quantity=1,
        day=None,
        place=None,
        number=None,
        receipt=None,
        note=None,
        key=None,
    ):
        """记一笔差旅费: a receipt, on the technician's claim that is still being written.

        :param receipt: photo or file, base64
        :param key: made by the page, so that two presses are one; a phone's UUID else
        :return: ID of the line
        """
        self.ensure_one()
        self.check_access("write")
        key = key or (self._get_stamp() and self._get_stamp().uuid)
        lines = self.env["aftersales.travel.line"]
        # sudo: a key of a colleague's receipt counts too
        known = key and lines.sudo().search([("client_uuid", "=", key)], limit=1)
        if known:
            return known.id
        vals = {
            "claim_id": self._get_open_claim().id,
            "visit_id": self.id,
            "kind": kind,
            "quantity": int(quantity or 1),
            "date": day or self.company_id._aftersales_day(self._now()),
            "place": place,
            "number": (number or "").strip() or False,
            "note": note,
            "receipt": receipt or False,
            "receipt_name": receipt and f"{self.name}.jpg",
        }
        if kind != "allowance":
            vals["amount"] = self._read_amount(amount)
        line = lines.create(vals)
        line._in_flow().client_uuid = key or False
        return line.id

    def action_open_travel_claim(self):
        """The claim that is still being written, or an empty one."""
        self.ensure_one()
        self.check_access("write")
        traveller = self._get_traveller()
        return traveller._find_open_claim().get_formview_action() | {
            "context": {"default_technician_id": traveller.id}
        }

    def _get_traveller(self):
        """The user who went, else the technician."""
        mine = self._get_people().filtered(lambda t: t.user_id == self.env.user)
        if not mine:
            self._require_group(DISPATCHER)
        return mine[:1] or self.technician_id

    def _get_open_claim(self):
        traveller = self._get_traveller()
        claims = self.env["aftersales.travel.claim"]
        return traveller._find_open_claim() or claims.create(
            {"technician_id": traveller.id}
        )

    # --- cost of the job

    def _prepare_travel(self, facts):
        """Where the way was claimed, its receipts count and no kilometres (extends)."""
        travel = super()._prepare_travel(facts)
        if self._get_owed_lines().filtered(lambda ln: ln.kind in WAY):
            travel["amount"] = 0.0
        return travel

    def _get_owed_lines(self):
        return self.travel_line_ids.filtered(
            lambda ln: ln.claim_id.state in OWED and ln.accepted_amount
        )

    def _record_costs(self):
        """What was paid back costs the job (extends)."""
        result = super()._record_costs()
        wanted = []
        for visit in self.sudo():  # sudo: of a step of people who see no costs
            wanted += visit._prepare_travel_costs()
        return result | self.env["aftersales.cost"]._record(wanted)

    def _prepare_travel_costs(self):
        """One row for each traveller, down to zero where a claim was taken back."""
        owed = self._get_owed_lines()
        moment = self.ended_at or self.planned_start or self.create_date
        for technician in self.travel_line_ids.technician_id:
            lines = owed.filtered(lambda ln, t=technician: ln.technician_id == t)
            yield {
                "name": technician.name,
                "order_id": self.order_id.id,
                "visit_id": self.id,
                "technician_id": technician.id,
                "date": self.company_id._aftersales_day(moment),
                "kind": "expense",
                "quantity": len(lines),
                "amount": round(sum(lines.mapped("accepted_amount")), 2),
            }
