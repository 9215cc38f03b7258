"""A call, a report or a mail that arrives several times at the same moment is one order.

Three at once and two rounds, because one round may happen to run one after the other;
without the unique index behind each of them the rounds leave more than one order.
"""

import re

import pytest

from .conftest import together

ROUNDS, AT_ONCE = 2, 3


def count(rows, server, column, value):
    query = f"SELECT count(*) FROM aftersales_order WHERE {column} = %s"
    return rows(server, query, value)[0][0]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_service_desk_saves_a_call_once(people, rows, server, number):
    """Two clerks' browsers and impatient fingers: the token of the call decides."""
    clerks = [people(f"desk{1 + index % 2}") for index in range(AT_ONCE)]
    (customer,), _error = clerks[0].call(
        "res.partner", "search", [("name", "=", "customer")]
    )
    token = f"e2e-desk-{number}"
    facts = {"partner_id": customer, "fault": "noise", "channel": "phone"}
    answers = together(
        *(
            lambda c=c: c.call("aftersales.service.desk", "save", facts, token)
            for c in clerks
        )
    )
    assert [error for _result, error in answers if error] == []
    assert len({result["id"] for result, _error in answers}) == 1
    assert count(rows, server, "desk_token", token) == 1


@pytest.mark.parametrize("number", range(ROUNDS))
def test_portal_files_a_report_once(people, rows, server, number):
    buyer = people("buyer")
    ((device,),) = rows(
        server, "SELECT id FROM aftersales_device WHERE serial = 'E2E-1'"
    )
    path = f"/my/devices/{device}/report"
    page = buyer.page(path)
    values = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page).group(1)
        for name in ("csrf_token", "key")
    }
    values |= {"fault": f"noise {number}", "contact_phone": "0531-88881234"}
    answers = together(*(lambda: buyer.send(path, **values),) * AT_ONCE)
    assert [answer["error"] for answer in answers if answer["error"]] == []
    assert len({answer["url"] for answer in answers}) == 1
    assert count(rows, server, "portal_key", values["key"]) == 1


@pytest.mark.parametrize("number", range(ROUNDS))
def test_mail_delivered_several_times_is_one_order(people, rows, server, number):
    """A mail server that got no answer in time delivers again."""
    gates = [people("gate") for _index in range(AT_ONCE)]
    mail = (
        "From: customer@customer.example\nTo: service@repairs.example\n"
        f"Subject: defect\nMessage-Id: <e2e-{number}@customer.example>\n\n"
        f"it makes noise, mail {number}"
    )
    together(
        *(
            lambda g=g: g.call("mail.thread", "message_process", False, mail)
            for g in gates
        )
    )
    text = f"defect\nit makes noise, mail {number}"
    assert count(rows, server, "fault", text) == 1
