from odoo import models

LEDGER = (
    ("moment", 10),
    ("number", 9),
    ("customer", 14),
    ("phone", 10),
    ("product", 11),
    ("fault", 16),
    ("technician", 7),
    ("result", 13),
    ("signed", 10),
)


class ServiceLedger(models.AbstractModel):
    """服务台帐: job, person, result, signature on the receipt (B-46, D-11)."""

    _name = "report.aftersales_service.report_service_ledger"
    _inherit = ["aftersales.register.paper"]
    _description = "Service Ledger"

    _register_columns = LEDGER

    def _get_labels(self):
        return super()._get_labels() | {
            "result": self.env._("Service Result"),
            "signed": self.env._("Receipt Signed By"),
        }

    def _prepare_line(self, order):
        visit = self._get_last_visit(order)
        result = visit.action_taken or self._get_answer(order)
        return super()._prepare_line(order) | {
            "result": result or "",
            "signed": self._get_signature(order, visit),
        }

    def _get_signature(self, order, visit):
        """Who signed and when; the image stays on the receipt."""
        if not visit.signed_at:
            return ""
        day = self._local(order, visit.signed_at, "%m-%d")
        return " ".join(filter(None, (visit.signed_by, day)))
