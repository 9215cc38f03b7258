from markupsafe import Markup

from odoo import models

from ...exceptions import GroupRefused, MoveRefused
from .letter import SENDERS


class LetterMixin(models.AbstractModel):
    """A document with papers that go out. Whoever inherits it names them, their addressee
    and their words; the ways are the same for all."""

    _name = "aftersales.letter.mixin"
    _description = "Document Whose Papers Go Out"

    def action_aftersales_send_paper(self):
        """Open the window that asks which paper, to whom and by which way.

        :raises MoveRefused: while there is nothing to send
        """
        self.ensure_one()
        self._check_may_send_paper()
        if not self._get_aftersales_papers():
            raise MoveRefused(
                self.env._("%s has no paper to send yet.", self.display_name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send a Paper"),
            "res_model": "aftersales.letter.send",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def action_aftersales_view_letters(self):
        """What went out of this document."""
        self.ensure_one()
        self._check_may_send_paper()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_letter_action"
        )
        domain = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return action | {"domain": domain, "context": {}}

    def _check_may_send_paper(self):
        """:raises GroupRefused, AccessError:"""
        user = self.env.user
        if not any(user.has_group(group) for group in SENDERS):
            raise GroupRefused(
                self.env._(
                    "Papers are sent by the hotline, the back office, finance and the directors."
                )
            )
        self.check_access("read")

    def _find_aftersales_form(self, *names):
        """Forms by the last part of their external ids, in that order."""
        found = self.env["aftersales.form"]
        for name in names:
            form = self.env.ref(
                f"aftersales_service.form_{name}", raise_if_not_found=False
            )
            found |= form or found.browse()
        return found

    # --- what a document says

    def _get_aftersales_papers(self):
        """Hook: forms that may go out now, the likeliest first."""
        return self.env["aftersales.form"]

    def _get_aftersales_paper_record(self, _form):
        """Hook: what the form is printed from."""
        return self

    def _get_aftersales_addressee(self, _form):
        """Hook: who gets it, until somebody chooses another."""
        return self.partner_id

    def _get_aftersales_paper_words(self, _form):
        """Hook: what it says, in one or two short lines."""
        return ""

    def _get_aftersales_paper_link(self, _form):
        """Hook: the page on which the addressee answers; none: he only reads."""
        return False

    def _check_aftersales_paper(self, _form):
        """Hook: what stands against sending it now."""

    def _on_aftersales_letter(self, _letter):
        """Hook: what follows from a paper that was sent."""

    def _get_aftersales_paper_company(self):
        return self.company_id

    def _get_aftersales_paper_name(self, form):
        paper = self.env[f"report.{form.report_id.report_name}"]
        return f"{paper._get_title(self, form, False)} {paper._get_number(self)}"

    def _log_aftersales_letter(self, letter):
        """The document tells what went out."""
        if not hasattr(self, "_message_log"):
            return
        self._message_log(
            body=Markup("%s")
            % self.env._(
                "%(paper)s went out to %(partner)s (%(channel)s).",
                paper=letter._get_html_link(title=letter.name),
                partner=letter.partner_id.name,
                channel=letter._fields["channel"].convert_to_export(
                    letter.channel, letter
                ),
            )
        )
