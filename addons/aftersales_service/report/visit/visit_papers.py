from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

_LINES = 3  # open lines below what is known, for a pen


class VisitPaper(models.AbstractModel):
    """What papers about one visit share."""

    _name = "aftersales.visit.paper"
    _inherit = ["aftersales.order.paper"]
    _description = "Visit Paper Values"

    _record_model = "aftersales.visit"

    def _fill_up(self, records, wanted):
        """``records`` and empty lines, ``wanted`` of both at least."""
        return list(records) + [None] * max(0, wanted - len(records))

    def _get_names(self, visit):
        """Everybody who goes, the responsible technician first."""
        return "、".join(visit._get_people().mapped("name"))

    def _get_town(self, visit):
        """Where a trip goes to, without the street."""
        site = visit.order_id.site_id or visit.order_id.partner_id
        return " ".join(filter(None, (site.state_id.name, site.city)))

    def _get_trip_hours(self, visit):
        """预计出差所需时间: the work and the way there and back, in hours (D-09)."""
        return "%g" % round(visit._get_trip_hours(), 1)

    def _get_customer_pays(self, visit):
        """The amount that he signs and owes; where there is tax, what is in it."""
        totals = visit._get_told_totals()
        money = visit.currency_id.format
        if not totals.tax:
            return money(totals.total) if totals.total else ""
        return self.env._(
            "%(total)s (without tax %(net)s, tax %(tax)s)",
            total=money(totals.total),
            net=money(totals.net),
            tax=money(totals.tax),
        )

    def _get_parts_to_take(self, visit):
        """What was asked for; before that, what jobs of this kind usually need."""
        asked = visit.requisition_ids.filtered(lambda r: r.state != "cancelled")
        words = [self._count(line.product_id, line.quantity) for line in asked.line_ids]
        if not words:
            usual = visit.order_id._get_suggested_parts()[visit.order_id.id]
            words = usual.mapped("display_name")
        return "、".join(words)

    def _get_used(self, visit):
        return visit.part_line_ids.filtered("used_quantity")

    def _get_used_rows(self, visit, blank):
        used = visit.part_line_ids if blank else self._get_used(visit)
        return self._fill_up(used, _LINES)

    def _get_used_words(self, visit):
        """Replaced parts in one line: 轴承6205 × 2、…"""
        return "、".join(
            self._count(line.product_id, line.used_quantity)
            for line in self._get_used(visit)
        )

    def _count(self, product, quantity):
        return f"{product.display_name} × {quantity:g}"

    def _get_serials(self, line):
        """Serial numbers built in; sudo: technicians read no stock moves."""
        moves = line.sudo().move_ids.filtered(
            lambda m: m.aftersales_step == "use" and m.state == "done"
        )
        return "、".join(moves.move_line_ids.lot_id.mapped("name"))

    def _get_approval_rows(self, visit, blank):
        """Who was asked before departure, in the order of asking (O-53, O-55, O-56).

        sudo: the paper shows the opinions to whoever may see the visit.
        """
        if blank:
            return self._fill_up((), _LINES)
        asked = visit.sudo().approval_ids.filtered(
            lambda a: a.kind == "departure" and a.state != "withdrawn"
        )
        return self._fill_up(asked.sorted("id"), _LINES)


class DispatchOrder(models.AbstractModel):
    """售后派工单: proof of assignment, completed after the return (B-16, D-02, D-55)."""

    _name = "report.aftersales_service.report_dispatch_order"
    _inherit = ["aftersales.visit.paper"]
    _description = "Dispatch Order"

    def _get_checks(self, visit):
        return visit.check_ids.filtered(lambda c: c.step in ("leave", "contact"))

    def _get_dispatcher(self, visit):
        """Who planned the visit; sudo: users are not read by everybody."""
        return visit.sudo().create_uid.name or ""


class Acknowledgement(models.AbstractModel):
    """回执单: taken along, signed when the item is finished (B-46, D-11, D-63)."""

    _name = "report.aftersales_service.report_acknowledgement"
    _inherit = ["aftersales.visit.paper"]
    _description = "Service Acknowledgement"


class RepairRecord(models.AbstractModel):
    """售后服务(维修)记录表: approved before departure, confirmed after work (B-27, O-56)."""

    _name = "report.aftersales_service.report_repair_record"
    _inherit = ["aftersales.visit.paper"]
    _description = "After-Sales Service Record"


