"""What the pages share on which customers and dealers file something."""

import secrets

from odoo import fields
from odoo.http import request

from ...exceptions import FilingRefused
from ...groups import FINANCE
from ...kernel.text import clean

_LONGEST = {
    "fault": 5000,
    "reason": 5000,
    "reported_cause": 5000,
    "reported_look": 5000,
}
_LINE = 200
_MOST_DAMAGES = 10
_SHORTEST_KEY = 16


def new_key():
    """The key of one opened page: sent twice, it files once."""
    return secrets.token_urlsafe(16)


def key_of(post):
    """The key that the page was opened with.

    :raises FilingRefused: for a page without key
    """
    key = str(post.get("key") or "").strip()[:_LINE]
    if len(key) < _SHORTEST_KEY:
        raise FilingRefused(
            request.env._("Please open the page again; it is too old to be sent.")
        )
    return key


def may_answer(record, post):
    """Partners answer what is theirs, or what the key that was mailed to them opens; of
    the house only finance, who writes answers down, and a person about himself."""
    user, mine = request.env.user, request.env[record._name]
    if record.filtered_domain(mine._get_portal_domain()):
        return True
    if user.share:
        return record._is_answer_key(post.get("answer_key"))
    return user.has_group(FINANCE)


def check_answerer(record, post):
    """:raises FilingRefused, GroupRefused: for whoever may only read"""
    if may_answer(record, post):
        return
    if request.env.user._is_internal():
        request.env[record._name]._require_group(FINANCE)
    raise FilingRefused(
        request.env._(
            "This link shows the document only. Please answer by the button of the e-mail that was sent to you, or log in."
        )
    )


def carried(access_token, post):
    """{name: value} of a link's keys, for the pages that follow"""
    told = {"access_token": access_token, "answer_key": post.get("answer_key")}
    return {name: value for name, value in told.items() if value}


def typed(post, *names):
    """{name: text without blanks around, as long as the form allows}"""
    return {
        name: str(post.get(name) or "").strip()[: _LONGEST.get(name, _LINE)]
        for name in names
    }


def number(post, name):
    """A posted id, or 0."""
    text = clean(str(post.get(name) or ""))
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def amount(text):
    """:raises FilingRefused: for what is no amount"""
    text = str(text or "").strip().replace(",", "") or "0"
    try:
        told = float(text)
    except ValueError:
        told = -1.0
    if not 0 <= told < 1e12:
        raise FilingRefused(request.env._("“%s” is no amount of money.", text[:40]))
    return told


def past_day(text):
    """:raises FilingRefused: for what is no day, or a day to come"""
    try:
        day = fields.Date.to_date(text)
    except ValueError:
        day = None
    if not day or day > fields.Date.context_today(request.env.user):
        raise FilingRefused(
            request.env._(
                "“%s” is no day that was. Please write it like 2026-03-31.", text
            )
        )
    return day


def person(record, post):
    """Who answers a document on its page: the login, else the name typed behind the link.

    :raises FilingRefused: without a name
    """
    user = request.env.user
    if user._is_public():
        name = typed(post, "who")["who"]
        require({"who": name}, "who", request.env._("Please write your name."))
        return f"{name} ({record.partner_id.name})"
    return user.name


def require(values, name, sentence):
    if not values[name]:
        raise FilingRefused(sentence)


def read_photos(name):
    """[(file name, bytes)] of a file input; an empty input is no photo.

    Rewound, because Odoo repeats a request and rewinds the first file of an input only.
    """
    files = []
    for storage in request.httprequest.files.getlist(name):
        if storage.filename:
            storage.stream.seek(0)
            files.append((storage.filename[:_LINE], storage.stream.read()))
    return files


def read_damages(post):
    """[{name, in_packing, photos}]: what stands in the rows ``damage_0_name`` and so on.

    :raises FilingRefused: for photos without a word about the damage
    """
    damages = []
    for index in range(_MOST_DAMAGES):
        name = typed(post, f"damage_{index}_name")[f"damage_{index}_name"]
        photos = read_photos(f"damage_{index}_photos")
        if photos and not name:
            raise FilingRefused(
                request.env._(
                    "Damage %s: please write what is damaged, and where.", index + 1
                )
            )
        if name:
            packing = bool(post.get(f"damage_{index}_packing"))
            damages.append({"name": name, "in_packing": packing, "photos": photos})
    return damages


def reply(post, url=None, error=None, page=None):
    """Send the browser on, or tell it what is wrong and keep what was typed.

    A page that sends with its script gets JSON and keeps its photos; one without script
    gets ``page()``, which has the text but cannot have the files.
    """
    if post.get("reply") == "json":
        status = 422 if error else 200
        return request.make_json_response({"url": url, "error": error}, status=status)
    if error:
        response = page()
        response.status_code = 422
        return response
    return request.redirect(url, code=303)
