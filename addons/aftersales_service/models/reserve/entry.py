from odoo import Command, api, fields, models
from odoo.tools import SQL

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE


class Reserve(models.Model):
    """The entry of a month, and the one that takes back the month before; both are drafts
    that a person posts."""

    _inherit = "aftersales.reserve"

    entry_ids = fields.Many2many(
        "account.move",
        "aftersales_reserve_entry_rel",
        "reserve_id",
        "move_id",
        "Entries",
        readonly=True,
        copy=False,
    )
    entry_state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted")],
        "Entry",
        compute="_compute_entry_state",
    )

    @api.depends("entry_ids.state")
    def _compute_entry_state(self):
        for reserve in self:
            states = set(reserve._get_entries().mapped("state"))
            reserve.entry_state = (
                "draft" if "draft" in states else "posted" if states else False
            )

    def _get_entries(self):
        # sudo: whether there are entries is no secret to whoever sees the reserve
        return self.sudo().entry_ids.filtered(lambda move: move.state != "cancel")

    def _get_provision(self):
        """The entry of this month, without what it reversed."""
        return self._get_entries().filtered(lambda move: not move.reversed_entry_id)

    def action_make_entry(self):
        """生成凭证: a draft over what is expected, and one that reverses the month before.
        Pressed again, it makes what is missing and nothing twice.

        :raises MoveRefused, ProofMissing: saying what comes first
        """
        self._require_group(FINANCE)
        self.check_access("write")
        for reserve in self.sorted("month"):
            reserve.company_id._aftersales_check_reserve_books()
            reserve._check_order()
            if reserve.state != "booked":
                reserve._move_to("booked")
            reserve._meet()
            reserve._make_entries()

    def _meet(self):
        """Of two at once, the second is repeated and finds the entry of the first."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE aftersales_reserve SET state = state WHERE id = %s", self.id)
        )

    def _check_order(self):
        """A month is reversed by the one after it, so they are booked one by one."""
        others = self.search([("company_id", "=", self.company_id.id)]) - self
        later = others.filtered(lambda r: r.month > self.month and r._get_entries())
        if later:
            raise MoveRefused(
                self.env._(
                    "%(later)s has its entry already. Book %(month)s before it, or leave it out.",
                    later=later[-1].display_name,
                    month=self.display_name,
                )
            )
        for reserve in others.filtered(lambda r: r.month < self.month):
            if reserve.entry_state == "draft":
                raise ProofMissing(
                    self.env._(
                        "The entry of %s is still a draft. Post it or delete it first.",
                        reserve.display_name,
                    )
                )

    def _make_entries(self):
        # sudo: entries of its own kind, for finance that may not write the books at large
        reserve = self.sudo()
        made = reserve._reverse_earlier()
        if not reserve._get_provision() and reserve.rest:
            made |= self.env["account.move"].sudo().create(reserve._prepare_entry())
        reserve._in_flow().write({"entry_ids": [Command.link(m.id) for m in made]})

    def _reverse_earlier(self):
        """Drafts that take back what earlier months booked and nobody took back."""
        earlier = self.search(
            [("company_id", "=", self.company_id.id), ("month", "<", self.month)]
        )
        waiting = earlier._get_provision().filtered(
            lambda move: move.state == "posted"
            and all(back.state == "cancel" for back in move.reversal_move_ids)
        )
        return waiting._reverse_moves(
            [
                {
                    "date": self._get_entry_day(),
                    "ref": self.env._("Reversal of the warranty reserve: %s", move.ref),
                }
                for move in waiting
            ]
        )

    def _prepare_entry(self):
        company = self.company_id
        words = self.env._("Warranty reserve %s", self.display_name)
        sides = (
            (company.aftersales_reserve_cost_account_id, self.rest),
            (company.aftersales_reserve_account_id, -self.rest),
        )
        return {
            "move_type": "entry",
            "company_id": company.id,
            "journal_id": company.aftersales_reserve_journal_id.id,
            "date": self._get_entry_day(),
            "ref": words,
            "line_ids": [
                Command.create(
                    {"name": words, "account_id": account.id, "balance": balance}
                )
                for account, balance in sides
            ],
        }

    def action_open_entries(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "views": [
                (self.env.ref("account.view_move_tree").id, "list"),
                (False, "form"),
            ],
            "domain": [("id", "in", self._get_entries().ids)],
            "context": {"create": False},
        }
