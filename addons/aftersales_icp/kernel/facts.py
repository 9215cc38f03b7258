"""What the register itself, a registry or a proof says against a site, beside its page.

>>> soon = DomainFact("example.cn", date(2026, 12, 1), "杭州云帆网络科技有限公司")
>>> of_domains([soon], "杭州云帆网络科技有限公司", date(2026, 11, 21))
[Finding(code='C20', detail='example.cn 2026-12-01', level='error')]
>>> of_domains([DomainFact("a.cn", None, "别的公司")], "云帆", date(2026, 11, 21))
[Finding(code='C21', detail='a.cn: 别的公司', level='')]
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from .page import Finding

WARN_DAYS, ERROR_DAYS = 90, 30
# Registries and resellers hide registrants behind such words: no name, no contradiction.
HIDDEN = re.compile(r"redact|privacy|proxy|withheld|隐私|保护", re.I)
# Findings that do not hang on the page: an unreadable page says nothing about them.
CODES = frozenset({"C20", "C21", "C25", "C26", "C27", "C28"})


@dataclass(frozen=True)
class DomainFact:
    name: str
    expires_on: date | None = None
    registrant: str = ""


@dataclass(frozen=True)
class Seen:
    """What an official answer showed; empty where it showed nothing."""

    number: str = ""
    organiser: str = ""
    filed_on: date | None = None


def of_domains(domains, organiser, today):
    """C20 for the domain that ends first, C21 for registrants who are not the organiser."""
    findings = []
    ending = [
        one for one in domains if one.expires_on and _left(one, today) < WARN_DAYS
    ]
    if ending:
        first = min(ending, key=lambda one: one.expires_on)
        level = "error" if _left(first, today) < ERROR_DAYS else "warning"
        findings.append(Finding("C20", f"{first.name} {first.expires_on}", level))
    foreign = [one for one in domains if _is_other(one.registrant, organiser)]
    if foreign:
        words = "; ".join(f"{one.name}: {one.registrant}" for one in foreign)
        findings.append(Finding("C21", words))
    return findings


def _left(domain, today):
    return (domain.expires_on - today).days


def _is_other(name, organiser):
    known = name and organiser and not HIDDEN.search(name)
    return bool(known) and plain(name) != plain(organiser)


def plain(name):
    """A name without what people and registries spell differently.

    >>> plain("杭州云帆（中国）有限公司") == plain("杭州云帆(中国) 有限公司")
    True
    """
    return re.sub(r"[\s.,，。·]", "", unicodedata.normalize("NFKC", name)).casefold()


def of_proof(seen, numbers, organiser, filed_on):
    """C27 where the newest official answer says something else than the record.

    >>> of_proof(Seen("京ICP备1号", "乙"), {"京ICP备2号"}, "甲", None)
    [Finding(code='C27', detail='京ICP备1号; 乙', level='')]
    >>> of_proof(Seen("", "甲"), {"京ICP备2号"}, "甲", None)
    []
    """
    wrong = [seen.number] if seen.number and seen.number not in numbers else []
    wrong += [seen.organiser] if _is_other(seen.organiser, organiser) else []
    if seen.filed_on and filed_on and seen.filed_on != filed_on:
        wrong.append(str(seen.filed_on))
    return [Finding("C27", "; ".join(wrong))] if wrong else []


def of_age(newest, today, days):
    """C26 when the last official look-up is older than ``days``.

    >>> of_age(date(2025, 1, 1), date(2026, 1, 2), 365)
    [Finding(code='C26', detail='2025-01-01', level='')]
    >>> of_age(None, date(2026, 1, 2), 365), of_age(date(2025, 6, 1), date(2026, 1, 2), 365)
    ([], [])
    """
    old = newest and (today - newest).days > days
    return [Finding("C26", str(newest))] if old else []


def of_sub_domains(addresses, inside):
    """C28 for names whose addresses lie outside of every declared access.

    :param addresses: {name: [address]}
    :param inside: tells whether an address lies in the declared ranges
    >>> of_sub_domains({"m.a.cn": ["8.8.8.8"], "a.cn": []}, lambda one: False)
    [Finding(code='C28', detail='m.a.cn 8.8.8.8', level='')]
    """
    outside = [
        f"{name} {found[0]}"
        for name, found in sorted(addresses.items())
        if found and not any(inside(one) for one in found)
    ]
    return [Finding("C28", "; ".join(outside))] if outside else []
