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
    fit_reason = fields.Char(
        "Why Nevertheless",
        copy=False,
        help="A part that does not fit is asked for when somebody writes why.",
    )

    @api.depends(
        "product_id",
        "requisition_id.order_id.device_id",
        "requisition_id.order_id.product_id",
    )
    @api.depends_context("lang")
    def _compute_fit(self):
        self.fit_state = self.fit_text = self.fit_instead_id = False
        chosen = self.filtered("product_id")
        for company, lines in chosen.grouped(lambda r: r._get_company()).items():
            jobs = {line: line._get_job() for line in lines}
            devices = self.env["aftersales.device"].union(
                *(job.device_id._origin.with_env(self.env) for job in jobs.values())
            )
            machines = [job.product_id._origin for job in jobs.values()]
            parts = lines.product_id._origin
            fitting = Fitting(devices, parts, company, machines=machines)
            asked = [
                (job.device_id._origin, line.product_id._origin, job.product_id._origin)
                for line, job in jobs.items()
            ]
            for line, fit in zip(jobs, fitting.ask_all(asked), strict=True):
                line.fit_state, line.fit_text = fit.state, fit.text
                line.fit_instead_id = fit.instead

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
            line.write({"product_id": line.fit_instead_id.id, "fit_reason": False})


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
        """Of what the fault or the machine names, the part of this serial (extends)."""
        device = self.sudo().order_id.device_id.with_env(
            self.env
        )  # sudo: see `_get_job`
        fits = products.with_env(self.env)._aftersales_fits(device).values()
        chosen = self.env["product.product"].union(
            *((fit.warns and fit.instead) or fit.product for fit in fits)
        )
        return super()._add_suggested(chosen)

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
