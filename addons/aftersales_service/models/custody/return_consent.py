from odoo import models

from ...exceptions import ProofMissing


class ReturnOrder(models.Model):
    """Before goods go back on a salesperson's report his supervisor agrees (O-54): to the
    report of the job, or to the return where there is no job."""

    _inherit = "aftersales.return"
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
        for record in self.filtered(lambda r: r._needs_own_consent()):
            if record._get_open_approvals("sales_report"):
                continue
            # sudo: the question is the company's, whoever writes the return down
            record.sudo()._request_approval(
                "sales_report", "sales_supervisor", record.reason
            )

    def _needs_own_consent(self):
        """A return of a job that a salesperson reported hangs on the job's consent."""
        if self.source != "sales" or self.order_id.channel == "sales":
            return False
        return self.company_id.aftersales_sales_consent

    def _check_sales_report(self):
        """:raises ProofMissing: naming who has to agree before the goods come"""
        self.order_id._check_sales_consent()
        for record in self.filtered(lambda r: r._needs_own_consent()):
            if record._is_approved("sales_report"):
                continue
            record._ask_sales_consent()
            asked = record._get_open_approvals("sales_report")
            raise ProofMissing(
                self.env._(
                    "%(document)s comes from a salesperson's report; the goods are taken in once the sales supervisor agrees. Ask %(people)s: the question is listed under “Waits for My Approval”.",
                    document=record.name,
                    people=asked[-1:]._get_people_words(),
                )
            )
