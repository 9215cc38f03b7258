from odoo import api, models


class CollectionPaper(models.AbstractModel):
    """收据: what the customer gets for his money; a void one says so across its head."""

    _name = "report.aftersales_service.report_collection"
    _inherit = ["aftersales.paper"]
    _description = "Payment Receipt"

    _record_model = "aftersales.collection"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Nobody is given a receipt for money that was not taken (extends)."""
        values = super()._get_report_values(docids, data)
        if not values["blank"]:
            values["docs"] = values["docs"].filtered("name")
        return values

    def _get_title(self, record, form, blank):
        """A void receipt is printed as such (extends)."""
        title = super()._get_title(record, form, blank)
        if record.state == "void":
            return self.env._("%s (Void)", title)
        return title

    def _get_means(self, record):
        """[(ticked, label)] of the means of payment."""
        return [
            (record.method == code, label)
            for code, label in record._fields["method"]._description_selection(self.env)
            if code != "later"
        ]

    def _get_purpose(self, record):
        """What was paid for: the job and the machine. sudo: of his own jobs only."""
        order = record.sudo().order_id
        machine = " ".join(
            filter(None, (order.product_id.name, order.device_id.serial))
        )
        return " ".join(filter(None, (self.env._("Repair Fee"), order.name, machine)))


class HandInPaper(models.AbstractModel):
    """交款单: receipts, counted cash and difference, signed by both."""

    _name = "report.aftersales_service.report_handin"
    _inherit = ["aftersales.paper"]
    _description = "Hand-In"

    _record_model = "aftersales.handin"
    _lines = "collection_ids"
