"""What a domain registry says of a name (RDAP, RFC 9083): expiry, registrar, registrant.

Only what is there is read: a registry that hides its registrants, knows no end or answers
nothing leaves the fields empty, and empty means "not known".

>>> answer = b'''{"objectClassName": "domain", "ldhName": "EXAMPLE.CN",
...  "status": ["client transfer prohibited"],
...  "events": [{"eventAction": "expiration", "eventDate": "2027-03-17T08:00:00Z"}],
...  "entities": [{"roles": ["registrar"], "vcardArray": ["vcard",
...    [["version", {}, "text", "4.0"], ["fn", {}, "text", "Good Registrar"]]]}]}'''
>>> read(answer, "example.cn")
Answer(name='example.cn', expires_on=datetime.date(2027, 3, 17), registrar='Good Registrar', registrant='', status='client transfer prohibited')
>>> read(b"{}", "example.cn") is None
True
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from urllib.parse import quote

KINDS = frozenset({"application/rdap+json", "application/json"})
CHINA = timezone(timedelta(hours=8))
# A date, and if known its time and how far the clock there is from UTC (RFC 3339).
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,12})?)?"
    r"\s?(?P<zone>[Zz]|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d))?)?"
)


@dataclass(frozen=True)
class Answer:
    name: str
    expires_on: date | None = None
    registrar: str = ""
    registrant: str = ""
    status: str = ""


def address(base, name):
    """Where a server is asked for a name.

    >>> address("https://rdap.example/v1", "example.cn")
    'https://rdap.example/v1/domain/example.cn'
    """
    return f"{base.rstrip('/')}/domain/{quote(name, safe='.-')}"


def registrable(name, suffixes):
    """The name that was registered, and the suffix of the registry that knows it.

    >>> registrable("www.shop.example.com.cn", {"cn", "com.cn"})
    ('example.com.cn', 'com.cn')
    >>> registrable("example.org", {"cn"}) is None
    True
    """
    labels = name.split(".")
    for at in range(1, len(labels)):
        suffix = ".".join(labels[at:])
        if suffix in suffixes:
            return ".".join(labels[at - 1 :]), suffix
    return None


def read(body, name):
    """The answer about ``name``, or None for whatever is not an answer about it."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("objectClassName") != "domain":
        return None
    if str(data.get("ldhName") or "").rstrip(".").lower() != name:
        return None
    status = [one for one in _list(data.get("status")) if isinstance(one, str)]
    return Answer(
        name,
        _expiry(data),
        _entity(data, "registrar"),
        _entity(data, "registrant"),
        ", ".join(status)[:200],
    )


def _list(value):
    return value if isinstance(value, list) else []


def _dicts(value):
    return [one for one in _list(value) if isinstance(one, dict)]


def _expiry(data):
    for event in _dicts(data.get("events")):
        if event.get("eventAction") == "expiration":
            return _day(event.get("eventDate"))
    return None


def _day(text):
    """The day in China of a moment.

    Read by hand: what `fromisoformat` takes differs from one Python to the next, and 3.10
    knows neither the Z nor every count of decimals.

    >>> _day("2027-03-16T16:00:00Z"), _day("soon")
    (datetime.date(2027, 3, 17), None)
    >>> _day("2027-03-16t16:00:00.5z"), _day("2027-03-16"), _day("2027-02-30")
    (datetime.date(2027, 3, 17), datetime.date(2027, 3, 16), None)
    """
    found = _MOMENT.fullmatch(str(text).strip())
    if not found:
        return None
    numbers = [int(one or 0) for one in found.group(1, 2, 3, 4, 5, 6)]
    try:
        moment = datetime(*numbers, tzinfo=timezone.utc)
        if found["zone"]:
            moment = (moment - _offset(found)).astimezone(CHINA)
    except (ValueError, OverflowError):
        return None
    return moment.date()


def _offset(found):
    if not found["sign"]:
        return timedelta()
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return -ahead if found["sign"] == "-" else ahead


def _entity(data, role):
    """The name of who has a role: the organisation, else the formatted name."""
    for entity in _dicts(data.get("entities")):
        if role in _list(entity.get("roles")):
            card = _list(entity.get("vcardArray"))
            return _from_card(_list(card[1]) if len(card) > 1 else [])
    return ""


def _from_card(lines):
    found = {}
    for line in lines:
        if isinstance(line, list) and len(line) > 3 and isinstance(line[3], str):
            found.setdefault(str(line[0]), line[3].strip())
    return (found.get("org") or found.get("fn") or "")[:200]
