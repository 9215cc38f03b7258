from odoo import fields, models
from odoo.tools import SQL


class ReconcileDay(models.Model):
    """Register, voucher, cash and invoice of each unit and day, beside each other: what
    was done, what was signed for, what it cost the customer, what he paid on the spot and
    what he was invoiced (F-39)."""

    _name = "aftersales.reconcile.day"
    _description = "Daily Comparison"
    _auto = False
    _order = "day desc, unit_id, id"
    _rec_name = "day"
    _depends = {
        "aftersales.collection": ["amount", "state", "visit_id"],
        "aftersales.order": ["unit_id"],
        "aftersales.reconcile.line": [
            "fee_amount", "invoiced_amount", "open_amount", "paid_amount", "visit_id",
        ],
        "aftersales.visit": ["ended_at", "order_id", "signed_at", "state"],
    }  # fmt: skip

    day = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_id = fields.Many2one("aftersales.unit", "Service Unit", readonly=True)
    done = fields.Integer(
        "Visits Done", readonly=True, help="By the register of the day."
    )
    signed = fields.Integer("Vouchers Signed", readonly=True)
    fee = fields.Monetary(
        "Customers Pay", readonly=True, help="Fees of these visits, with tax."
    )
    taken = fields.Monetary("Taken on the Spot", readonly=True)
    handed = fields.Monetary("Handed In", readonly=True)
    invoiced = fields.Monetary(readonly=True)
    paid = fields.Monetary(readonly=True)
    unsigned = fields.Integer("Without Voucher", readonly=True)
    in_hand = fields.Monetary("Not Handed In", readonly=True)
    uninvoiced = fields.Monetary("Not Invoiced", readonly=True)
    differs = fields.Boolean(
        readonly=True,
        help="A visit without signed voucher, money that was not handed in, or a fee without invoice.",
    )

    @property
    def _table_query(self):
        # sudo: zones of companies
        companies = self.env["res.company"].sudo().search_fetch([])
        return SQL(
            """
            WITH zone AS (
                SELECT * FROM unnest(%s, %s) AS z (company_id, tz)
            ), visit AS (
                SELECT v.id, v.company_id, o.unit_id, v.signed_at,
                    (v.ended_at AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date AS day
                FROM aftersales_visit v
                JOIN aftersales_order o ON o.id = v.order_id
                JOIN zone ON zone.company_id = v.company_id
                WHERE v.ended_at IS NOT NULL AND v.state <> 'cancelled'
            ), money AS (
                SELECT c.visit_id, sum(c.amount) AS taken,
                    sum(c.amount) FILTER (WHERE c.state = 'posted') AS handed
                FROM aftersales_collection c
                WHERE c.state IN ('held', 'handed', 'posted') GROUP BY 1
            ), fee AS (
                SELECT l.visit_id, sum(l.fee_amount) AS fee,
                    sum(l.invoiced_amount) AS invoiced, sum(l.paid_amount) AS paid,
                    sum(l.open_amount) AS open
                FROM aftersales_reconcile_line l
                JOIN res_company c ON c.id = l.company_id
                WHERE l.payer = 'customer' AND l.visit_id IS NOT NULL
                    AND l.currency_id = c.currency_id
                GROUP BY 1
            ), summed AS (
                SELECT min(v.id) AS id, v.company_id, v.unit_id, v.day,
                    count(*) AS done, count(v.signed_at) AS signed,
                    sum(COALESCE(f.fee, 0)) AS fee,
                    sum(COALESCE(m.taken, 0)) AS taken,
                    sum(COALESCE(m.handed, 0)) AS handed,
                    sum(COALESCE(f.invoiced, 0)) AS invoiced,
                    sum(COALESCE(f.paid, 0)) AS paid,
                    sum(COALESCE(f.open, 0)) AS uninvoiced
                FROM visit v
                LEFT JOIN money m ON m.visit_id = v.id
                LEFT JOIN fee f ON f.visit_id = v.id
                GROUP BY v.company_id, v.unit_id, v.day
            )
            SELECT summed.*, done - signed AS unsigned, taken - handed AS in_hand,
                done <> signed OR taken <> handed OR uninvoiced <> 0 AS differs
            FROM summed
            """,
            companies.ids,
            [company._aftersales_zone().key for company in companies],
        )

    def action_open_visits(self):
        """The visits behind this row."""
        self.ensure_one()
        self.check_access("read")
        start, stop = self.company_id._aftersales_bounds(self.day)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_visit_action"
        )
        return action | {
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("order_id.unit_id", "=", self.unit_id.id),
                ("ended_at", ">=", start),
                ("ended_at", "<", stop),
                ("state", "!=", "cancelled"),
            ],
            "context": {},
        }
