from odoo import api, fields, models

from ...exceptions import MoveRefused
from ...groups import FINANCE

KINDS = [
    ("red", "Wrong on the Board"),
    ("bank_line", "Bank Line Without a Match"),
    ("in_hand", "Money Not Handed In"),
    ("handin", "Hand-In to Count"),
    ("invoice", "Draft of an Invoice"),
    ("settlement", "Settlement Not Finished"),
    ("statement", "Monthly Statement Not Finished"),
    ("share", "Share Without a Payer"),
    ("fapiao", "Fapiao Not Registered"),
]


class PeriodException(models.Model):
    """What keeps a month open: settled when it is found no more, else finance says why it
    may stay."""

    _name = "aftersales.period.exception"
    _description = "What Keeps a Month Open"
    _inherit = ["document.guard.mixin"]
    _order = "is_settled, kind, id"
    _rec_name = "name"

    period_id = fields.Many2one(
        "aftersales.period",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    name = fields.Char("What", required=True, readonly=True)
    who = fields.Char("Who Can Mend It", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True)
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", readonly=True, index="btree_not_null"
    )
    is_settled = fields.Boolean("Resolved", readonly=True)
    reason = fields.Char("Why It May Stay")
    reasoned_by_id = fields.Many2one(
        "res.users", "Reason By", readonly=True, index="btree_not_null"
    )

    _once = models.Constraint(
        "UNIQUE (period_id, kind, res_model, res_id)", "It is on the list already."
    )

    def _keeps_open(self):
        return not self.is_settled and not (self.reason or "").strip()

    def _bring_up_to_date(self, found):
        """As it was found now; a reason was given for that amount and for no other.

        :param found: values of the row, or nothing where it is settled
        """
        vals = {"is_settled": not found} | (found or {})
        other = found and self.currency_id.compare_amounts(self.amount, found["amount"])
        if self.reason and (other or (found and self.is_settled)):
            vals |= {"reason": False, "reasoned_by_id": False}
        self.write(vals)

    def write(self, vals):
        """A reason is finance's, while the month is being closed (overrides `write`)."""
        if "reason" in vals and not self._is_flowing():
            self.env["aftersales.order"]._require_group(FINANCE)
            for period in self.period_id:
                if period.state != "closing":
                    raise MoveRefused(
                        self.env._(
                            "Reasons are written while a month is being closed; %s is not.",
                            period.display_name,
                        )
                    )
            super().write(vals)
            return super(PeriodException, self._in_flow()).write(
                {"reasoned_by_id": self.env.uid}
            )
        return super().write(vals)

    def action_open_document(self):
        self.ensure_one()
        self.check_access("read")
        document = self.env[self.res_model].browse(self.res_id).exists()
        return document.get_formview_action() if document else None

    @api.ondelete(at_uninstall=False)
    def _unlink_except_gathering(self):
        if not self._is_flowing():
            self._refuse_fields(
                ["name"],
                self.env._("What keeps a month open is gathered, not deleted."),
            )
