from odoo import api, fields, models

from ...exceptions import FilingRefused, MoveRefused
from ...groups import FINANCE


class StatementMixin(models.AbstractModel):
    """A document that is sent to a partner, who answers it line by line.

    A model brings ``line_ids``, whose lines have ``sequence``, ``name``, ``order_name``,
    ``serial``, ``day``, ``net``, ``tax``, ``state`` (first ``waiting``) and
    ``answer_reason``; it has the states ``draft``, ``sent`` and ``answered`` and clears
    ``date_due`` when nothing waits any more.
    """

    _name = "aftersales.statement.mixin"
    _description = "Statement That a Partner Answers"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.overdue.mixin",
        "document.signature.mixin",
        "aftersales.shown.mixin",
        "aftersales.answer.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]

    # Where its pages are.
    _portal_path = None
    # States in which the partner sees it.
    _shown_states = ()
    line_count = fields.Integer("Number of Lines", compute="_compute_line_count")
    answer_link = fields.Char(
        "Link to Answer",
        compute="_compute_answer_link",
        groups=FINANCE,
        help="Whoever has it answers in the partner's name: give it to him only, where no e-mail reaches him.",
    )

    def _compute_line_count(self):
        lines, link = self._get_line_model()
        counts = dict(lines._read_group([(link, "in", self.ids)], [link], ["__count"]))
        for statement in self:
            statement.line_count = counts.get(statement, 0)

    def _compute_answer_link(self):
        for statement in self:
            waits = statement.state == "sent"
            statement.answer_link = waits and statement._get_answer_url()

    def _get_line_model(self):
        """(model of the lines, their link to this): asked without reading the lines."""
        lines = self._fields["line_ids"]
        return self.env[lines.comodel_name], lines.inverse_name

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for statement in self:
            statement.access_url = f"{self._portal_path}/{statement.id}"
        return result

    # --- what was sent stands

    def _is_signed(self):
        return self.state != "draft"

    def _prepare_signed_content(self):
        """The lines as they were sent (extends the fields of the head)."""
        lines = [
            [line.sequence, line.name, line.order_name or "", line.net, line.tax]
            for line in self.line_ids
        ]
        return super()._prepare_signed_content() | {"lines": lines}

    def _get_content_labels(self):
        lines = self._fields["line_ids"]._description_string(self.env)
        return super()._get_content_labels() | {"lines": lines}

    def _send_to_partner(self, body):
        """A message to the partner, who follows the document from now on."""
        self._portal_ensure_token()
        self.message_subscribe(partner_ids=self.partner_id.ids)
        self.message_post(
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.partner_id.ids,
        )

    def action_preview(self):
        """What the partner sees."""
        self.ensure_one()
        if self.state == "draft":
            raise MoveRefused(
                self.env._("%s was not sent yet; its partner sees nothing.", self.name)
            )
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": self.get_portal_url(),
        }

    # --- what the partner sees and answers

    @api.model
    def _get_portal_domain(self):
        """What this login may see, whatever the rules on records would allow."""
        partner = self.env.user.commercial_partner_id
        return [("partner_id", "=", partner.id), ("state", "in", self._shown_states)]

    def _prepare_portal_lines(self, limit, offset):
        """[values of a line] for the page."""
        lines, link = self._get_line_model()
        found = lines.search(
            [(link, "=", self.id)], order="sequence, id", limit=limit, offset=offset
        )
        return [self._prepare_portal_line(line) for line in found]

    def _prepare_portal_line(self, line):
        return {
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

    def _get_waiting(self):
        return self.line_ids.filtered(lambda line: line.state == "waiting")

    def _find_answered(self, answers):
        """{line: answer} of {id of a line: answer}.

        :raises FilingRefused: for lines that are not on this document, or none at all
        """
        self.ensure_one()
        lines = {line.id: line for line in self._get_waiting()}
        if not answers or answers.keys() - lines.keys():
            raise FilingRefused(
                self.env._(
                    "Please answer at least one line, and reload the page if somebody else answered meanwhile."
                )
            )
        return {lines[number]: told for number, told in answers.items()}

    def _tell_answer(self, count, who, files=()):
        """Whoever is responsible reads it under the document."""
        body = self.env._("%(who)s answered %(count)s lines.", who=who, count=count)
        # sudo: the partner's words and files are kept with the document
        self.sudo().message_post(
            body=body,
            attachments=files,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            author_id=self.partner_id.id,
        )

    def _check_all_answered(self):
        if self.state == "sent" and not self._get_waiting():
            self._move_to("answered", date_due=False)
