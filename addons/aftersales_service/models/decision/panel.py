from odoo import api, fields, models


class Device(models.Model):
    """What the decision panel shows: bars of coverage, one row per cost, the rights."""

    _inherit = "aftersales.device"

    decision_panel = fields.Json(compute="_compute_decision_panel")

    @api.depends_context("lang")
    def _compute_decision_panel(self):
        """Without a job: what would be decided today if the cause were ours."""
        for device in self:
            device.decision_panel = device._get_panel()

    def _get_panel(self, decision=None, lines=None):
        """Data of the panel for a stored ``decision``, for the ``lines`` of one that
        nobody stores, or for the device as it stands."""
        if lines is None:
            lines = decision.line_ids if decision else self._preview_lines()
        today = (self.company_id or self.env.company)._aftersales_today()
        causes = self.env["aftersales.decision"]._fields["cause"]
        return {
            "today": str(today),
            "bars": [
                coverage._get_bar(today)
                for coverage in self._get_coverages().sorted("start_date")
            ],
            "words": self._get_warranty_words() | {"end": False} if self else False,
            "lines": [line._get_row() for line in lines],
            "warnings": decision._get_warnings() if decision else [],
            "rights": self.statutory_rights or [] if self else [],
            "cause": decision.cause if decision else "unknown",
            "causes": causes._description_selection(self.env),
            "version": decision.version if decision else 0,
        }

    def _get_preview(self, day, seen=None, **known):
        """The panel of a job that is not stored yet, and may have no device.

        :param day: on which it is decided
        :param seen: evidence that the customer showed, as `_get_warning_codes`
        :param known: facts beside the device's own, as `kernel.Facts`
        :return: as `_get_panel`, with ``result``: the code of who pays the labour
        """
        model = self.env["aftersales.decision"]
        facts = model._make_facts(self, day, **known)
        lines = model._preview(self, facts)
        vals = model._prepare_warnings(self, facts, seen)
        labour = lines.filtered(lambda line: line.cost_kind == "labour")
        return self._get_panel(lines=lines) | {
            "cause": facts.cause,
            "warnings": model.new(vals)._get_warnings(),
            "result": labour[:1].result,
            "can_redecide": True,
        }

    def _preview_lines(self):
        """Lines of a decision that is not stored, for the device alone."""
        decision = self.env["aftersales.decision"]
        if not self:
            return decision.line_ids
        facts = decision._make_facts(self, self.company_id._aftersales_today())
        return decision._preview(self, facts)


class DecisionLine(models.Model):
    _inherit = "aftersales.decision.line"

    def _get_row(self):
        self.ensure_one()
        kinds = dict(self._fields["cost_kind"]._description_selection(self.env))
        results = dict(self._fields["result"]._description_selection(self.env))
        return {
            "kind": self.cost_kind,
            "label": kinds[self.cost_kind],
            "payer": self.payer_text,
            "payers": self.shares or [],
            "result": self.result,
            "result_label": results[self.result],
            "sentence": self.sentence,
            "rule": self.rule,
            "lost": self._get_lost_sentences(),
            "provisional": self.is_provisional,
        }
