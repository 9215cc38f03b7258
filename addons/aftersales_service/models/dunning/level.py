from odoo import api, fields, models


class DunningLevel(models.Model):
    """One of the letters that remind of an overdue invoice: after how many days, and in
    which words."""

    _name = "aftersales.dunning.level"
    _description = "Level of Payment Reminders"
    _inherit = ["document.shared.mixin"]
    _order = "days, id"

    name = fields.Char("Title", required=True, translate=True)
    days = fields.Integer(
        "Days After the Due Date",
        required=True,
        help="Also the least time between two letters: as far as their levels lie apart.",
    )
    text = fields.Text(required=True, translate=True, help="What the letter says.")
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Empty: for each company that has no levels of its own.",
    )
    active = fields.Boolean(default=True)

    _days_positive = models.Constraint(
        "CHECK (days > 0)", "A reminder goes out after the due date."
    )
    _days_unique = models.UniqueIndex(
        "(COALESCE(company_id, 0), days) WHERE active",
        "There is a level for this number of days already.",
    )

    @api.model
    def _get_of(self, company):
        """Those of ``company``, the first letter first."""
        found = self.search([("company_id", "in", (company.id, False))])
        return found.filtered("company_id") or found

    def _get_next(self, done, late, last_on, today):
        """The level that an invoice has reached now.

        :param done: levels that were sent or skipped for it
        :param late: days since it was due
        :param last_on: when its last letter went out, if any did
        :return: at most one level
        """
        reached = max(done.mapped("days"), default=0)
        level = self.filtered(lambda level: level.days > reached)[:1]
        if not level or late < level.days:
            return self.browse()
        if last_on and (today - last_on).days < level.days - reached:
            return self.browse()
        return level
