from odoo import Command, api, fields, models

from ...exceptions import ProtectedRefused, RoleRefused
from ...groups import AUDITOR, FINANCE, MANAGER, any_of
from .selections import OPEN

_QUALITY = "quality_inspector"
_PEOPLE = any_of(FINANCE, MANAGER, AUDITOR)


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    old_part_ids = fields.One2many("aftersales.old.part", "order_id")


class Fee(models.Model):
    """分解: the quality department says who bears which part of a fee (F-41)."""

    _inherit = "aftersales.fee"

    split_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    split_at = fields.Datetime("Split On", readonly=True, copy=False)

    def action_confirm_split(self):
        """The shares are right as they stand; another share asks for it again.

        :raises RoleRefused: for whoever does not hold the role of the quality department
        """
        role = self.env["aftersales.role"]
        for fee in self:
            fee.check_access("read")
            holders = role._get_by_code(_QUALITY)._get_holders(fee.company_id)
            mine = self.env.user in holders
            if not mine and (holders or not self.env.user.has_group(MANAGER)):
                raise RoleRefused(
                    self.env._(
                        "Who bears which part is confirmed by the quality department: %s.",
                        ", ".join(holders.mapped("name")) or "–",
                    )
                )
        # sudo: the quality department writes nothing else of a fee
        self.sudo()._in_flow().write(
            {"split_by_id": self.env.uid, "split_at": fields.Datetime.now()}
        )


class FeeShare(models.Model):
    """A share that somebody settles afterwards: what stands on a settlement stands."""

    _inherit = "aftersales.fee.share"

    settlement_line_ids = fields.One2many(
        "aftersales.settlement.line", "share_id", "Settlements", groups=_PEOPLE
    )

    def _get_open_settlement(self):
        """The document on which these shares wait for an answer or a booking."""
        # sudo: whoever changes fees need not read settlements to be stopped by them
        lines = self.sudo().settlement_line_ids.filtered("is_open")
        return lines.settlement_id

    def _is_unquoted(self):
        """Nor does it stand on a settlement (extends)."""
        return super()._is_unquoted() and not self._get_open_settlement()

    def _check_may_change(self):
        """What is claimed is taken from the claim first (extends).

        :raises ProtectedRefused: naming the settlement
        """
        result = super()._check_may_change()
        for share in self:
            if settlement := share._get_open_settlement():
                raise ProtectedRefused(
                    self.env._(
                        "“%(fee)s” stands on %(document)s. Ask the accountant to take it from there first.",
                        fee=share.fee_id.name,
                        document=settlement[0].name,
                    )
                )
        return result

    def _check_change(self, names):
        """Another split is confirmed again (extends)."""
        result = super()._check_change(names)
        if {"payer", "percent", "partner_id"} & names:
            # sudo: whoever changes the shares, the confirmation goes
            fees = self.sudo().fee_id.filtered("split_by_id")
            fees._in_flow().write({"split_by_id": False, "split_at": False})
        return result

    def _get_standing(self):
        return super()._get_standing() or self._get_open_settlement()[:1]

    @api.depends("settlement_line_ids.state", "settlement_line_ids.settlement_id.state")
    def _compute_progress(self):
        """Claimed, then agreed (extends the progress by quotation); what was booked says
        `_get_progress` by its movements."""
        result = super()._compute_progress()
        for share in self.filtered(lambda s: s.progress == "open"):
            # sudo: how far it is, is no secret to those who see the fee
            line = share.sudo().settlement_line_ids.filtered("is_open")
            state = line.settlement_id.state
            if state in OPEN[1:]:
                agreed = line.accepted_net and not line.rest_net
                share.progress = "ordered" if agreed else "quoted"
        return result

    def action_open_document(self):
        """The settlement on which it stands or stood last, for those who may see it
        (extends the quotation, the invoice and the receivable)."""
        self.ensure_one()
        # sudo: where it stands is found for everybody, shown to whoever may
        lines = self.sudo().settlement_line_ids
        found = lines.filtered("is_open") or lines.sorted("id")[-1:]
        settlement = found.settlement_id.with_env(self.env)
        if settlement and settlement.has_access("read"):
            return settlement.get_formview_action()
        return super().action_open_document()


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_disposal_product_id = fields.Many2one(
        "product.product",
        "Disposal of Old Parts",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "=", "service")],
        help="Its price on the fee card is what a supplier pays for each old part that we dispose of for him; empty: nothing is claimed.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_disposal_product_id = fields.Many2one(
        related="company_id.aftersales_disposal_product_id", readonly=False
    )


class OldPart(models.Model):
    _inherit = "aftersales.old.part"

    def _leave(self, state):
        """What we dispose of for a supplier costs him its price (F-45, P-17; extends)."""
        result = super()._leave(state)
        if state == "charged":
            # sudo: the keeper disposes of it, he enters no fees
            for part in self.sudo().filtered(lambda part: part._is_disposal_paid()):
                fees = self.env["aftersales.fee"].sudo()._in_flow()
                fees.create(part._prepare_disposal())
        return result

    def _is_disposal_paid(self):
        return self.supplier_id and self.company_id.aftersales_disposal_product_id

    def _prepare_disposal(self):
        """A fee of its job that the supplier alone settles."""
        lang = self.company_id.partner_id.lang
        return {
            "name": self.with_context(lang=lang).env._(
                "Disposal of old part %s", self.name
            ),
            "order_id": self.order_id.id,
            "kind": "other",
            "is_agreed": True,  # no decision says who pays it
            "product_id": self.company_id.aftersales_disposal_product_id.id,
            "quantity": self.quantity,
            "share_ids": [
                Command.create(
                    {
                        "payer": "supplier",
                        "percent": 100.0,
                        "partner_id": self.supplier_id.id,
                    }
                )
            ],
        }
