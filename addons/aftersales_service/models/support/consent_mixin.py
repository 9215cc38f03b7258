from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing


class SalesConsentMixin(models.AbstractModel):
    """What a salesperson reports waits for the word of his supervisor (S-15, O-54).

    A document that asks for approval names the states in which it can wait, says whether
    the company wants that word, and asks.
    """

    _name = "aftersales.sales.consent.mixin"
    _description = "Document That a Salesperson Reports"
    _consent_states = ()

    lacks_consent = fields.Boolean(
        "Supervisor to Be Asked", compute="_compute_lacks_consent"
    )

    @api.depends("state", "approval_ids.state")
    def _compute_lacks_consent(self):
        """He refused, or the company came to want his word later."""
        for record in self:
            record.lacks_consent = (
                record.state in self._consent_states
                and record._needs_sales_consent()
                and not record._is_approved("sales_report")
                and not record._get_open_approvals("sales_report")
            )

    def _needs_sales_consent(self):
        """Hook: whether the company wants the supervisor's word on this one."""
        return False

    def _ask_sales_consent(self):
        """Hook: asks the supervisor."""

    def action_ask_consent(self):
        """The supervisor is asked, or asked again once what he missed was put right.

        :raises MoveRefused: where his answer is there, on its way, or not needed
        """
        self.check_access("write")
        for record in self:
            if not record.lacks_consent:
                raise MoveRefused(
                    self.env._(
                        "%s needs no new answer of the sales supervisor.", record.name
                    )
                )
        self._ask_sales_consent()

    def _check_sales_consent(self):
        """:raises ProofMissing: naming who has to agree first"""
        for record in self.filtered(lambda r: r._needs_sales_consent()):
            if record._is_approved("sales_report"):
                continue
            asked = record._get_open_approvals("sales_report")
            if not asked:
                raise ProofMissing(
                    self.env._(
                        "%s was reported by a salesperson, and the sales supervisor has not agreed. Press “Ask the Sales Supervisor”.",
                        record.name,
                    )
                )
            raise ProofMissing(
                self.env._(
                    "%(order)s was reported by a salesperson; nobody is sent and nothing is taken back before the sales supervisor agrees. Ask %(people)s: the question is listed under “Waits for My Approval”.",
                    order=record.name,
                    people=asked[-1:]._get_people_words(),
                )
            )
