"""Published years that optional Python packages know. Knows nothing of Odoo."""

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
    free = [
        Day(
            day, "holiday", {"en_US": name, "zh_CN": chinese.get(day, name)}, "holidays"
        )
        for day, name in sorted(english.items())
        if day.year == year
    ]
    return free + [
        Day(
            day,
            "makeup",
            {"en_US": "Make-up Working Day", "zh_CN": "调休上班"},
            "holidays",
        )
        for day in makeups
    ]


PACKAGES = {"chinesecalendar": _read_chinesecalendar, "holidays": _read_holidays}
