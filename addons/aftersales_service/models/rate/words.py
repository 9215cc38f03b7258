"""A charge in words, so that whoever pays can count again."""

from datetime import datetime

from odoo import models
from odoo.tools import formatLang

from ...kernel.rate import TIMES


def note(charge, found):
    """What is kept of a charge: numbers and times, no sentences."""
    kept = _note(charge) | {"basis": charge.rate.basis, "rate": str(charge.rate.price)}
    if not charge.cause:
        same = [c for c in found if c.rate.key == charge.rate.key and c.cause in TIMES]
        kept["dearer"] = [_note(other) for other in same]
    return kept


def _note(charge):
    return {
        "cause": charge.cause,
        "base": str(charge.base),
        "percent": f"{charge.percent.normalize():f}",
        "bound": charge.bound,
        "spans": [[str(start)[:16], str(stop)[:16]] for start, stop in charge.spans],
    }


def is_plain_hours(kept):
    """Whether the quantity of a fee is hours of work."""
    return kept["basis"] == "hour" and not (kept["cause"] or kept["bound"])


class FeeRate(models.Model):
    _inherit = "aftersales.fee.rate"

    def _get_cause_labels(self):
        return {
            "night": self.env._("Night Surcharge"),
            "weekend": self.env._("Weekend Surcharge"),
            "holiday": self.env._("Holiday Surcharge"),
            "urgent": self.env._("Urgent Surcharge"),
            "second": self.env._("Further Technician"),
            "waiting": self.env._("Waiting Time"),
        }

    def _get_fee_name(self, cause):
        """What stands on the quotation."""
        if not cause:
            return self.name
        return f"{self.name} · {self._get_cause_labels()[cause]}"


class Fee(models.Model):
    _inherit = "aftersales.fee"

    def _explain(self):
        """“2.5 h × ¥80, 18:30–21:00 of it at night +50 %”, in the reader's language."""
        kept = self.derivation
        if kept["cause"]:
            return self._explain_extra(kept)
        text = self._explain_base(kept)
        for dearer in kept["dearer"]:
            text = self._explain_time(text, dearer)
        return text

    def _explain_base(self, kept):
        price = self._say_money(kept["rate"])
        count = f"{float(kept['base']):g}"
        text = {
            "hour": self.env._("%(hours)s h × %(price)s", hours=count, price=price),
            "km": self.env._("%(km)s km × %(price)s", km=count, price=price),
            "visit": self.env._("%s per visit", price),
            "parts": self.env._("%s %% of the parts", f"{float(kept['rate']):g}"),
        }[kept["basis"]]
        if kept["spans"]:
            text = self.env._(
                "%(text)s (work %(times)s)",
                text=text,
                times=_say_times(kept["spans"], True),
            )
        if kept["bound"] == "minimum":
            return self.env._(
                "%(text)s, at least %(amount)s",
                text=text,
                amount=self._say_money(self.price_unit),
            )
        if kept["bound"] == "cap":
            return self.env._(
                "%(text)s, at most %(amount)s",
                text=text,
                amount=self._say_money(self.price_unit),
            )
        return text

    def _explain_time(self, text, dearer):
        values = {
            "text": text,
            "times": _say_times(dearer["spans"]),
            "percent": dearer["percent"],
        }
        if dearer["cause"] == "night":
            return self.env._(
                "%(text)s, %(times)s of it at night +%(percent)s %%", **values
            )
        if dearer["cause"] == "weekend":
            return self.env._(
                "%(text)s, %(times)s of it on a day off +%(percent)s %%", **values
            )
        return self.env._(
            "%(text)s, %(times)s of it on a public holiday +%(percent)s %%", **values
        )

    def _explain_extra(self, kept):
        values = {"times": _say_times(kept["spans"]), "percent": kept["percent"]}
        texts = {
            "night": self.env._("%(times)s at night: +%(percent)s %%", **values),
            "weekend": self.env._("%(times)s on a day off: +%(percent)s %%", **values),
            "holiday": self.env._(
                "%(times)s on a public holiday: +%(percent)s %%", **values
            ),
            "urgent": self.env._("urgent: +%s %%", kept["percent"]),
            "second": self.env._(
                "further technicians: %s %% of the charge for each", kept["percent"]
            ),
            "waiting": self.env._(
                "waited %(times)s, at %(percent)s %% of the price of an hour", **values
            ),
        }
        return texts[kept["cause"]]

    def _say_money(self, amount):
        return formatLang(self.env, float(amount), currency_obj=self.currency_id)


def _say_times(spans, with_day=False):
    """
    >>> _say_times([["2026-03-02 18:30", "2026-03-02 21:00"]])
    '18:30–21:00'
    >>> _say_times([["2026-03-02 22:00", "2026-03-03 02:00"]])
    '03-02 22:00–03-03 02:00'
    """
    moments = [[datetime.fromisoformat(edge) for edge in span] for span in spans]
    days = {moment.date() for span in moments for moment in span}
    form = "%m-%d %H:%M" if with_day or len(days) > 1 else "%H:%M"
    texts = []
    for start, stop in moments:
        end = "%H:%M" if start.date() == stop.date() else form
        same = start == stop
        texts.append(start.strftime(form) + ("" if same else f"–{stop.strftime(end)}"))
    return ", ".join(texts)
