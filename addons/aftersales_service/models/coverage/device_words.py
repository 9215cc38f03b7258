from odoo import api, fields, models

# What covers the machine; the others are about one part or one repair only.
WHOLE = ("standard", "extended", "goodwill")
STATES = [
    ("in", "In Warranty"),
    ("main", "Main Parts Only"),
    ("part", "Repair or Part Only"),
    ("later", "Begins Later"),
    ("out", "Out of Warranty"),
    ("none", "No Warranty Known"),
]


class Device(models.Model):
    """The warranty in words that a customer understands, for papers, portal and QR page."""

    _inherit = "aftersales.device"

    # `coverage_state` asks whether anything is covered and can be searched; these say what
    # a person may rely on, so that a badge never promises more than the decision keeps.
    warranty_state = fields.Selection(
        STATES, "Warranty Today", compute="_compute_warranty_state"
    )
    warranty_until = fields.Date("Covered Until", compute="_compute_warranty_state")

    @api.depends(
        "coverage_ids.kind",
        "coverage_ids.start_date",
        "coverage_ids.end_date",
        "coverage_ids.voided_on",
        "coverage_ids.suspended_on",
        "coverage_ids.former",
    )
    def _compute_warranty_state(self):
        for device in self:
            words = device._get_warranty_words()
            device.warranty_state = words["state"]
            device.warranty_until = words["end"]

    def _get_warranty_words(self):
        """{state, text, end}: one sentence, the state that colours it, the last day."""
        self.ensure_one()
        today = self.company_id._aftersales_today()
        running = self._get_coverages().filtered(lambda c: c._is_running(today))
        whole = running.filtered(lambda c: c.kind in WHOLE)
        if waiting := whole.filtered("suspended_on"):
            return self._say_standing_still(max(waiting, key=lambda c: c.end_date))
        if whole:
            end = max(whole.mapped("end_date"))
            return self._say("in", self.env._("In warranty until %s.", end), end)
        if main := running.filtered(lambda c: c.kind == "component"):
            end = max(main.mapped("end_date"))
            text = self.env._("Only main parts are in warranty, until %s.", end)
            return self._say("main", text, end)
        if running:
            end = max(running.mapped("end_date"))
            text = self.env._(
                "Only some parts or the last repair are in warranty, until %s.", end
            )
            return self._say("part", text, end)
        return self._say_not_running(today)

    def _say_standing_still(self, coverage):
        text = self.env._(
            "In warranty. It has stood still for a repair since %s; these days are added at the end.",
            coverage.suspended_on,
        )
        return self._say("in", text, coverage.end_date)

    def _say_not_running(self, today):
        coverages = self._get_coverages()
        valid = coverages.filtered(lambda c: not c.voided_on and c.start_date)
        later = valid.filtered(lambda c: c.start_date > today).mapped("start_date")
        if later:
            text = self.env._("The warranty begins on %s.", min(later))
            return self._say("later", text, max(valid.mapped("end_date")))
        if valid:
            end = max(valid.mapped("end_date"))
            return self._say("out", self.env._("The warranty ended on %s.", end), end)
        if coverages:
            text = self.env._("The warranty of this device is no longer valid.")
            return self._say("out", text)
        if not self._get_sale_day():
            text = self.env._(
                "No warranty is known: the day on which it was sold or delivered is missing."
            )
            return self._say("none", text)
        return self._say("none", self.env._("No warranty is known for this device."))

    def _say(self, state, text, end=None):
        return {"state": state, "text": text, "end": end}

    def _get_masked_serial(self):
        """Enough to compare with the name plate in the hand, not enough to copy."""
        serial = self.serial or ""
        shown = min(3, len(serial) // 3)
        hidden = "•" * (len(serial) - 2 * shown)
        return serial[:shown] + hidden + serial[len(serial) - shown :]


class Coverage(models.Model):
    _inherit = "aftersales.coverage"

    def _get_bar(self, today):
        self.ensure_one()
        if self.voided_on and self.voided_on <= today:
            state = "void"
        elif self.suspended_on:
            state = "suspended"
        elif today < self.start_date:
            state = "future"
        else:
            state = "running" if self._is_running(today) else "over"
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return {
            "id": self.id,
            "label": label,
            "kind": self.kind,
            "start": str(self.start_date),
            "end": str(self.end_date),
            "state": state,
            "origin": self.origin or "",
        }

    def _get_words(self):
        """One warranty for its owner: nothing of where it comes from or who granted it."""
        self.ensure_one()
        today = self.company_id._aftersales_today()
        bar = self._get_bar(today)
        states = {
            "void": self.env._("No Longer Valid"),
            "suspended": self.env._("Stands Still (in Repair)"),
            "future": self.env._("Begins Later"),
            "running": self.env._("Running"),
            "over": self.env._("Ended"),
        }
        return {
            "label": self._get_label_with_part(),
            "start": self.start_date,
            "end": self.end_date,
            "state": bar["state"],
            "state_label": states[bar["state"]],
            "percent": self.percent,
        }

    def _get_label_with_part(self):
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        part = self.product_id.name
        return f"{label} ({part})" if part else label
