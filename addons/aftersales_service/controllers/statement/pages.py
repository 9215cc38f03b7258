"""What the pages of statements share: a list with the login, and a page for each, also for
whoever holds its link. Pages render chosen values."""

from urllib.parse import urlencode

from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ...exceptions import Refused
from ..portal import filing

_PAGE = 20
_LINES = 100


def count(model):
    """How many of them the login's partner sees."""
    domain = request.env[model]._get_portal_domain()
    # sudo: found by the login's own partner
    return request.env[model].sudo().search_count(domain)


def list_them(model, page):
    """(records of a page, values of its pager)"""
    path = request.env[model]._portal_path
    domain = request.env[model]._get_portal_domain()
    pager = portal_pager(url=path, total=count(model), page=page, step=_PAGE)
    # sudo: found by the login's own partner
    found = request.env[model].sudo()
    found = found.search(domain, limit=_PAGE, offset=pager["offset"])
    return found, {"pager": pager, "default_url": path}


def find(controller, model, number, token):
    """The record that the login or its link may see, else None."""
    try:
        record = controller._document_check_access(model, number, token)
    except (AccessError, MissingError):
        return None
    return record if record.state in record._shown_states else None


def show(record, page, token, post):
    """Values of the page of one statement; ``post`` may hold the key to answer it."""
    carried = filing.carried(token, post)
    number = max(filing.number({"page": page}, "page"), 1)
    pages = -(-record.line_count // _LINES)
    return {
        "lines": record._prepare_portal_lines(_LINES, (number - 1) * _LINES),
        "pages": range(1, pages + 1),
        "page_number": number,
        "carried": carried,
        "ending": urlencode(carried),
        "may_answer": filing.may_answer(record, post),
        "currency": record.currency_id,
        "error": request.session.pop("aftersales_error", ""),
    }


def prepare(record):
    """What stands above the lines of every statement."""
    return {
        "id": record.id,
        "url": record.get_portal_url(),
        "name": record.name,
        "state": record._state_label(record.state),
        "waits": record.state == "sent",
        "due": record.date_due,
        "currency": record.currency_id,
    }


def read_answers(record, post):
    """{id of a line: (yes or no, reason)} of the lines that were answered."""
    if post.get("all"):
        return {line.id: (True, "") for line in record._get_waiting()}
    answers = {}
    for key, answer in post.items():
        number = key.removeprefix("answer_")
        if number != key and number.isdecimal() and answer in ("yes", "no"):
            reason = filing.typed(post, f"reason_{number}")[f"reason_{number}"]
            answers[int(number)] = (answer == "yes", reason)
    return answers


def answer(record, token, post, take):
    """Take the answers down, and back to the page.

    :param take: does it; what it refuses is told on the page
    """
    try:
        filing.check_answerer(record, post)
        take()
    except Refused as error:
        request.session["aftersales_error"] = str(error)
    ending = urlencode(filing.carried(token, post))
    return request.redirect(f"{record._portal_path}/{record.id}?{ending}", code=303)
