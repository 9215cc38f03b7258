from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import ConcurrencyError


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _create_date_range_seq(self, date):
        """The first two documents of a year at the same moment (extends core's).

        Both make the counter of the year. Core refuses the second with a sentence about
        date ranges; repeated by Odoo, it takes the next number instead.
        """
        try:
            return super()._create_date_range_seq(date)
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error
