from odoo import api, models

# What would be a command of the printer, or would be escaped as HTML on the way to it; its
# own way of writing them is `_` and two digits.
_SPECIAL = "_^~\\\n\r<>&'\""
_COMMANDS = str.maketrans({sign: f"_{ord(sign):02X}" for sign in _SPECIAL})


class Label(models.AbstractModel):
    """A label of 60 × 40 mm: as PDF, or in the words of a label printer (ZPL)."""

    _name = "aftersales.label"
    _inherit = ["aftersales.paper"]
    _description = "Thermal Label"

    def _make_labels(self, records, form):
        """[{code, qr, title, lines}] in the order of ``records``."""
        labels = [self._prepare_label(record) for record in records]
        for label in labels:
            label["qr"] = label["code"] and form._make_qr_of(label["code"])
            label["lines"] = [str(line) for line in label["lines"] if line]
        return labels

    def _prepare_label(self, record):
        """{code, title, lines} of ``record``; the code is what a scanner reads."""
        raise NotImplementedError

    @api.model
    def _escape(self, text):
        """``text`` as data between ``^FH^FD`` and ``^FS``: never a command."""
        return (text or "").translate(_COMMANDS)


class ShelfLabel(models.AbstractModel):
    """货位标签"""

    _name = "report.aftersales_service.label_shelf"
    _inherit = ["aftersales.label"]
    _description = "Shelf Label"

    _record_model = "stock.location"

    def _prepare_label(self, record):
        name = record._aftersales_get_shelf_name() or record.name
        warehouse = record.warehouse_id.name
        return {
            "code": record._aftersales_get_code(),
            "title": name,
            "lines": [warehouse],
        }


class PartLabel(models.AbstractModel):
    """零件标签"""

    _name = "report.aftersales_service.label_part"
    _inherit = ["aftersales.label"]
    _description = "Part Label"

    _record_model = "product.product"

    def _prepare_label(self, record):
        code = record.barcode or record.default_code or ""
        return {"code": code, "title": record.name, "lines": [record.default_code]}


class SerialLabel(models.AbstractModel):
    """序列号、批次标签"""

    _name = "report.aftersales_service.label_serial"
    _inherit = ["aftersales.label"]
    _description = "Serial or Lot Label"

    _record_model = "stock.lot"

    def _prepare_label(self, record):
        expiry = record._aftersales_get_expiry()
        part = record.product_id
        return {
            "code": record.name,
            "title": record.name,
            "lines": [part.name, part.default_code, expiry],
        }


class OldPartLabel(models.AbstractModel):
    """旧件标签, small"""

    _name = "report.aftersales_service.label_old_part"
    _inherit = ["aftersales.label"]
    _description = "Old-Part Label"

    _record_model = "aftersales.old.part"

    def _prepare_label(self, record):
        return {
            "code": record.name,
            "title": record.name,
            "lines": [
                record.product_id.display_name,
                record.serial,
                record.order_id.name,
                record.technician_id.name,
            ],
        }


class BoxLabel(models.AbstractModel):
    """箱标签: printed once and stuck on the box, which is used again and again."""

    _name = "report.aftersales_service.label_box"
    _inherit = ["aftersales.label"]
    _description = "Box Label"

    _record_model = "aftersales.walk.box"

    def _prepare_label(self, record):
        return {
            "code": record._get_code(),
            "title": record.display_name,
            "lines": [record.warehouse_id.name],
        }


# A printer of its own language takes the same values by another report.


class ShelfLabelZpl(models.AbstractModel):
    _name = "report.aftersales_service.label_shelf_zpl"
    _inherit = ["report.aftersales_service.label_shelf"]
    _description = "Shelf Label (ZPL)"


class PartLabelZpl(models.AbstractModel):
    _name = "report.aftersales_service.label_part_zpl"
    _inherit = ["report.aftersales_service.label_part"]
    _description = "Part Label (ZPL)"


class SerialLabelZpl(models.AbstractModel):
    _name = "report.aftersales_service.label_serial_zpl"
    _inherit = ["report.aftersales_service.label_serial"]
    _description = "Serial or Lot Label (ZPL)"


class OldPartLabelZpl(models.AbstractModel):
    _name = "report.aftersales_service.label_old_part_zpl"
    _inherit = ["report.aftersales_service.label_old_part"]
    _description = "Old-Part Label (ZPL)"


class BoxLabelZpl(models.AbstractModel):
    _name = "report.aftersales_service.label_box_zpl"
    _inherit = ["report.aftersales_service.label_box"]
    _description = "Box Label (ZPL)"
