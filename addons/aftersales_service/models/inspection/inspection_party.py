from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import MoveRefused, ProofMissing, RoleRefused, SamePersonRefused

CONCLUSIONS = [("yes", "Agrees"), ("no", "Disagrees")]


class InspectionParty(models.Model):
    """One party of a joint inspection: what it found, whether it agrees, its signature."""

    _name = "aftersales.inspection.party"
    _description = "Party of a Joint Inspection"
    _inherit = ["document.signature.mixin"]
    _flow_fields = frozenset(
        {"inspection_id", "role_id", "finding", "agrees", "signed_by_id", "signed_at"}
    )
    _order = "inspection_id, id"
    _rec_name = "role_id"
    _check_company_auto = True

    inspection_id = fields.Many2one(
        "aftersales.inspection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="inspection_id.company_id", store=True, index=True
    )
    role_id = fields.Many2one(
        "aftersales.role", "Party", required=True, index=True, ondelete="restrict"
    )
    finding = fields.Text()
    agrees = fields.Selection(CONCLUSIONS)
    signed_by_id = fields.Many2one("res.users", index="btree_not_null")
    signed_at = fields.Datetime("Signed On")
    may_sign = fields.Boolean(
        "I Sign Here", compute="_compute_may_sign", search="_search_may_sign"
    )
    return_id = fields.Many2one(related="inspection_id.return_id")
    product_id = fields.Many2one(related="inspection_id.product_id")
    serial = fields.Char(related="inspection_id.serial")
    quantity = fields.Float(related="inspection_id.quantity")
    fault_found = fields.Text(related="inspection_id.fault_found")
    cause = fields.Selection(related="inspection_id.cause")
    responsibility = fields.Selection(related="inspection_id.responsibility")
    disposition = fields.Selection(related="inspection_id.disposition")

    _role_unique = models.Constraint(
        "UNIQUE (inspection_id, role_id)", "Each party signs once."
    )
    _one_for_one = models.UniqueIndex(
        "(inspection_id, signed_by_id) WHERE signed_by_id IS NOT NULL",
        "Nobody signs for two parties.",
    )

    @api.depends("signed_at", "inspection_id.state", "inspection_id.unit_id")
    @api.depends_context("uid")
    def _compute_may_sign(self):
        held = self.env["aftersales.role"]._get_held(self.env.user)
        mine = {(holder.company_id, holder.role_id, holder.unit_id) for holder in held}
        for party in self:
            fresh = not party.signed_at and party.inspection_id.state == "open"
            places = party.inspection_id.unit_id._get_with_parents()
            party.may_sign = fresh and any(
                (party.company_id, party.role_id, unit) in mine for unit in places
            )

    @api.model
    def _search_may_sign(self, operator, value):
        if operator != "in":
            return NotImplemented
        held = self.env["aftersales.role"]._get_held(self.env.user)
        waiting = Domain("signed_at", "=", False)
        waiting &= Domain("inspection_id.state", "=", "open")
        waiting &= Domain("role_id", "in", held.role_id.ids)
        mine = self.search(waiting).filtered("may_sign")
        return Domain("id", "in" if True in value else "not in", mine.ids)

    def action_ask_signature(self):
        """Open the window in which a party writes what it found and signs, once for all
        the goods that were chosen.

        :raises MoveRefused: when none of them waits for this user
        """
        mine = self.filtered("may_sign")
        if not mine:
            raise MoveRefused(self.env._("Nothing here waits for your signature."))
        names = "、".join(mine.role_id.mapped("name"))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign: %s", names),
            "res_model": "aftersales.inspection.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_party_ids": mine.ids},
        }

    def action_sign(self, finding=None, agrees="yes"):
        """The holder of the role records what his department found, and signs.

        :param agrees: ``yes`` or ``no``: one that disagrees takes it to the arbiter
        :raises ProofMissing, RoleRefused, SamePersonRefused, MoveRefused:
        """
        for party in self:
            inspection = party.inspection_id
            inspection.check_access("read")
            party._check_may_sign()
            if not (finding or "").strip():
                raise ProofMissing(
                    self.env._("Please write what your department found.")
                )
            inspection._check_conclusion()
            # sudo: a party signs its own row, nobody writes any other
            party.sudo()._in_flow().write(
                {
                    "finding": finding,
                    "agrees": agrees,
                    "signed_by_id": self.env.uid,
                    "signed_at": fields.Datetime.now(),
                }
            )
            party.sudo()._seal()
            inspection._on_signed()

    def _check_may_sign(self):
        inspection = self.inspection_id
        if inspection.state != "open" or self.signed_at:
            raise MoveRefused(
                self.env._(
                    "%(party)s can no longer sign %(inspection)s: it is signed already or no longer open. Reload the page.",
                    party=self.role_id.name,
                    inspection=inspection.name,
                )
            )
        if self.env.user in inspection.party_ids.signed_by_id:
            raise SamePersonRefused(
                self.env._(
                    "You signed %s for another party already; nobody signs for two.",
                    inspection.name,
                )
            )
        if not self.may_sign:
            holders = self.role_id._get_holders(self.company_id, inspection.unit_id)
            raise RoleRefused(
                self.env._(
                    "Only a holder of the role %(role)s signs here: %(people)s.",
                    role=self.role_id.name,
                    people=", ".join(holders.sudo().mapped("name"))  # sudo: names only
                    or self.env._("nobody holds it yet, ask a service director"),
                )
            )
