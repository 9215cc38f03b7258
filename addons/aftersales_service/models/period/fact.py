from odoo import api, fields, models


def as_money(value):
    """Two decimals; what is nothing has no sign, however it came about."""
    return f"{value + 0.0:.2f}"


class PeriodFact(models.AbstractModel):
    """Something that counts in a month. Its period is kept from the moment on at which
    `_get_fact_day` knows a day, so no later change of a date moves it out of its month."""

    _name = "aftersales.period.fact"
    _description = "What Counts in a Month"

    # What makes it a fact later than its creation.
    _fact_depends = ("company_id",)
    # What of it is worth money, and may change: the difference is a late change.
    _fact_watched = frozenset()
    # What never changes in a closed month.
    _fact_fixed = ()

    # Amounts that are fingerprinted besides what it is worth.
    _fact_amounts = ()

    period_day = fields.Date(
        "Counts On",
        compute="_compute_period_day",
        store=True,
        index=True,
        copy=False,
        help="The day by which it counts in a month.",
    )
    late_of = fields.Date(
        "Belongs to",
        compute="_compute_period_day",
        store=True,
        copy=False,
        help="Its own day, where that month was closed already.",
    )
    period_origin = fields.Char("Where It Comes From", compute="_compute_period_origin")

    @api.depends(lambda self: self._fact_depends)
    def _compute_period_day(self):
        days = {}
        for fact in self:
            days[fact] = not fact.period_day and fact._get_fact_day()
        wanted = {(f.company_id, day) for f, day in days.items() if day}
        found = self.env["aftersales.period"]._find_open_days(wanted)
        for fact, day in days.items():
            if day:
                counts = found[fact.company_id, day]
                fact.period_day = counts
                fact.late_of = day if counts != day else False
            else:
                fact.period_day, fact.late_of = fact.period_day, fact.late_of

    @api.depends("late_of", "period_day")
    @api.depends_context("lang")
    def _compute_period_origin(self):
        months = self.env["aftersales.period"]
        for fact in self:
            fact.period_origin = fact.late_of and self.env._(
                "%(what)s of %(day)s, entered after %(month)s was closed",
                what=fact._get_fact_words(),
                day=fact.late_of,
                month=months._get_month_words(fact.late_of),
            )

    def _get_fact_words(self):
        model = self.env["ir.model"]._get(self._name)
        return model.sudo().name  # sudo: what a thing is called is no secret

    def _get_fact_day(self):
        """The day on which it happened; nothing: it is no fact yet."""
        raise NotImplementedError

    def _get_fact_amount(self):
        """What it adds to the sum of its month."""
        return 0.0

    def _get_fact_currency(self):
        return self.currency_id or self.company_id.currency_id

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody chooses the month in which something counts (extends)."""
        for vals in vals_list:
            if typed := [name for name in ("period_day", "late_of") if name in vals]:
                self._refuse_fields(
                    typed,
                    self.env._("The month follows from the day, nobody types it in."),
                )
        return super().create(vals_list)

    # --- what happens to it in a closed month

    def _find_closed_facts(self):
        # sudo: the month is asked for whoever changes something in it
        dated = self.sudo().filtered("period_day")
        wanted = {(fact.company_id, fact.period_day) for fact in dated}
        found = self.env["aftersales.period"]._find_open_days(wanted)
        return dated.filtered(
            lambda f: found[f.company_id, f.period_day] != f.period_day
        )

    def write(self, vals):
        """What changes in a closed month is a late change, or refused (extends).

        :raises PeriodClosed: where it would become another thing
        """
        fixed = [n for n in self._fact_fixed if n in vals]
        if not (fixed or self._fact_watched & vals.keys()):
            return super().write(vals)
        closed = self._find_closed_facts()
        for fact in closed:
            if any(fact._is_fact_changed(name, vals[name]) for name in fixed):
                raise fact._get_fact_refusal()
        before = {fact: fact._get_fact_amount() for fact in closed}
        companies = {fact: fact.company_id for fact in closed}
        result = super().write(vals)
        for fact, company in companies.items():
            if fact.company_id != company:
                raise fact._get_fact_refusal()
        self.env["aftersales.period.late"]._record(before)
        return result

    def _is_fact_changed(self, name, value):
        field = self._fields[name]
        new = field.convert_to_cache(value, self, validate=False)
        return field.convert_to_cache(self[name], self, validate=False) != new

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        """What a closed month counts does not vanish, whoever deletes it."""
        for fact in self._find_closed_facts():
            raise fact._get_fact_refusal()

    def _get_fact_refusal(self):
        return self.env["aftersales.period"]._get_closed_refusal(
            self.period_day, self.display_name or self._get_fact_words()
        )

    # --- what of it is fingerprinted

    def _as_plain(self, changed=0.0):
        """Its values as text; ``changed``: what came after its month."""
        amount = self._get_fact_currency().round(self._get_fact_amount() - changed)
        amounts = (amount, *map(self.__getitem__, self._fact_amounts))
        return [
            str(self.period_day),
            str(self.late_of or ""),
            *(self._as_text(self[name]) for name in self._fact_fixed),
            *map(as_money, amounts),
        ]

    def _say_plain(self, values):
        """The same for people: choices by their labels."""
        said = list(values or ())
        for place, name in enumerate(self._fact_fixed, start=2):
            field = self._fields[name]
            if said and field.type == "selection":
                labels = dict(field._description_selection(self.env))
                said[place] = labels.get(said[place], said[place])
        return said

    def _as_text(self, value):
        if isinstance(value, models.BaseModel):
            return ",".join(map(str, value.ids))
        return str(value or "")
