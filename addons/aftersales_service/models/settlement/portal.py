from odoo import models
from odoo.tools.mimetypes import guess_mimetype

from ...exceptions import FilingRefused

_MOST_FILES, _MOST_BYTES = 20, 10 * 1024 * 1024


class Settlement(models.Model):
    """The partner looks at his statement and answers line by line: in the portal, or on
    the link that was sent to him."""

    _inherit = "aftersales.settlement"

    _portal_fields = frozenset(
        {"id", "display_name", "name", "state", "period", "date_due", "access_url"}
    )

    def _answer_on_portal(self, answers, who, files=()):
        """Answers of the partner, with his files; all of them or none.

        :param answers: {id of a line: (accepted or not, amount that is accepted, reason)}
        :param who: name of the person
        :param files: [(file name, bytes)]
        :raises FilingRefused: for lines that are not on this document, or none at all
        """
        _check_files(self.env, files)
        told = {
            line: (line.net if whole else net, reason)
            for line, (whole, net, reason) in self._find_answered(answers).items()
        }
        self._get_waiting()._take_answers(told, who)
        self._tell_answer(len(told), who, files)

    def _prepare_portal_line(self, line):
        return super()._prepare_portal_line(line) | {
            "kind": line._fields["kind"].convert_to_export(line.kind, line),
            "accepted": line.accepted_net,
            "again": line.round > 1,
        }


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
