from odoo import models


class ReturnPaper(models.AbstractModel):
    """What papers about returned goods share."""

    _name = "aftersales.return.paper"
    _inherit = ["aftersales.paper"]
    _description = "Return Paper Values"

    _record_model = "aftersales.return"
    _lines = "line_ids"

    def _get_quantity(self, line):
        """What came; before it came, what was announced."""
        return "%g" % (line.received_quantity or line.quantity)

    def _get_company_address(self, company):
        """Where the parcel goes, on one line without the name."""
        place = company.partner_id
        parts = [place.state_id.name, place.city, place.street, place.street2]
        return " ".join([*filter(None, parts), company.phone or ""])

    def _get_damages(self, record):
        return "；".join(record.damage_ids.mapped("name"))


class ReturnList(models.AbstractModel):
    """退回产品清单: to the sales back office and the shipping clerk before the truck (R-20)."""

    _name = "report.aftersales_service.report_return_list"
    _inherit = ["aftersales.return.paper"]
    _description = "List of Returned Products"


class ReturnLabel(models.AbstractModel):
    """退货标签 on the parcel: its code opens the return (R-03)."""

    _name = "report.aftersales_service.report_return_label"
    _inherit = ["aftersales.return.paper"]
    _description = "Return Label"


class ReturnSlip(models.AbstractModel):
    """退货随箱单 inside the parcel: user unit, customer, contact (R-03)."""

    _name = "report.aftersales_service.report_return_slip"
    _inherit = ["aftersales.return.paper"]
    _description = "Return Packing Slip"


class HandoverSheet(models.AbstractModel):
    """交接单 一式三联: counted by two against the list (R-21, B-32)."""

    _name = "report.aftersales_service.report_handover"
    _inherit = ["aftersales.return.paper"]
    _description = "Handover Sheet"


class GoodsHandover(models.AbstractModel):
    """物品交接单: what a technician took along from a customer (R-36, B-45)."""

    _name = "report.aftersales_service.report_goods_handover"
    _inherit = ["aftersales.return.paper"]
    _description = "Handover of Customer's Goods"


class TransferSheet(models.AbstractModel):
    """转移单: after-sales and production hand goods to the workshop (R-23, B-34)."""

    _name = "report.aftersales_service.report_transfer_sheet"
    _inherit = ["aftersales.return.paper"]
    _description = "Transfer Sheet"

    def _get_rows(self, record, form, blank):
        """Goods whose disposition is work for the workshop."""
        lines = [] if blank else list(record.disposition_ids.filtered(self._is_work))
        wanted = form.blank_rows if blank else 4
        return lines + [None] * max(0, wanted - len(lines))

    def _is_work(self, disposition):
        states = ("decided", "done")
        return disposition.state in states and disposition.action in (
            "rework",
            "repair",
        )


class CustodyPaper(models.AbstractModel):
    _name = "aftersales.custody.paper"
    _inherit = ["aftersales.return.paper"]
    _description = "Custody Paper Values"

    _record_model = "aftersales.custody"


class CustodyReceipt(models.AbstractModel):
    """服表003 客户商品领取收据 with its stub; void ones say so (R-30, B-03)."""

    _name = "report.aftersales_service.report_custody_receipt"
    _inherit = ["aftersales.custody.paper"]
    _description = "Receipt of Customer's Goods"


class CustodyCard(models.AbstractModel):
    """服表005 修护卡: hangs on the article (R-31, B-05)."""

    _name = "report.aftersales_service.report_custody_card"
    _inherit = ["aftersales.custody.paper"]
    _description = "Repair Card"

    def _get_part_rows(self, record, blank):
        """Parts of the repair order, with room to write."""
        repairs = record.line_id.disposition_ids.sudo().repair_id  # sudo: parts only
        moves = [] if blank else list(repairs.move_ids)
        return moves + [None] * max(0, 4 - len(moves))


class LostReceipt(models.AbstractModel):
    """收据遗失声明 with the second person who agreed (R-37)."""

    _name = "report.aftersales_service.report_lost_receipt"
    _inherit = ["aftersales.custody.paper"]
    _description = "Declaration of a Lost Receipt"

    def _get_approval(self, record):
        asked = record.sudo().approval_ids  # sudo: whoever prints it sees who agreed
        agreed = asked.filtered(
            lambda a: a.kind == "lost_receipt" and a.state == "agreed"
        )
        return agreed[-1:]


