"""Plain Python without any odoo import."""
