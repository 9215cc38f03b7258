from odoo import api, models

from ...exceptions import FilingRefused

# What customers see; drafts and what was taken back stay in the house.
SHOWN = ("sent", "answered", "invoiced")


class MonthlyStatement(models.Model):
    """The customer looks at his statement and confirms it: in the portal, or on the link
    that was sent to him."""

    _inherit = "aftersales.monthly.statement"

    # Fields a portal user may read, over RPC too; the page shows values chosen one by one.
    _portal_fields = frozenset(
        {"id", "display_name", "name", "state", "date_to", "date_due", "access_url"}
    )

    @api.model
    def _has_field_access(self, field, operation):
        """Customers read what their page shows and nothing internal (overrides)."""
        if not self.env.su and self.env.user.share:
            return field.name in self._portal_fields and operation == "read"
        return super()._has_field_access(field, operation)

    @api.model
    def _get_portal_domain(self):
        """What this login may see, whatever the rules on records would allow."""
        partner = self.env.user.commercial_partner_id
        return [("partner_id", "=", partner.id), ("state", "in", SHOWN)]

    def _answer_on_portal(self, answers, who):
        """Answers of the customer; all of them or none.

        :param answers: {id of a line: (confirmed or not, reason)}
        :raises FilingRefused: for lines that are not on this statement, or none at all
        """
        self.ensure_one()
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting")
        lines = {line.id: line for line in waiting}
        if not answers or answers.keys() - lines.keys():
            raise FilingRefused(
                self.env._(
                    "Please answer at least one line, and reload the page if somebody else answered meanwhile."
                )
            )
        waiting._take_answers(
            {lines[number]: told for number, told in answers.items()}, who
        )
        body = self.env._(
            "%(who)s answered %(count)s lines.", who=who, count=len(answers)
        )
        # sudo: the customer's word under his statement
        self.sudo().message_post(
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            author_id=self.partner_id.id,
        )

    def _prepare_portal_lines(self, limit, offset):
        """[values of a line] for the page."""
        lines = self.env["aftersales.monthly.line"].search(
            [("statement_id", "=", self.id)],
            order="sequence, id",
            limit=limit,
            offset=offset,
        )
        return [
            {
                "id": line.id,
                "sequence": line.sequence,
                "job": line.order_name,
                "serial": line.serial or "",
                "day": line.day,
                "name": line.name,
                "net": line.net,
                "tax": line.tax,
                "reason": line.answer_reason or "",
                "waits": line.state == "waiting" and self.state == "sent",
                "answer": line._state_label(line.state),
            }
            for line in lines
        ]
