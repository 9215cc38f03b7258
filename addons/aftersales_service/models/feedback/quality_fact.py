from odoo import fields, models
from odoo.tools import SQL

from ..decision.decision import CAUSES
from ..order.order_dimensions import ESCALATION_CLASSES, RESPONSIBILITIES

_JOBS = """
    SELECT job.id * 2 AS id, 'job' AS source, 1 AS jobs, 0.0 AS returned,
           (job.called_at AT TIME ZONE 'UTC' AT TIME ZONE company.aftersales_tz)::date
               AS day, job.id AS order_id,
           NULL::integer AS return_id, job.company_id, job.unit_id,
           job.partner_id, job.product_id, job.product_categ_id AS categ_id,
           to_char(COALESCE(device.production_date, device.ship_date), 'YYYY-MM')
               AS batch,
           job.fault_id, job.found_fault_id,
           COALESCE(decided.cause, 'unknown') AS cause,
           job.responsibility, job.escalation_class,
           NULL::integer AS step_id
      FROM aftersales_order job
      JOIN res_company company ON company.id = job.company_id
      LEFT JOIN aftersales_device device ON device.id = job.device_id
      LEFT JOIN LATERAL (
            SELECT cause FROM aftersales_decision
             WHERE order_id = job.id ORDER BY id DESC LIMIT 1
           ) decided ON TRUE
     WHERE job.state != 'cancelled' AND job.is_history IS NOT TRUE
       AND job.internal_kind IS NULL
"""
_RETURNS = """
    SELECT line.id * 2 + 1 AS id, 'return' AS source, 0 AS jobs,
           line.received_quantity AS returned,
           (came.received_at AT TIME ZONE 'UTC' AT TIME ZONE company.aftersales_tz)::date
               AS day, came.order_id,
           came.id AS return_id, line.company_id, job.unit_id,
           came.partner_id, line.product_id, template.categ_id,
           CASE WHEN template.tracking = 'lot' THEN line.serial
                ELSE to_char(COALESCE(device.production_date, device.ship_date),
                             'YYYY-MM') END AS batch,
           job.fault_id, job.found_fault_id,
           COALESCE(signed.cause, decided.cause, 'unknown') AS cause,
           COALESCE(signed.responsibility, job.responsibility, 'unknown')
               AS responsibility,
           job.escalation_class, signed.step_id
      FROM aftersales_return_line line
      JOIN aftersales_return came ON came.id = line.return_id
      JOIN res_company company ON company.id = line.company_id
      JOIN product_product product ON product.id = line.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      LEFT JOIN aftersales_order job ON job.id = came.order_id
      LEFT JOIN aftersales_device device ON device.id = line.device_id
      LEFT JOIN LATERAL (
            SELECT cause FROM aftersales_decision
             WHERE order_id = job.id ORDER BY id DESC LIMIT 1
           ) decided ON TRUE
      LEFT JOIN LATERAL (
            SELECT cause, responsibility, step_id FROM aftersales_inspection
             WHERE line_id = line.id AND state = 'concluded'
             ORDER BY id DESC LIMIT 1
           ) signed ON TRUE
     WHERE line.received_quantity > 0 AND came.state != 'cancelled'
"""


class QualityFact(models.Model):
    """One job or one returned line, with what is known of its fault: what quality people
    count by cause, fault, product and batch (O-44). Nothing of it is stored."""

    _name = "aftersales.quality.fact"
    _description = "Quality Information"
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "source"
    # What must be in the database before this is read.
    _depends = {
        "aftersales.order": [
            "state",
            "is_history",
            "internal_kind",
            "called_at",
            "company_id",
            "unit_id",
            "partner_id",
            "product_id",
            "product_categ_id",
            "device_id",
            "fault_id",
            "found_fault_id",
            "responsibility",
            "escalation_class",
        ],
        "res.company": ["aftersales_tz"],
        "aftersales.device": ["production_date", "ship_date"],
        "aftersales.decision": ["order_id", "cause"],
        "aftersales.return": ["state", "received_at", "order_id", "partner_id"],
        "aftersales.return.line": [
            "return_id",
            "received_quantity",
            "company_id",
            "product_id",
            "device_id",
            "serial",
        ],
        "aftersales.inspection": [
            "line_id",
            "state",
            "cause",
            "responsibility",
            "step_id",
        ],
    }

    source = fields.Selection(
        [("job", "Service Order"), ("return", "Return Order")],
        "Comes From",
        readonly=True,
    )
    jobs = fields.Integer("Service Orders", readonly=True)
    returned = fields.Float("Returned Quantity", digits="Product Unit", readonly=True)
    day = fields.Date("On", readonly=True)
    order_id = fields.Many2one("aftersales.order", "Service Order", readonly=True)
    return_id = fields.Many2one("aftersales.return", "Return Order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    unit_id = fields.Many2one("aftersales.unit", "Service Unit", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Family", readonly=True)
    batch = fields.Char(
        readonly=True, help="The lot, or the month of production of a single machine."
    )
    fault_id = fields.Many2one("aftersales.fault", "Symptom", readonly=True)
    found_fault_id = fields.Many2one("aftersales.fault", "Found Cause", readonly=True)
    cause = fields.Selection(CAUSES, "Decided Cause", readonly=True)
    responsibility = fields.Selection(RESPONSIBILITIES, readonly=True)
    escalation_class = fields.Selection(
        ESCALATION_CLASSES, "Class of Fault", readonly=True
    )
    step_id = fields.Many2one(
        "aftersales.process.step", "Department or Process Step", readonly=True
    )

    @property
    def _table_query(self):
        return SQL(f"{_JOBS} UNION ALL {_RETURNS}")

    def action_open_source(self):
        """The job or the return itself."""
        self.ensure_one()
        record = self.return_id or self.order_id
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
