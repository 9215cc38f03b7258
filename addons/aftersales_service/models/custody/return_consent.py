from odoo import models


class ReturnOrder(models.Model):
    """Before goods go back on a salesperson's report his supervisor agrees (O-54): to the
    report of the job, or to the return where there is no job."""

    _name = "aftersales.return"
    _inherit = ["aftersales.return", "aftersales.sales.consent.mixin"]
    _consent_states = ("announced",)
    _told_fields = frozenset({"source"})

    def _on_announced(self):
        """A salesperson's return asks at once; who fetches it is told (extends)."""
        result = super()._on_announced()
        self._ask_sales_consent()
        self.filtered("fetch_user_id")._send_delivery("fetch_user_id")
        return result

    def _on_changed(self, name):
        """So does one that turns out to be a salesperson's, or gets a delivery person
        (extends)."""
        result = super()._on_changed(name)
        if name == "source":
            self._ask_sales_consent()
        elif name in ("fetch_user_id", "bring_user_id"):
            self._send_delivery(name)
        return result

    def _ask_sales_consent(self):
        for record in self.filtered(lambda r: r._needs_sales_consent()):
            if record._get_open_approvals("sales_report"):
                continue
            # sudo: the question is the company's, whoever writes the return down
            record.sudo()._request_approval(
                "sales_report", "sales_supervisor", record.reason
            )

    def _needs_sales_consent(self):
        """A return of a job that a salesperson reported hangs on the job's consent."""
        if self.source != "sales" or self.order_id.channel == "sales":
            return False
        return self.company_id.aftersales_sales_consent

    def _check_sales_report(self):
        """:raises ProofMissing: naming who has to agree before the goods come"""
        self.order_id._check_sales_consent()
        self._check_sales_consent()

    def _on_approval_refused(self, approval):
        """Whoever expects the goods learns why they do not come (extends)."""
        result = super()._on_approval_refused(approval)
        if approval.kind == "sales_report":
            self.message_post(
                body=self.env._(
                    "%(who)s refused: %(why)s",
                    who=approval.decided_by_id.name,
                    why=approval.note,
                ),
                partner_ids=approval.requested_by_id.partner_id.ids,
            )
        return result