class InspectionPaper(models.AbstractModel):
    """联合鉴定书: what each party found, and its signature (B-33)."""

    _name = "report.aftersales_service.report_joint_inspection"
    _inherit = ["aftersales.paper"]
    _description = "Joint Inspection Record"

    _record_model = "aftersales.inspection"
    _lines = "party_ids"


class ReturnsRegister(models.AbstractModel):
    """Registers of returned goods: lists on landscape sheets, made of plain dictionaries."""

    _name = "aftersales.returns.register"
    _inherit = ["aftersales.register.paper"]
    _description = "Register of Returned Goods Values"

    _record_model = "aftersales.returns.print"
    _list_action = "aftersales_custody_action"

    def _make_qr(self, record, form):
        address = f"{record.get_base_url()}/odoo/action-aftersales_service"
        return form._make_qr_of(f"{address}.{self._list_action}")

    def _get_rows(self, record, form, blank):
        lines = [] if blank else self._get_lines(record)
        wanted = form.blank_rows if blank or not lines else 0
        return lines + [None] * max(0, wanted - len(lines))


class CustodyRegister(models.AbstractModel):
    """服表004 客户商品进出登记簿 (B-04)."""

    _name = "report.aftersales_service.report_custody_register"
    _inherit = ["aftersales.returns.register"]
    _description = "Register of Customers' Goods In and Out"

    _register_columns = (
        ("day", 8),
        ("receipt", 12),
        ("customer", 15),
        ("goods", 15),
        ("serial", 10),
        ("quantity", 5),
        ("taken_by", 8),
        ("inspected", 9),
        ("back", 9),
        ("received_by", 9),
    )

    def _get_labels(self):
        return super()._get_labels() | {
            "receipt": self.env._("Receipt Number"),
            "goods": self.env._("Goods"),
            "serial": self.env._("Serial Number"),
            "quantity": self.env._("Quantity"),
            "inspected": self.env._("Inspected On"),
            "back": self.env._("Given Back On"),
            "taken_by": self.env._("Taken In By"),
            "received_by": self.env._("Collected By"),
        }

    def _get_lines(self, record):
        return [
            {
                "day": self._local(custody, custody.taken_at, "%Y-%m-%d"),
                "receipt": custody.name,
                "customer": custody.partner_id.commercial_partner_id.name or "",
                "goods": custody.product_id.display_name,
                "serial": custody.serial or "",
                "quantity": "%g" % (custody.quantity or custody.line_id.quantity),
                "taken_by": custody.taken_by_id.name or "",
                "inspected": self._local(custody, custody.inspected_at, "%m-%d"),
                "back": self._local(custody, custody.given_back_at, "%Y-%m-%d")
                or self._label(custody, "state"),
                "received_by": custody.given_back_to or "",
            }
            for custody in record._find_custodies()
        ]


class NonconformingStatistics(models.AbstractModel):
    """不合格品统计表: products, causes and who answers for them (R-40, B-28)."""

    _name = "report.aftersales_service.report_nonconforming"
    _inherit = ["aftersales.returns.register"]
    _description = "Statistics of Non-Conforming Products"

    _list_action = "aftersales_inspection_action_statistics"
    _register_columns = (
        ("goods", 25),
        ("cause", 15),
        ("step", 18),
        ("responsibility", 12),
        ("disposition", 12),
        ("cases", 8),
        ("quantity", 10),
    )

    def _get_labels(self):
        return super()._get_labels() | {
            "goods": self.env._("Product"),
            "cause": self.env._("Cause"),
            "step": self.env._("Department or Process Step"),
            "responsibility": self.env._("Responsibility"),
            "disposition": self.env._("Disposition"),
            "cases": self.env._("Cases"),
            "quantity": self.env._("Quantity"),
        }

    def _get_lines(self, record):
        fields = self.env["aftersales.inspection"]._fields
        words = {
            name: dict(fields[name]._description_selection(self.env))
            for name in ("cause", "responsibility", "disposition")
        }
        groups = record._find_statistics()
        lines = [
            {
                "goods": product.display_name,
                "cause": words["cause"].get(cause, ""),
                "step": step.display_name or "",
                "responsibility": words["responsibility"].get(responsibility, ""),
                "disposition": words["disposition"].get(disposition, ""),
                "cases": str(cases),
                "quantity": "%g" % quantity,
            }
            for product, cause, step, responsibility, disposition, cases, quantity in groups
        ]
        total = {
            "cases": str(sum(group[5] for group in groups)),
            "quantity": "%g" % sum(group[6] for group in groups),
            "goods": self.env._("Total"),
        }
        empty = dict.fromkeys(("cause", "step", "responsibility", "disposition"), "")
        return [*lines, total | empty] if lines else []
