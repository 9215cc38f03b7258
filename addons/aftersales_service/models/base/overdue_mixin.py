from odoo import api, fields, models
from odoo.fields import Domain


class OverdueMixin(models.AbstractModel):
    """Documents that are late after a day or a moment. Time alone makes them so, hence
    nothing of it is stored: the due field is indexed, the answer computed and searchable.

    A model names ``_overdue_field`` (a date, ``date_due`` if it names none, or a datetime in
    UTC) and ``_overdue_states``, those in which it is still awaited.
    """

    _name = "aftersales.overdue.mixin"
    _description = "Document That May Be Overdue"

    _overdue_field = "date_due"
    _overdue_states = ()

    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    @api.depends(lambda self: ("state", self._overdue_field))
    def _compute_is_overdue(self):
        companies = self.company_id | self.env.company
        late = self.filtered_domain(self._get_overdue_domain(companies))
        for record in self:
            record.is_overdue = record in late

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_overdue_domain()
        return domain if True in value else ~domain

    @api.model
    def _get_overdue_domain(self, companies=None):
        """What is late now; each company has its own day (default: the chosen ones)."""
        awaited = Domain("state", "in", self._overdue_states)
        if self._fields[self._overdue_field].type == "datetime":
            return awaited & Domain(self._overdue_field, "<", fields.Datetime.now())
        return awaited & Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(self._overdue_field, "<", company._aftersales_today())
            for company in companies or self.env.companies
        )
