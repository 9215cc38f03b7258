"""Plain arithmetic of after-sales: no Odoo, no database, all of it tested by examples."""
