from odoo import models

from ...kernel.reconcile import (
    CELLS,
    CONDITIONS,
    COUNTED,
    find_faults,
    get_cells,
    judge,
)
from ..base.blocker import Blocker
from .recount import AMOUNTS, as_kernel

# Who can mend a fault: the technician, or a role.
_MENDERS = {
    "more_issued": "warehouse_keeper",
    "still_held": "technician",
    "other_quantity": "back_office",
    "old_part_out": "technician",
    "nobody": "back_office",
    "told_otherwise": "back_office",
    "not_quoted": "back_office",
}


class ReconcileLine(models.Model):
    """Colours and sentences of rows, from what stands in them."""

    _inherit = "aftersales.reconcile.line"

    def _get_judged(self):
        """{line: (facts, faults that are due, colours of its cells)}."""
        rules = self.env["aftersales.reconcile.rule"]._get_rules()
        days = self._get_todays()
        judged = {}
        for line in self:
            facts = as_kernel(line._get_stored_facts())
            faults = find_faults(facts, rules)
            today = days[line.company_id.id]
            _state, due, _turns_on = judge(faults, today, True)
            judged[line] = (facts, due, get_cells(facts, faults, today))
        return judged

    def _get_stored_facts(self):
        """The facts of the row as they were counted, by the kernel's names."""
        row = {source: self[name] for name, source in AMOUNTS.items()}
        names = ("requested", "issued", "used", "returned", "lost", "quantity")
        rest = (
            "old_count",
            "old_open",
            "begun_on",
            "done_on",
            "issued_on",
            "invoiced_on",
        )
        more = (
            "due_on",
            "old_due",
            "claim_due",
            "answered_on",
            "payer",
            "claim_state",
        )
        row |= {name: self[name] for name in (*names, *rest, *more)}
        return row | {"partner_id": self.partner_id.id}

    def _get_blockers(self, judged=None):
        """{line id: [:class:`Blocker`]}: why it is red, where it is mended, by whom."""
        judged = self._get_judged() if judged is None else judged
        people, texts = {}, self._get_fault_texts()
        result = {}
        for line, (_facts, due, _cells) in judged.items():
            result[line.id] = [
                Blocker(
                    texts[fault.code] % {"stake": line._say_stake(fault)},
                    CONDITIONS[fault.code][1],
                    line._get_mender_names(fault.code, people),
                )
                for fault in due
            ]
        return result

    def _say_stake(self, fault):
        if fault.code in COUNTED:
            return f"{fault.stake / 1000:g}"
        currency = self.currency_id or self.company_id.currency_id
        return currency.format(fault.stake / 100)

    def _get_fault_texts(self):
        return {
            "more_issued": self.env._("%(stake)s more issued than was requested."),
            "still_held": self.env._(
                "%(stake)s issued, and neither used, brought back nor written off."
            ),
            "other_quantity": self.env._(
                "The charged quantity and the used one differ by %(stake)s."
            ),
            "old_part_out": self.env._("%(stake)s old parts are not back."),
            "nobody": self.env._("Nobody is named who pays these %(stake)s."),
            "told_otherwise": self.env._(
                "What the customer was told and his quotation differ by %(stake)s."
            ),
            "signed_for": self.env._(
                "The customer signed for %(stake)s without tax that nobody asks him for."
            ),
            "not_quoted": self.env._("%(stake)s were never quoted to the customer."),
            "not_invoiced": self.env._("%(stake)s are agreed, but not invoiced."),
            "too_much": self.env._(
                "%(stake)s more were settled than the fee is worth."
            ),
            "no_fapiao": self.env._(
                "Invoice and registered fapiaos differ by %(stake)s."
            ),
            "not_paid": self.env._("%(stake)s are invoiced and not paid."),
            "not_claimed": self.env._(
                "%(stake)s stand on no settlement that was sent."
            ),
            "not_answered": self.env._("The claim over %(stake)s is not answered."),
        }

    # --- who can mend it

    def _get_mender_names(self, code, known):
        role = _MENDERS.get(code, "accountant")
        if role == "technician" and self.technician_id:
            return self.technician_id.name
        place = (role, self.company_id)
        if place not in known:
            people = self._get_holders(role)
            # sudo: a colleague's name is no secret
            names = people.sudo().mapped("name")
            known[place] = ", ".join(names) or self._get_role(role).name
        return known[place]

    def _get_role(self, role):
        """Of a technician whom the row does not name, the back office knows."""
        code = "back_office" if role == "technician" else role
        return self.env["aftersales.role"]._get_by_code(code)

    def _get_holders(self, role):
        return self._get_role(role)._get_holders(self.company_id)

    def _get_menders(self, line):
        """Users who can mend the first fault of a row."""
        role = _MENDERS.get(line.rule_id.code, "accountant")
        if role == "technician" and line.technician_id.user_id:
            return line.technician_id.user_id
        return line._get_holders(role)

    # --- the document behind a cell

    def action_open_cell(self, cell):
        """The document that a cell is about; the job, where there is none yet or the
        reader may not see it."""
        self.ensure_one()
        self.check_access("read")
        document = self._find_document(cell) if cell in CELLS else None
        if document and document.has_access("read"):
            return document.get_formview_action()
        return self.order_id.get_formview_action()

    def _find_document(self, cell):
        # sudo: found for everybody, shown to whoever may read it
        share = self.sudo().share_id
        requisition = share.fee_id.requisition_line_id.requisition_id
        invoices = share.sale_line_id.invoice_lines.move_id or share.receivable_move_id
        claim = share.settlement_line_ids.sorted("id")[-1:]
        found = {
            "old_part": share.order_id.old_part_ids.filtered(
                lambda p: p.requisition_line_id == share.fee_id.requisition_line_id
            ),
            "fee": share,
            "told": self.sudo().visit_id,  # sudo: whether he may open it is asked later
            "quote": share.sale_line_id.order_id,
            "invoice": invoices or claim.settlement_id,
            "fapiao": invoices.aftersales_fapiao_link_ids.fapiao_id or invoices,
            "payment": invoices or claim.move_line_id.move_id,
            "claim": claim.settlement_id,
        }
        return found.get(cell, requisition)[:1].with_env(self.env)
