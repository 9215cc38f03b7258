from odoo import models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import FINANCE
from ...kernel.fapiao import DIGITAL, is_tax_number


class Fapiao(models.Model):
    """Registered, taken back by red letters, made void."""

    _inherit = "aftersales.fapiao"

    def _is_signed(self):
        return self.state != "draft"

    def _get_signed_text(self, names):
        return self.env._(
            "%s is registered. What stands on it is mended by a red-letter fapiao.",
            self.number,
        )

    # --- steps

    def action_register(self):
        """登记: from now on it stands; the invoices it is for learn of it.

        :raises ProofMissing: naming what is missing
        """
        self._require_group(FINANCE)
        # One after the other: of what is left of an original the first takes its part.
        for fapiao in self:
            fapiao._check_may_register()
            fapiao._stand()

    def _stand(self):
        """They stand; a red letter uses up its confirmation and follows its original."""
        self._move_to("registered")
        for red in self.filtered("original_id"):
            red._find_confirmation()._use_up(red)
            red._follow_original()
        self.link_ids.move_id._aftersales_follow_fapiao()

    def _check_may_register(self):
        if not self.total:
            raise ProofMissing(self.env._("%s has no amount yet.", self.number))
        special = self.kind.endswith("special")
        if special and not is_tax_number(self.party_tax_number or ""):
            raise ProofMissing(
                self.env._(
                    "%s: a special fapiao needs the right tax number of the buyer.",
                    self.number,
                )
            )
        if self.original_id:
            self._check_red()

    def _check_red(self):
        """A red letter takes back no more than is left, and a digital one is confirmed."""
        original = self.original_id
        left = original.left_total + self.total
        if (
            original.state != "registered"
            or self.currency_id.compare_amounts(left, 0) < 0
        ):
            raise ProofMissing(
                self.env._(
                    "%(red)s takes back more than is left of %(number)s.",
                    red=self.number,
                    number=original.number,
                )
            )
        if self.kind in DIGITAL and not self._find_confirmation("confirmed"):
            raise ProofMissing(
                self.env._(
                    "%s: a digital red letter needs its confirmed red-letter confirmation. Register it on the original first.",
                    self.number,
                )
            )

    def _find_confirmation(self, *states):
        """The 红字确认单 that this red letter uses up."""
        return self.original_id.red_letter_ids.filtered(
            lambda red: red.state in (states or ("asked", "confirmed"))
            and red.name == self.confirmation_number
            and not red.currency_id.compare_amounts(red.total, -self.total)
        )[:1]

    def action_void(self):
        """作废: of a tax control machine only, and in the month in which it was issued.

        :raises MoveRefused: for a digital one, and for one of an earlier month
        """
        self._require_group(FINANCE)
        for fapiao in self:
            today = fapiao.company_id._aftersales_today()
            same_month = fapiao.date.replace(day=1) == today.replace(day=1)
            if fapiao.kind in DIGITAL or not same_month:
                raise MoveRefused(
                    self.env._(
                        "%s cannot be made void any more: issue a red-letter fapiao for it.",
                        fapiao.number,
                    )
                )
            if fapiao.red_ids.filtered(lambda red: red.state == "registered"):
                raise MoveRefused(
                    self.env._(
                        "%s was taken back by a red letter already.", fapiao.number
                    )
                )
        self._make_void()

    def _make_void(self):
        """Its invoices are without it again."""
        links = self.link_ids
        self._move_to("void")
        links._in_flow().unlink()
