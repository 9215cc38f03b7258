"""Published years that optional Python packages know. Knows nothing of Odoo."""

from datetime import timedelta

from .days import Day


def find_year(year):
    """(days of ``year`` of the first package that knows it, packages that are missing)."""
    missing = []
    for name, read in PACKAGES.items():
        try:
            found = read(year)
        except ImportError:
            missing.append(name)
            continue
        if found:
            return found, missing
    return [], missing


def _read_chinesecalendar(year):
    from chinese_calendar import Holiday, constants

    return [
        Day(
            date,
            kind,
            {"en_US": name, "zh_CN": Holiday(name).chinese},
            "chinesecalendar",
        )
        for table, kind in (
            (constants.holidays, "holiday"),
            (constants.workdays, "makeup"),
        )
        for date, name in table.items()
        if date.year == year
    ]


def _read_holidays(year):
    """Only years whose notice it knows: for others it has the days by law alone, and a
    year without make-up days is none that was published."""
    from holidays import country_holidays

    english = country_holidays("CN", years=year, language="en_US")
    chinese = country_holidays("CN", years=year, language="zh_CN")
    makeups = sorted(day for day in english.weekend_workdays if day.year == year)
    if not makeups:
        return []
    named = {day: name for day, name in english.items() if day.year == year}
    free = {day: (name, chinese.get(day, name)) for day, name in named.items()}
    for day in sorted(named):  # a notice counts the weekend beside a festival in
        for step in (-1, 1):
            beside = day + timedelta(days=step)
            while beside.weekday() > 4 and beside not in makeups:
                free.setdefault(beside, free[day])
                beside += timedelta(days=step)
    worked = dict.fromkeys(makeups, ("Make-up Working Day", "调休上班"))
    return [
        Day(day, kind, {"en_US": labels[0], "zh_CN": labels[1]}, "holidays")
        for kind, table in (("holiday", free), ("makeup", worked))
        for day, labels in sorted(table.items())
        if day.year == year
    ]


PACKAGES = {"chinesecalendar": _read_chinesecalendar, "holidays": _read_holidays}
