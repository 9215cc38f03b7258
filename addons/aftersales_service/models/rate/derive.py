from decimal import Decimal

from odoo import models

from ...groups import FINANCE
from ...kernel.fee import charges
from ..visit.visit import OVER
from . import words

# What of a visit or of its job changes what it is charged.
_FACTS = frozenset(
    {"planned_start", "labour_hours", "labour_reason", "helper_ids", "travel_km", "order_id"}
)  # fmt: skip
_JOB_FACTS = ("distance_km", "area", "priority", "service_type", "device_id")
_AT_ONCE = 1000  # visits that are charged together


class Visit(models.Model):
    """Stamps and kilometres of a visit produce its fees (F-15, W-13): estimated when it is
    planned, so that the customer can agree, and counted again when the work has ended.

    Without a fee card in force everything is as `fees` has it: labour at the price list.
    """

    _inherit = "aftersales.visit"

    def _prepare_labour_vals(self):
        """With a fee card labour is what the card says (extends)."""
        if self.sudo().order_id._has_fee_card():  # sudo: as in `_derive_fees`
            return None
        return super()._prepare_labour_vals()

    def _create_labour(self):
        """Whatever a visit is charged (extends)."""
        result = super()._create_labour()
        self._derive_fees()
        return result

    def _on_work_ended(self):
        """The stamps say what it costs (extends)."""
        result = super()._on_work_ended()
        self._take_hours()
        self._derive_fees()
        self._waive_inspections()
        return result

    def _check_findings(self):
        """The hours between the stamps count before the customer is asked (extends)."""
        self._take_hours()
        return super()._check_findings()

    def _after_write(self, changed):
        """Other facts, another price, until the visit is over (extends)."""
        result = super()._after_write(changed)
        if changed & _FACTS:
            self.filtered(lambda v: not v.ended_at)._derive_fees()
        if "consent_name" in changed:
            self._keep_told()
        return result

    def _get_hour_fees(self):
        """A surcharge or a flat price is no hour of work (extends)."""
        fees = super()._get_hour_fees()
        return fees.filtered(
            lambda f: not f.rate_id
            or (f.derivation and words.is_plain_hours(f.derivation))
        )

    def _take_hours(self):
        """Hours of work by the stamps, unless somebody said why others count."""
        for visit in self.sudo():  # sudo: as in `_derive_fees`
            by_stamps = visit.started_at and not visit.labour_reason
            if by_stamps and visit.order_id._has_fee_card():
                ended = visit.ended_at or visit._now()
                hours = (ended - visit.started_at).total_seconds() / 3600
                visit.labour_hours = round(max(hours, 0.0), 2)

    def _derive_fees(self):
        """Fees of these visits anew, each by its rate; what was signed or stands on a
        document stays."""
        # sudo: technicians and dispatchers cause fees, prices come from the card (F-25)
        visits = self.sudo().filtered(
            lambda v: v.state != "cancelled"
            and not (v.signed_at and v.fee_ids.filtered("derivation"))
        )
        for start in range(0, len(visits), _AT_ONCE):
            visits[start : start + _AT_ONCE]._derive_batch()

    def _derive_batch(self):
        """Of at most a thousand visits, in a fixed number of queries."""
        charged = self.filtered(
            lambda v: v.order_id._has_fee_card() and v._causes_labour()
        )
        if not charged:
            return
        charged.order_id.decision_ids.fetch()  # who pays: read for all at once
        days, wanted = charged._get_days(), {}
        for visit in charged:
            unit = visit.company_id.currency_id.rounding
            rates = visit.order_id._get_derived_rates()
            facts = visit._prepare_fee_facts(days)
            found = charges(rates, facts, Decimal(str(unit)))
            for charge in visit._drop_agreed(found):
                key = (visit.id, charge.rate.key, charge.cause)
                wanted[key] = visit._prepare_charged(charge, found)
        charged.fee_ids._get_of_price_list()._in_flow().unlink()
        charged.fee_ids._take_charges(wanted)

    def _drop_agreed(self, found):
        """Labour that was agreed before somebody was sent is all the labour there is."""
        agreed = self.fee_ids.filtered(lambda fee: fee.is_all_labour and fee.quantity)
        return [c for c in found if not (agreed and c.rate.kind == "labour")]

    def _take_quoted_labour(self):
        """The card counts no second labour beside it (extends)."""
        # sudo: as in `_derive_fees`
        before = self.sudo().order_id.fee_ids.filtered(
            lambda fee: fee.kind == "labour" and fee._is_of_job_alone()
        )
        taken = super()._take_quoted_labour()
        if taken:
            mine = before.filtered(lambda fee: fee.visit_id == self)
            mine._in_flow().is_all_labour = True
        return taken

    def _prepare_charged(self, charge, found):
        """Values of a fee that say by which rate and from which stamps it comes."""
        rate = self.env["aftersales.fee.rate"].browse(charge.rate.key)
        return {
            "name": rate._get_fee_name(charge.cause),
            "order_id": self.order_id.id,
            "visit_id": self.id,
            "kind": charge.rate.kind,
            "product_id": rate._get_charged_product().id,
            "quantity": float(charge.quantity),
            "price_unit": float(charge.price),
            "rate_id": rate.id,
            "cause": charge.cause or False,
            "derivation": words.note(charge, found),
        }

    def _waive_inspections(self):
        """An inspection that the repair makes free (维修后免收)."""
        for visit in self.sudo().filtered(lambda v: v.outcome == "solved"):
            fees = visit.order_id.fee_ids.filtered(
                lambda f, visit=visit: f.rate_id.waived
                and f.visit_id in (visit, visit.browse())
            )
            for fee in fees.filtered("quantity"):
                fee._settle_quantity(0.0)

    def action_derive_fees(self):
        """Count the fees of these visits again: for visits that ended before their card was
        approved."""
        self.env["aftersales.order"]._require_group(FINANCE)
        self.check_access("read")
        self._derive_fees()


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"
    _watched_fields = frozenset(_JOB_FACTS)

    def _after_write(self, changed):
        """Another way or another type of service is another price (extends)."""
        result = super()._after_write(changed)
        self._get_changed(changed, *_JOB_FACTS)._derive_open_visits()
        return result

    def _on_decided(self):
        """Another payer may have another fee card (extends)."""
        result = super()._on_decided()
        self._derive_open_visits()
        return result

    def _derive_open_visits(self):
        """Nothing is asked of jobs whose company has no fee card."""
        card = self.env["aftersales.fee.card"]
        charged = self.filtered(lambda o: card._get_version_ids(o.company_id.id))
        # sudo: as in `_derive_fees`
        charged.sudo().visit_ids.filtered(lambda v: v.state not in OVER)._derive_fees()
