from odoo import fields, models


class HelpdeskTicket(models.Model):
    """Indexes that the lists, the portal and the record rules of tickets need."""

    _inherit = "helpdesk.ticket"

    number = fields.Char(index="trigram")
    partner_id = fields.Many2one(index="btree_not_null")
    commercial_partner_id = fields.Many2one(index="btree_not_null")
    company_id = fields.Many2one(index=True)
    category_id = fields.Many2one(index="btree_not_null")
    channel_id = fields.Many2one(index="btree_not_null")
    duplicate_id = fields.Many2one(index="btree_not_null")
    closed_date = fields.Datetime(index="btree_not_null")
