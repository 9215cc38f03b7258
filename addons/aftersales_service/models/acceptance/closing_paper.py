from odoo import api, fields, models

from ...exceptions import ProtectedRefused
from ..base.blocker import Blocker

PAPERS = [
    ("voucher", "Service Voucher"),
    ("receipt", "Repair Service Receipt"),
    ("report", "Service Report"),
    ("request", "Request Form"),
    ("record", "Record Form"),
    ("survey", "Satisfaction Form"),
]
# The switch of the service policy that asks for each paper (V-17, D-59).
_SWITCHES = {
    "voucher": "closing_voucher",
    "receipt": "closing_receipt",
    "report": "closing_report",
    "request": "closing_request",
    "record": "closing_record",
    "survey": "survey_form",
}


class ClosingPaper(models.Model):
    """A signed paper that came back from the customer, as scan or photo (D-50 … D-59).

    A job that was signed on the phone needs none: its papers are printed from the record,
    signature and all. After the job was closed nothing is added, changed or taken away.
    """

    _name = "aftersales.closing.paper"
    _description = "Paper to Close a Job"
    _inherit = ["document.guard.mixin"]
    _order = "order_id, kind, id"
    _rec_name = "kind"
    _check_company_auto = True

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    kind = fields.Selection(PAPERS, "Paper", required=True)
    number = fields.Char(
        "Paper Number", help="As printed on the pad, where it has one."
    )
    scan = fields.Binary("Scan or Photo", required=True, attachment=True)
    scan_name = fields.Char()
    note = fields.Char()

    _number_unique = models.UniqueIndex(
        "(company_id, kind, number) WHERE number IS NOT NULL AND number <> ''",
        "This number is on another paper of the same kind already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is added to a closed job, nothing before the work (overrides `create`)."""
        papers = super().create(vals_list)
        papers._check_open()
        for order in papers.order_id:
            order._refuse_early_paper()
        return papers

    def write(self, vals):
        """What a job was closed with stays (overrides `write`)."""
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_open()

    def _check_open(self):
        # sudo: the state of the job only
        closed = self.sudo().order_id.filtered(
            lambda o: o.state in ("closed", "filed", "cancelled")
        )
        if closed:
            raise ProtectedRefused(
                self.env._(
                    "%s is closed: its papers can no longer be changed.",
                    closed[0].name,
                )
            )


class ServiceOrder(models.Model):
    """What a job needs on paper before it is closed; the policy that the job keeps says so.

    Source: V-17 with D-50 (voucher), D-53 and D-54 (receipt with cause, solution,
    signature and rating), D-51 (report), D-56 (request form), D-58 (record form, agreed to
    before departure), D-59 (separate satisfaction form).
    """

    _inherit = "aftersales.order"

    closing_paper_ids = fields.One2many(
        "aftersales.closing.paper", "order_id", "Papers to Close"
    )

    def _get_wanted_papers(self):
        """Kinds of paper that the policy asks for; none where nobody went."""
        self.ensure_one()
        if not self._get_made_visits():
            return []
        policy = self._get_policy().sudo()  # sudo: switches, for whoever asks
        return [kind for kind, switch in _SWITCHES.items() if policy[switch]]

    def _get_made_visits(self):
        return self.visit_ids.filtered(lambda v: v.state != "cancelled")

    def _refuse_early_paper(self):
        """A paper that was signed before any work ended is none (D-52)."""
        visits = self._get_made_visits()
        if visits and not any(visit.ended_at for visit in visits):
            visits[-1]._refuse_early()

    def _get_missing_papers(self):
        """Wanted kinds of which there is neither a scan nor a signed record.

        As long as a visit is not signed it is that visit which keeps the job open.
        """
        scanned = set(self.closing_paper_ids.mapped("kind"))
        visits = self._get_made_visits()
        if not all(visits.mapped("signed_at")):
            return []
        return [
            kind
            for kind in self._get_wanted_papers()
            if kind not in scanned
            and not any(visit._proves_paper(kind) for visit in visits)
        ]

    def _get_blockers(self):
        """The papers that are missing, and who can supply them (extends)."""
        names = dict(
            self.env["aftersales.closing.paper"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "The %(paper)s signed by the customer is missing: have it signed, or upload the scan under “Papers to Close”.",
                    paper=names[kind],
                ),
                self._get_made_visits()[-1:] or self,
                ", ".join(self._get_made_visits().technician_id.mapped("name")),
            )
            for kind in self._get_missing_papers()
        ]


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _proves_paper(self, kind):
        """Whether this visit's own record is the paper: what is printed from it carries
        the customer's signature or stamp.

        A refusal with reason and witness stands for the voucher, for nothing else.
        """
        if not self.signed_at:
            return False
        confirmed = self.sign_method != "refused"
        written = confirmed and bool(self.cause and self.action_taken)
        return {
            "voucher": True,
            "receipt": written and bool(self.satisfaction or not self._asks_rating()),
            "report": written,
            "request": confirmed,
            # sudo: that somebody agreed to the departure is no secret
            "record": written and self.sudo()._is_approved("departure"),
            "survey": confirmed and (self._has_card() or self._rates_in_report()),
        }[kind]

    def _asks_rating(self):
        return bool(self._get_rating_fields())

    def _rates_in_report(self):
        """The satisfaction form may be part of the service report (D-59)."""
        # sudo: switches of the job, for whoever works on it
        report = self.sudo().order_id._get_policy().closing_report
        return report and bool(self.satisfaction)

    def _has_card(self):
        return bool(self._get_card_level())
