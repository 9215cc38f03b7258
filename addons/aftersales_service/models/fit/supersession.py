from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...kernel.fit import Chains, Change, as_ratio, find_circle

# All that has to do with some parts, however long the chains: one statement.
_FAMILY = """
    WITH RECURSIVE family(part) AS (
        SELECT unnest(%(parts)s::int[])
        UNION
        SELECT beside.part FROM family JOIN LATERAL (
            SELECT successor_id AS part FROM aftersales_part_supersession
            WHERE product_id = family.part AND (company_id IS NULL OR company_id = ANY(%(companies)s))
            UNION ALL
            SELECT product_id FROM aftersales_part_supersession
            WHERE successor_id = family.part AND (company_id IS NULL OR company_id = ANY(%(companies)s))
        ) beside ON TRUE
    )
    SELECT change.product_id, change.successor_id, change.since, change.until,
        COALESCE(change.both_ways, FALSE), COALESCE(change.use_up, FALSE),
        COALESCE(change.sequence, 0), COALESCE(change.old_quantity, 1),
        COALESCE(change.new_quantity, 1), change.company_id
    FROM family JOIN aftersales_part_supersession change ON change.product_id = family.part
    WHERE change.company_id IS NULL OR change.company_id = ANY(%(companies)s)
"""


class Supersession(models.Model):
    """One part takes the place of another (替代关系), from a day on, in one direction or
    both (E8)."""

    _name = "aftersales.part.supersession"
    _description = "Supersession of Parts"
    _inherit = ["document.shared.mixin"]
    _order = "product_id, sequence, id"
    _rec_name = "successor_id"
    _check_company_auto = True

    product_id = fields.Many2one(
        "product.product",
        "Old Part",
        required=True,
        index=True,
        check_company=True,
        domain=[("aftersales_is_part", "=", True)],
        ondelete="cascade",
    )
    successor_id = fields.Many2one(
        "product.product",
        "New Part",
        required=True,
        index=True,
        check_company=True,
        domain=[("aftersales_is_part", "=", True)],
        ondelete="cascade",
    )
    old_quantity = fields.Float(
        "Old Pieces",
        digits="Product Unit",
        default=1.0,
        help="So many old ones are replaced by so many new ones.",
    )
    new_quantity = fields.Float("New Pieces", digits="Product Unit", default=1.0)
    since = fields.Date("Replaced Since", help="Empty: it has always been so.")
    until = fields.Date(help="The last day, where it was taken back later.")
    both_ways = fields.Boolean(
        "Interchangeable",
        help="The old part serves where the new one is asked, too. Otherwise only the new one serves for the old one.",
    )
    use_up = fields.Boolean(
        "Use Up Old Stock",
        default=True,
        help="As long as the old part is in stock, it is taken first.",
    )
    sequence = fields.Integer(default=10)
    note = fields.Char("Remark")
    company_id = fields.Many2one("res.company", index="btree_not_null")

    _not_itself = models.Constraint(
        "CHECK (product_id <> successor_id)", "A part cannot replace itself."
    )
    _quantities_positive = models.Constraint(
        "CHECK (old_quantity > 0 AND new_quantity > 0)",
        "The quantities of both parts must be more than zero.",
    )
    _days_in_order = models.Constraint(
        "CHECK (until >= since)", "The last day lies before the first."
    )
    _pair_unique = models.UniqueIndex(
        "(product_id, successor_id, COALESCE(company_id, 0), COALESCE(since, DATE '1900-01-01'))",
        "This supersession is already listed.",
    )

    @api.depends("product_id", "successor_id")
    def _compute_display_name(self):
        for change in self:
            old, new = change.product_id.display_name, change.successor_id.display_name
            change.display_name = f"{old or ''} → {new or ''}"

    @api.constrains("product_id", "successor_id", "since", "until", "company_id")
    def _check_circle(self):
        """In the end some part must be the newest, on every day and in every company."""
        # sudo: what another company entered for all counts, whoever may see it
        every = self.sudo()
        shared = any(not change.company_id for change in every)
        companies = every.company_id
        if shared:
            companies = every.env["res.company"].search_fetch([], [])
        changes = self._find_changes(every.product_id.ids, companies.ids)
        for company in companies:
            circle = find_circle(
                change for change, owner in changes if owner in (None, company.id)
            )
            if circle:
                parts = every.env["product.product"].browse([*circle, circle[0]])
                raise ValidationError(
                    self.env._(
                        "These parts would replace each other in a circle: %s. End the earlier supersession first.",
                        " → ".join(part.display_name for part in parts),
                    )
                )

    @api.model
    def _find_changes(self, part_ids, company_ids):
        """[(`Change` of ids, its company)] of everything that has to do with the parts."""
        if not part_ids:
            return []
        self.flush_model()
        rows = self.env.execute_query(
            SQL(_FAMILY, parts=list(part_ids), companies=list(company_ids))
        )
        return [
            (Change(*plain, as_ratio(old, new)), owner)
            for *plain, old, new, owner in rows
        ]

    @api.model
    def _get_chains(self, parts, company):
        """`Chains` of what has to do with ``parts`` today, of ids."""
        found = self._find_changes(parts.ids, company.ids)
        return Chains([change for change, _owner in found], company._aftersales_today())

    @api.model
    def _find_known(self, old_ids, company):
        """{(old id, new id, since): what is entered about the old parts}; the company's own
        before what all share."""
        domain = Domain("company_id", "in", (False, company.id))
        domain &= Domain("product_id", "in", list(old_ids))
        found = self.search(domain).sorted(lambda one: bool(one.company_id))
        return {
            (one.product_id.id, one.successor_id.id, one.since): one for one in found
        }
