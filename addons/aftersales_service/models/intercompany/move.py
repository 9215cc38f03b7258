from odoo import api, fields, models

from ...exceptions import MoveRefused
from ...groups import AUDITOR, FINANCE, MANAGER, any_of
from .charge_source import MIRRORED


class AccountMove(models.Model):
    """Documents of after-sales that are addressed to another company of the database, and
    the documents by which that company answers."""

    _inherit = "account.move"

    aftersales_charge_id = fields.Many2one(
        "aftersales.company.charge",
        "Charge of Another Company",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=any_of(FINANCE, MANAGER, AUDITOR),
    )

    def _aftersales_follow(self, again):
        """The other company learns of what was posted, taken back or reversed (extends)."""
        result = super()._aftersales_follow(again)
        # sudo: accountants of one company, documents of two
        moves = self.sudo()
        moves.filtered("aftersales_charge_id")._aftersales_check_charge()
        addressed = moves.filtered(lambda m: m._aftersales_get_receiver())
        for move in addressed.filtered(lambda m: m._aftersales_is_charge()):
            move._aftersales_charge()
        answers = moves | moves.reversed_entry_id
        answers.aftersales_charge_id._follow()
        return result

    def _aftersales_is_charge(self):
        """Whether after-sales charges something by this document, or takes it back."""
        if self.move_type not in MIRRORED or self.aftersales_charge_id:
            return False
        first = self.reversed_entry_id or self
        if first.aftersales_charge_id:
            return False
        if first.aftersales_settlement_id:
            return True
        lines = first.invoice_line_ids if first.move_type == "out_invoice" else None
        return bool(lines) and any(lines.sale_line_ids.mapped("aftersales_is_fee"))

    def _aftersales_charge(self):
        """The charge of this document and that of what it reverses."""
        charges = self.env["aftersales.company.charge"]
        receiver = self._aftersales_get_receiver()
        first = self.reversed_entry_id
        origin = (
            charges.search([("source_move_id", "=", first.id)]) if first else charges
        )
        origin._follow()
        if self.state == "posted" and origin.state != "withdrawn":
            charges._take_up(self, receiver)
        charges.search([("source_move_id", "=", self.id)])._follow()

    def _aftersales_get_receiver(self):
        """The company of the database to which this is addressed, if it is another one."""
        partner = self.partner_id or self.reversed_entry_id.partner_id
        companies = self.env["res.company"]
        known = companies._aftersales_get_of_partners()
        found = known.get(partner.id) or known.get(partner.commercial_partner_id.id)
        return companies.browse(found) - self.company_id

    def _aftersales_get_partner_items(self):
        """The items of an entry on which the partner owes or is owed."""
        kinds = ("asset_receivable", "liability_payable")
        return self.line_ids.filtered(
            lambda item: (
                item.account_id.account_type in kinds
                or item.account_id == item.company_id.aftersales_staff_account_id
            )
        )

    def _aftersales_check_charge(self):
        """:raises MoveRefused: for a document over what the other company took back"""
        for move in self.filtered(lambda m: m.state == "posted"):
            charge = move.aftersales_charge_id
            if charge.source_move_id.state != "posted" or (
                charge.state == "withdrawn" and move == charge._get_bill()
            ):
                raise MoveRefused(
                    self.env._(
                        "%(company)s took %(number)s back. Delete this document.",
                        company=charge.sender_id.name,
                        number=charge.name,
                    )
                )

    # --- what is cancelled or deleted charges nothing

    def button_cancel(self):
        """Extends core."""
        result = super().button_cancel()
        self.sudo().aftersales_charge_id._follow()  # sudo: as above
        return result

    def unlink(self):
        """Extends core; the charge stays and says so."""
        moves = self.sudo()  # sudo: as above
        charges = moves.aftersales_charge_id
        sources = moves.filtered(lambda m: m.state == "draft" and m.posted_before)
        charges |= (
            self.env["aftersales.company.charge"]
            .sudo()
            .search([("source_move_id", "in", sources.ids)])
            if sources
            else charges
        )
        result = super().unlink()
        charges._follow()
        return result


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def _load_menus_blacklist(self):
        """Nothing of this where the database has one company (extends core)."""
        hidden = super()._load_menus_blacklist()
        # sudo: how many there are is no secret
        if self.env["res.company"].sudo().search_count([], limit=2) < 2:
            menu = self.env.ref(
                "aftersales_service.menu_company_charge", raise_if_not_found=False
            )
            hidden += menu.ids if menu else []
        return hidden