class CoachReport(models.AbstractModel):
    """服务报告 of a vehicle: running time, mileage, taken apart before (B-47, D-32)."""

    _name = "report.aftersales_service.report_coach_report"
    _inherit = ["aftersales.visit.paper"]
    _description = "Vehicle Service Report"

    def _get_mileage(self, visit):
        found = visit.mileage or visit.order_id.mileage
        return f"{found:g}" if found else ""


class ExtraWorkAuthorisation(models.AbstractModel):
    """增项授权书: what was found on the spot, its price, the customer's answer (D-41)."""

    _name = "report.aftersales_service.report_extra_work"
    _inherit = ["aftersales.visit.paper"]
    _description = "Extra Work Authorisation"

    _lines = "extra_ids"

    def _get_authorised(self, visit):
        agreed = visit.extra_ids.filtered(lambda e: e.state == "agreed")
        return sum(agreed.mapped("amount"))


class MarketSupport(models.AbstractModel):
    """市场支持申请单: asked for by sales, signed by the general manager (B-55, O-55)."""

    _name = "report.aftersales_service.report_market_support"
    _inherit = ["aftersales.visit.paper"]
    _description = "Market Support Application"

    def _get_salesperson(self, visit):
        """The customer's business manager; sudo: a technician does not read who sells
        to whom, but the paper he takes along names him."""
        partner = visit.partner_id.sudo()
        return (partner.user_id or partner.commercial_partner_id.user_id).name or ""


class TripRecord(models.AbstractModel):
    """售后·市场支持(出差人员)记录表: expected length, progress, result (B-56, D-09)."""

    _name = "report.aftersales_service.report_trip_record"
    _inherit = ["aftersales.visit.paper"]
    _description = "Trip Record"

    def _get_progress_rows(self, visit, form, blank):
        told = visit.event_ids.filtered(lambda e: e.kind == "progress").sorted("at")
        return self._fill_up(told, form.blank_rows if blank else len(told) + _LINES)


class ServiceFeedback(models.AbstractModel):
    """售后服务信息反馈单: handed in after the trip, for the file (B-57, D-09)."""

    _name = "report.aftersales_service.report_service_feedback"
    _inherit = ["aftersales.visit.paper"]
    _description = "After-Sales Service Feedback Sheet"

    def _get_leads(self, visit):
        """What the customer wants to buy, as the technician noted it (D-39)."""
        told = visit.event_ids.filtered(lambda e: e.kind == "lead")
        return "；".join(filter(None, told.sorted("at").mapped("note")))


class ServiceReport(models.AbstractModel):
    """售后服务报告单: all devices of one customer on one sheet, one line each (B-35).

    A visit belongs to one device; what a technician does at one customer's on one day is
    one report. Each line has its own signature, because each was signed for itself.
    """

    _name = "report.aftersales_service.report_service_report"
    _inherit = ["aftersales.visit.paper"]
    _description = "After-Sales Service Report"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        groups = {} if values["blank"] else self._group(values["docs"])
        leads = self.env["aftersales.visit"].browse(groups)
        return values | {"groups": groups, "docs": leads or values["docs"]}

    def _group(self, visits):
        """{id of the first visit: visits on its sheet}, sheets in the order asked for."""
        around = self.env["aftersales.visit"].search(self._get_domain(visits))
        found = (visits | around).sorted(lambda v: (v.planned_start, v.id))
        sheets = found.grouped(self._get_key)
        keys = dict.fromkeys(self._get_key(visit) for visit in visits)
        return {sheets[key][0].id: sheets[key] for key in keys}

    def _get_domain(self, visits):
        starts = visits.mapped("planned_start")
        firms = visits.partner_id.commercial_partner_id
        day = timedelta(days=1)
        return (
            Domain("partner_id", "child_of", firms.ids)
            & Domain("technician_id", "in", visits.technician_id.ids)
            & Domain("planned_start", ">=", min(starts) - day)
            & Domain("planned_start", "<=", max(starts) + day)
            & Domain("state", "!=", "cancelled")
        )

    def _get_key(self, visit):
        return (
            visit.partner_id.commercial_partner_id,
            visit.order_id.site_id,
            visit.technician_id,
            visit.company_id._aftersales_day(visit.planned_start),
        )

    def _get_device_rows(self, visit, groups, form, blank):
        if blank:
            return self._fill_up((), form.blank_rows)
        visits = groups[visit.id]
        return self._fill_up(visits, max(len(visits) + 2, 5))
