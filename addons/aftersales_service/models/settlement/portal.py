from odoo import api, models
from odoo.tools.mimetypes import guess_mimetype

from ...exceptions import FilingRefused

_MOST_FILES, _MOST_BYTES = 20, 10 * 1024 * 1024
# What partners see; drafts and what was taken back stay in the house.
SHOWN = ("sent", "answered", "settled")


class Settlement(models.Model):
    """The partner looks at his statement and answers line by line: in the portal, or on
    the link that was sent to him."""

    _inherit = "aftersales.settlement"

    # Fields a portal user may read, over RPC too; the page shows values chosen one by one.
    _portal_fields = frozenset(
        {"id", "display_name", "name", "state", "period", "date_due", "access_url"}
    )

    @api.model
    def _has_field_access(self, field, operation):
        """Partners read what their page shows and nothing internal (overrides the ORM's)."""
        if not self.env.su and self.env.user.share:
            return field.name in self._portal_fields and operation == "read"
        return super()._has_field_access(field, operation)

    def _answer_on_portal(self, answers, who, files=()):
        """Answers of the partner, with his files; all of them or none.

        :param answers: {id of a line: (accepted or not, amount that is accepted, reason)}
        :param who: name of the person
        :param files: [(file name, bytes)]
        :raises FilingRefused: for lines that are not on this document, or none at all
        """
        self.ensure_one()
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting")
        lines = {line.id: line for line in waiting}
        _check_files(self.env, files)
        if not answers or answers.keys() - lines.keys():
            raise FilingRefused(
                self.env._(
                    "Please answer at least one line, and reload the page if somebody else answered meanwhile."
                )
            )
        told = {
            lines[number]: (lines[number].net if whole else net, reason)
            for number, (whole, net, reason) in answers.items()
        }
        waiting._take_answers(told, who)
        self._tell_answer(len(told), who, files)

    def _tell_answer(self, count, who, files):
        """Whoever is responsible reads it under the document."""
        body = self.env._("%(who)s answered %(count)s lines.", who=who, count=count)
        # sudo: files of a partner are kept with the document
        self.sudo().message_post(
            body=body,
            attachments=files,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            author_id=self.partner_id.id,
        )

    def _prepare_portal_lines(self, limit, offset):
        """[values of a line] for the page."""
        lines = self.env["aftersales.settlement.line"].search(
            [("settlement_id", "=", self.id)],
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
                "kind": line._fields["kind"].convert_to_export(line.kind, line),
                "name": line.name,
                "net": line.net,
                "tax": line.tax,
                "accepted": line.accepted_net,
                "reason": line.answer_reason or "",
                "waits": line.state == "waiting" and self.state == "sent",
                "answer": line._state_label(line.state),
                "again": line.round > 1,
            }
            for line in lines
        ]

    @api.model
    def _get_portal_domain(self):
        """What this login may see, whatever the rules on records would allow."""
        partner = self.env.user.commercial_partner_id
        return [("partner_id", "=", partner.id), ("state", "in", SHOWN)]


def _check_files(env, files):
    """:raises FilingRefused: for what is neither a photo nor a PDF, or too large"""
    for name, raw in files:
        kind = guess_mimetype(raw)
        picture = kind.startswith("image/") and "svg" not in kind
        good = picture or kind == "application/pdf"
        if not good or len(raw) > _MOST_BYTES or len(files) > _MOST_FILES:
            raise FilingRefused(
                env._(
                    "“%(name)s” cannot be sent: up to %(count)s photos or PDF files of 10 MB each.",
                    name=name,
                    count=_MOST_FILES,
                )
            )
