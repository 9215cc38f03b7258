from odoo import fields, models


class FeeFinding(models.Model):
    """A false receipt is a finding on the visit, which finance or the director answers (K-31)."""

    _inherit = "aftersales.fee.finding"

    code = fields.Selection(
        selection_add=[("receipt", "False Receipt")], ondelete={"receipt": "cascade"}
    )

    def _stops(self, kind):
        """What a technician claims for himself stops neither fees nor pay (extends)."""
        return self.code != "receipt" and super()._stops(kind)

    def _write_receipt(self, told):
        return self.env._(
            "Receipt %(number)s over %(amount)s is not genuine.",
            number=self.subject,
            **told,
        )


class TravelLine(models.Model):
    _inherit = "aftersales.travel.line"

    def action_report_false(self):
        """虚假票据: nothing of it is paid back, and somebody answers for it.

        :raises ProofMissing: without a reason
        """
        self._check_may_audit()
        for line in self:
            line.check_access("write")
            if not (line.cut_reason or "").strip():
                line._refuse(self.env._("write why the receipt is not genuine."))
            if line.is_false:
                continue
            line._in_flow().write({"is_false": True, "accepted_amount": 0})
            # sudo: findings are written by what found them
            findings = self.env["aftersales.fee.finding"].sudo()
            findings._in_flow().create(line._prepare_finding())

    def _prepare_finding(self):
        return {
            "code": "receipt",
            "severity": "3",
            "visit_id": self.visit_id.id,
            "subject": f"{self.number or ''} #{self.id}".strip(),
            "numbers": {"amount": self.amount},
        }
