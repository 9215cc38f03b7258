from dataclasses import fields as dataclass_fields

from odoo import api, fields, models

from ..exceptions import IcpNumberInvalid
from ..kernel.icp_number import Bounds, InvalidNumber, parse
from ..messages import REASONS, WARNINGS


class IcpNumberMixin(models.AbstractModel):
    """A number as a person typed it, and its one spelling beside it."""

    _name = "aftersales.icp.number.mixin"
    _description = "ICP Number"

    number_raw = fields.Char(
        string="Number as Typed",
        copy=False,
        help="Spaces, full-width characters, dashes and a missing 号 are put right.",
    )
    number = fields.Char(
        compute="_compute_number",
        store=True,
        index="btree_not_null",
        help="The one spelling under which this number is compared and searched.",
    )
    number_problem = fields.Char(compute="_compute_number_remarks")
    number_hint = fields.Char(compute="_compute_number_remarks")

    @api.depends("number_raw")
    def _compute_number(self):
        bounds = self._icp_bounds()
        for record in self:
            number, _error = record._read_number(bounds)
            record.update(record._prepare_number_vals(number))

    def _prepare_number_vals(self, number):
        """What the record keeps of a parsed number (or None)."""
        return {"number": number.canonical if number else False}

    @api.depends("number_raw")
    @api.depends_context("lang")
    def _compute_number_remarks(self):
        bounds = self._icp_bounds()
        for record in self:
            number, error = record._read_number(bounds)
            codes = number.warnings if number else ()
            hints = [self.env._(WARNINGS[code]) for code in codes]
            record.number_hint = " ".join(hints)
            record.number_problem = error and record._explain(error)

    @api.constrains("number_raw")
    def _check_number(self):
        bounds = self._icp_bounds()
        for record in self:
            _number, error = record._read_number(bounds)
            if error:
                raise IcpNumberInvalid(
                    self.env._(
                        "“%(typed)s” cannot be registered. %(problem)s",
                        typed=record.number_raw,
                        problem=record._explain(error),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._as_typed(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._as_typed(vals))

    @api.model
    def _as_typed(self, vals):
        """Imports and other programs write `number`: it counts as typed."""
        if "number" not in vals:
            return vals
        rest = {name: value for name, value in vals.items() if name != "number"}
        return {"number_raw": vals["number"], **rest}

    def _number_kind(self):
        """The kernel's kind that this record accepts."""
        raise NotImplementedError

    def _read_number(self, bounds):
        """The parsed number or the error; both None while nothing is typed."""
        if not (self.number_raw or "").strip():
            return None, None
        try:
            return parse(self.number_raw, self._number_kind(), bounds=bounds), None
        except InvalidNumber as error:
            return None, error

    def _explain(self, error):
        reason = self.env._(REASONS[error.reason])
        if not error.suggestion:
            return reason
        return self.env._(
            "%(reason)s Did you mean %(suggestion)s?",
            reason=reason,
            suggestion=error.suggestion,
        )

    @api.model
    def _icp_bounds(self):
        """Year bounds were inferred from samples: an administrator may move them."""
        get = self.env["ir.config_parameter"].sudo().get_param
        typed = {
            field.name: get(f"aftersales_icp.{field.name}") or ""
            for field in dataclass_fields(Bounds)
        }
        years = {name: int(year) for name, year in typed.items() if year.isdecimal()}
        return Bounds(**{"last": fields.Date.context_today(self).year, **years})
