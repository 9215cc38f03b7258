from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...kernel.fit import FITS, OLDER, SUPERSEDED, UNKNOWN, WRONG
from ..parts.requisition_line import ASKED
from .fitting import Fitting

STATES = [
    (FITS, "Fits"),
    (UNKNOWN, "Not Stated"),
    (OLDER, "Older Stock First"),
    (SUPERSEDED, "Superseded"),
    (WRONG, "Does Not Fit"),
]


class RequisitionLine(models.Model):
    """A part that does not fit the machine is told before it is asked for (E8)."""

    _inherit = "aftersales.requisition.line"
    _standing_fields = ASKED | {"fit_reason"}

    fit_state = fields.Selection(STATES, "Fit", compute="_compute_fit")
    fit_text = fields.Char(
        "Does It Fit?",
        compute="_compute_fit",
        help="Whether the part belongs into the machine of this job, and which one does.",
    )
    fit_instead_id = fields.Many2one(
        "product.product", "Part That Fits", compute="_compute_fit"
    )
    fit_quantity = fields.Float(
        "So Many of It", compute="_compute_fit", digits="Product Unit"
    )
    fit_reason = fields.Char(
        "Why Nevertheless",
        copy=False,
        help="A part that does not fit is asked for when somebody writes why.",
    )

    @api.depends(
        "product_id",
        "quantity",
        "requisition_id.order_id.device_id",
        "requisition_id.order_id.product_id",
        *("requisition_id.submitted_at", "move_ids.state", "move_ids.quantity"),
    )
    @api.depends_context("lang")
    def _compute_fit(self):
        self.fit_state = self.fit_text = self.fit_instead_id = False
        self.fit_quantity = 0.0
        chosen = self.filtered("product_id")
        for company, lines in chosen.grouped(lambda r: r._get_company()).items():
            fitting = lines._make_fitting(lines.product_id._origin, company)
            fits = fitting.ask_all([line._get_question() for line in lines])
            told = dict(zip(lines, fits, strict=True))
            kept = lines._filter_used_up(told, fitting)
            for line, fit in told.items():
                if line._origin in kept:
                    line.fit_state = UNKNOWN
                    continue
                line.fit_state, line.fit_text = fit.state, fit.text
                line.fit_instead_id = fit.instead
                line.fit_quantity = fit.get_quantity(line.quantity)

    def _make_fitting(self, parts, company):
        """All that is known of ``parts`` for the machines of these lines' jobs."""
        jobs = self._get_job()
        devices = jobs.device_id._origin.with_env(self.env)
        return Fitting(devices, parts, company, machines=[jobs.product_id._origin])

    def _get_question(self, part=None):
        job = self._get_job()
        part = part or self.product_id._origin
        return job.device_id._origin, part, job.product_id._origin

    def _find_fits(self, parts):
        """{part: `Fit`} of other ``parts`` for the machine of this line's job."""
        fitting = self._make_fitting(parts, self._get_company())
        fits = fitting.ask_all([self._get_question(part) for part in parts])
        return dict(zip(parts, fits, strict=True))

    def _filter_used_up(self, told, fitting):
        """Lines whose old part goes first and lies ready for them, or went out already: the
        stock that is left for others says nothing about them."""
        lines = self.browse(
            line._origin.id
            for line, fit in told.items()
            if fit.state == SUPERSEDED
            and line._origin
            and line.requisition_id.submitted_at
            and fitting.chains.is_used_up(fit.product.id)
        )
        if not lines:
            return lines
        # sudo: as in `_compute_quantities`
        groups = (
            self.env["stock.move"]
            .sudo()
            ._read_group(
                [
                    ("aftersales_requisition_line_id", "in", lines.ids),
                    ("aftersales_step", "=", "issue"),
                    ("state", "!=", "cancel"),
                ],
                ["aftersales_requisition_line_id"],
                ["quantity:sum"],
            )
        )
        ready = {line.id: quantity for line, quantity in groups}
        return lines.filtered(lambda r: ready.get(r.id, 0.0) >= r.quantity)

    def _get_job(self):
        # sudo: what a machine is made of is no secret to who repairs it
        return self.requisition_id.sudo().order_id

    def _get_company(self):
        job = self._get_job()
        return (job.company_id or self.env.company).with_env(self.env)

    def action_take_fitting(self):
        """Ask for the part that fits instead; only as long as nothing is submitted."""
        self.check_access("write")
        for line in self.filtered("fit_instead_id"):
            line.write(
                {
                    "product_id": line.fit_instead_id.id,
                    "quantity": line.fit_quantity,
                    "fit_reason": False,
                }
            )


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    tells_fit = fields.Boolean(
        compute="_compute_tells_fit", help="Whether something is said of a line."
    )

    @api.depends("line_ids.fit_text")
    def _compute_tells_fit(self):
        for requisition in self:
            told = requisition.line_ids.filtered(lambda r: r.fit_text or r.fit_reason)
            requisition.tells_fit = bool(told)

    def _add_suggested(self, products):
        """Of what the fault or the machine names, the part of this serial, in the number
        that serves for one (extends)."""
        # sudo: see `_get_job`
        job = self.sudo().order_id
        device, machine = job.device_id.with_env(self.env), job.product_id
        company = job.company_id or self.env.company
        parts = products.with_env(self.env)
        fitting = Fitting(device, parts, company, machines=[machine])
        fits = fitting.ask_all([(device, part, machine) for part in parts])
        chosen, wanted = self.env["product.product"], {}
        for fit in fits:
            part = (fit.warns and fit.instead) or fit.product
            count = fit.get_quantity(1.0) if part == fit.instead else 1.0
            wanted[part] = max(count, wanted.get(part, 0.0))
            chosen |= part
        before = self.line_ids
        result = super()._add_suggested(chosen)
        for line in self.line_ids - before:
            if wanted[line.product_id] != line.quantity:
                line.quantity = wanted[line.product_id]
        return result

    def _check_may_submit(self):
        """What does not fit is asked for with a reason only (extends)."""
        result = super()._check_may_submit()
        unfit = self.line_ids.filtered(lambda line: line.fit_state == WRONG)
        for line in unfit:
            if not (line.fit_reason or "").strip():
                raise ProofMissing(
                    self.env._(
                        "%(fit)s Take the part that fits, or write in “Why Nevertheless” why you ask for this one.",
                        fit=line.fit_text,
                    )
                )
        return result

    def _on_submitted(self):
        """Who asked for what does not fit, and why, stands in the record (extends)."""
        result = super()._on_submitted()
        for line in self.line_ids.filtered(lambda line: line.fit_state == WRONG):
            # sudo: the note is ours, whatever the one who asks may write
            line.requisition_id.sudo().message_post(
                body=self.env._(
                    "%(fit)s Asked for nevertheless: %(reason)s",
                    fit=line.fit_text,
                    reason=line.fit_reason,
                )
            )
        return result
