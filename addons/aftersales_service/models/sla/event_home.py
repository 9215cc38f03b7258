from odoo import api, fields, models

# Periods that begin by themselves; a duty is opened for each (see `aftersales.duty`).
PERIODS = {
    "day": "day",
    "hotline_opens": "day",
    "month": "month",
    "quarter": "quarter",
    "half_year": "half_year",
    "year": "year",
}
# What ends them: the button of the duty, or the document of a room (`duty._fulfil`).
_PERIOD_ENDS = (
    *("daily_report", "work_logged", "backed_up", "hotline_closes", "inspected"),
    *("fees_settled", "callback_planned", "spares_reconciled", "graded"),
)
# Told by documents, but also in talks that no document sees.
_ALSO_BY_HAND = frozenset({"answered", "director_told", "invoice_issued"})
HAND = "hand"
HOMES = [
    ("order", "Service Order"),
    ("visit", "Visit"),
    ("register", "Call-Repair Register"),
    ("parts", "Spare Parts"),
    ("return", "Return"),
    ("project", "Customer Project"),
    ("fees", "Fees and Invoices"),
    ("duty", "Periodic Duty"),
    (HAND, "Entered by Hand"),
    ("wait_agreement", "By Hand, Later by Maintenance Contracts"),
    ("wait_followup", "By Hand, Later by Call-Backs"),
    ("wait_fees", "By Hand, Later by Fees"),
    ("wait_performance", "By Hand, Later by Appraisal"),
    ("wait_icp", "By Hand, Later by Filing"),
]
# Events of rooms that are still to come; the room itself takes them out in `_get_homes`.
_WAITING = {
    "agreement": ("contract_end", "expiry_notified"),
    "followup": ("called_back", "opinion_submitted"),
    "fees": ("collected_none", "voucher_handed_in", "invoice_issued"),
    "performance": ("work_begins", "attended"),
    "icp": (
        *("application_received", "decided", "change_planned", "change_filed"),
        *("record_made", "record_deleted", "prohibited_found"),
        *("transmission_stopped", "decree_published", "formalities_done"),
    ),
}


class SlaEvent(models.Model):
    """Who tells an event: a document by itself, a period that begins, or a person.

    A rule whose events nobody tells would never start or never end, so what no room tells
    can be entered by hand on the document (`aftersales.sla.tell`), and every list of rules
    shows it (T-70).
    """

    _inherit = "aftersales.sla.event"

    home = fields.Selection(HOMES, "Source of the Event", compute="_compute_home")
    is_by_hand = fields.Boolean(
        "Entered by Hand", compute="_compute_home", search="_search_is_by_hand"
    )
    is_tellable = fields.Boolean(
        compute="_compute_home",
        help="A person may enter it: nobody else tells it, or not everybody does.",
    )

    @api.depends("code")
    def _compute_home(self):
        homes = self._get_homes()
        for event in self:
            event.home = homes.get(event.code, HAND)
            event.is_by_hand = _is_by_hand(event.home)
            event.is_tellable = event.is_by_hand or event.code in _ALSO_BY_HAND

    @api.model
    def _search_is_by_hand(self, operator, value):
        if operator != "in":
            return NotImplemented
        told = [c for c, home in self._get_homes().items() if not _is_by_hand(home)]
        return [("code", "not in" if True in value else "in", told)]

    @api.model
    def _get_homes(self):
        """Hook: {code of an event: key of `HOMES`} of those that are not only entered by
        hand; a room adds the events that its documents tell."""
        homes = dict.fromkeys((*PERIODS, *_PERIOD_ENDS), "duty")
        for room, codes in _WAITING.items():
            homes |= dict.fromkeys(codes, f"wait_{room}")
        return homes


class SlaRule(models.Model):
    _inherit = "aftersales.sla.rule"

    start_home = fields.Selection(related="start_event_id.home", string="Begins By")
    stop_home = fields.Selection(related="stop_event_id.home", string="Ends By")
    is_by_hand = fields.Boolean(related="start_event_id.is_by_hand")
    per_unit = fields.Boolean(
        "Each Unit Its Own",
        help="A periodic duty is opened for every service centre and branch instead of once for the company.",
    )


def _is_by_hand(home):
    return home == HAND or home.startswith("wait_")
