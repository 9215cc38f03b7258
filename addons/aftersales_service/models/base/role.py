from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import ProofMissing
from ...groups import MANAGER


class Role(models.Model):
    """A title that approves or signs: 服务主任, 运营总监, 总经理, …

    Source: group 1 (O-08 … O-66). Rules name a role; who holds it, where and until when
    is data, so no access group per title is needed.
    """

    _name = "aftersales.role"
    _description = "Approval Role"
    _inherit = ["document.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    note = fields.Text("Duties", translate=True)
    holder_ids = fields.One2many("aftersales.role.holder", "role_id", "Holders")
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another role has this code.")

    @api.model
    def _held_by(self, code, user, unit=None, on=None):
        """Whether ``user`` holds the role ``code`` on the day ``on`` (default: today).

        A holder without unit holds the role everywhere in the company; one with a unit
        also for the units below it.
        """
        domain = self._get_holder_domain(on) & Domain("user_id", "=", user.id)
        domain &= Domain("role_id.code", "=", code)
        domain &= Domain("company_id", "in", user.company_ids.ids)
        where = Domain("unit_id", "=", False)
        if unit:
            where |= Domain("unit_id", "parent_of", unit.id)
        # sudo: whether somebody may sign is asked on behalf of people who may not read roles
        return bool(
            self.env["aftersales.role.holder"]
            .sudo()
            .search_count(domain & where, limit=1)
        )

    @api.model
    def _get_holder_domain(self, on=None):
        """Holders that are in office on the day ``on`` (default: today)."""
        companies = self.env.companies
        if on:
            begun, going = Domain("date_from", "<=", on), Domain("date_to", ">=", on)
        else:
            begun = companies._aftersales_reached("date_from")
            going = companies._aftersales_reached("date_to", ">=")
        domain = Domain("company_id", "in", companies.ids)
        domain &= Domain("date_from", "=", False) | begun
        return domain & (Domain("date_to", "=", False) | going)

    @api.model
    def _get_held(self, user):
        """Holder rows of ``user`` today: which role he holds, in which unit."""
        domain = self._get_holder_domain() & Domain("user_id", "=", user.id)
        domain &= Domain("company_id", "in", user.company_ids.ids)
        # sudo: asked on behalf of people who may not read roles
        return self.env["aftersales.role.holder"].sudo().search(domain)

    @api.model
    def _get_held_in(self, company):
        """Roles that somebody holds in ``company`` today."""
        domain = self._get_holder_domain() & Domain("company_id", "=", company.id)
        # sudo: as above
        return self.env["aftersales.role.holder"].sudo().search(domain).role_id

    def _get_holders(self, company, unit=None):
        """Users who hold this role today for ``unit`` of ``company``."""
        domain = self._get_holder_domain() & Domain("role_id", "in", self.ids)
        domain &= Domain("company_id", "=", company.id)
        where = Domain("unit_id", "=", False)
        if unit:
            where |= Domain("unit_id", "parent_of", unit.id)
        # sudo: people must learn whom to ask
        return self.env["aftersales.role.holder"].sudo().search(domain & where).user_id

    @api.model
    def _get_last_resort(self, company):
        """Who is told when nobody else would be: the service directors of ``company``,
        else whoever has the director's group there, else the administrators."""
        director = self.env.ref(
            "aftersales_service.role_service_director", raise_if_not_found=False
        )
        role = (director or self).with_context(allowed_company_ids=company.ids)
        users = role._get_holders(company).filtered("active")
        for name in (MANAGER, "base.group_system"):
            # sudo: people must learn whom to ask
            users = users or self.env.ref(name).sudo().all_user_ids.filtered(
                lambda u: u.active and not u.share and company in u.company_ids
            )
        return users.sudo(False)

    @api.model
    def _get_by_code(self, code):
        """The role with that code.

        :raises ProofMissing: when the company deleted it
        """
        # sudo: as above; archived roles still name who is asked
        role = self.sudo().with_context(active_test=False)
        role = role.search([("code", "=", code)], limit=1)
        if not role:
            raise ProofMissing(
                self.env._(
                    "The approval role “%s” is missing. Ask a service director to make it under Configuration / Roles.",
                    code,
                )
            )
        return role.sudo(False)


class RoleHolder(models.Model):
    _name = "aftersales.role.holder"
    _description = "Holder of an Approval Role"
    _check_company_auto = True
    _rec_name = "user_id"

    role_id = fields.Many2one(
        "aftersales.role", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", required=True, index=True)
    unit_id = fields.Many2one(
        "aftersales.unit", "Only for Unit", check_company=True, index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From")
    date_to = fields.Date("Until")

    def _is_in_office(self):
        """Whether this person holds the role today."""
        today = self.company_id._aftersales_today()
        begun = not self.date_from or self.date_from <= today
        return begun and (not self.date_to or self.date_to >= today)
