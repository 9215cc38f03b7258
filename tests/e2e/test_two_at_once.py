"""Two people press the same button at the same moment, or one presses it twice: it happens
once, and the other reads why not."""

import datetime

import pytest

from .conftest import together


@pytest.fixture
def job(people):
    """A dispatched job with two requested parts: (desk, technician, ids)."""
    desk, technician = people("desk1"), people("tech")
    (customer,), _error = desk.call(
        "res.partner", "search", [("name", "=", "customer")]
    )
    (worker,), _error = desk.call(
        "aftersales.technician", "search", [("name", "=", "tech")]
    )
    (part,), _error = desk.call("product.product", "search", [("name", "=", "part")])
    order = desk.make("aftersales.order", {"partner_id": customer, "fault": "noise"})
    visit = desk.make("aftersales.visit", {"order_id": order, "technician_id": worker})
    requisition = technician.make(
        "aftersales.requisition",
        {"visit_id": visit, "line_ids": [(0, 0, {"product_id": part, "quantity": 2})]},
    )
    return (
        desk,
        technician,
        {"order": order, "visit": visit, "requisition": requisition},
    )


def refusals(answers):
    return [error for _result, error in answers if error]


def test_double_click_submits_once(job, rows, server):
    _desk, technician, ids = job

    def submit():
        return technician.call(
            "aftersales.requisition", "action_submit", [ids["requisition"]]
        )

    answers = together(submit, submit)
    assert len(refusals(answers)) == 1
    assert "cannot become" in refusals(answers)[0]
    pickings = rows(
        server,
        "SELECT count(*) FROM stock_picking WHERE aftersales_requisition_id = %s",
        ids["requisition"],
    )
    assert pickings == [(1,)]


def test_two_keepers_issue_once(job, people, rows, server):
    _desk, technician, ids = job
    technician.call("aftersales.requisition", "action_submit", [ids["requisition"]])
    keepers = people("keeper1"), people("keeper2")
    answers = together(
        *(
            lambda k=k: k.call(
                "aftersales.requisition", "action_issue", [ids["requisition"]]
            )
            for k in keepers
        )
    )
    assert len(refusals(answers)) <= 1
    issued = rows(
        server,
        "SELECT sum(m.quantity) FROM stock_move m JOIN aftersales_requisition_line l"
        " ON l.id = m.aftersales_requisition_line_id"
        " WHERE m.state = 'done' AND l.requisition_id = %s",
        ids["requisition"],
    )
    assert issued == [(2,)]


def test_two_clerks_quote_once(job, people, rows, server):
    _desk, technician, ids = job
    technician.call("aftersales.requisition", "action_submit", [ids["requisition"]])
    clerks = people("desk1"), people("desk2")
    answers = together(
        *(
            lambda c=c: c.call(
                "aftersales.order", "action_create_quotation", [ids["order"]]
            )
            for c in clerks
        )
    )
    assert len(refusals(answers)) == 1
    quotations = rows(
        server,
        "SELECT count(*) FROM sale_order WHERE aftersales_order_id = %s",
        ids["order"],
    )
    assert quotations == [(1,)]


def test_two_diagnoses_make_two_versions_in_one_chain(job, people, rows, server):
    desk, technician, ids = job
    answers = together(
        lambda: desk.call(
            "aftersales.order", "action_redecide", [ids["order"]], "misuse"
        ),
        lambda: technician.call(
            "aftersales.order", "action_redecide", [ids["order"]], "wear"
        ),
    )
    assert refusals(answers) == []
    chain = rows(
        server,
        "SELECT version, previous_hash, hash FROM aftersales_decision WHERE order_id = %s ORDER BY id",
        ids["order"],
    )
    assert [version for version, _previous, _own in chain] == [1, 2, 3]
    assert [previous for _version, previous, _own in chain[1:]] == [
        own for _v, _p, own in chain[:2]
    ]


def test_two_dispatchers_drop_one_call_once(job, people, rows, server):
    """Both boards show the call as nobody's; the second one is told whose it became."""
    desk, _technician, _ids = job
    (customer,), _error = desk.call(
        "res.partner", "search", [("name", "=", "customer")]
    )
    (worker,), _error = desk.call(
        "aftersales.technician", "search", [("name", "=", "tech")]
    )
    order = desk.make("aftersales.order", {"partner_id": customer, "fault": "noise"})
    day = str(datetime.date.today() + datetime.timedelta(days=3))
    answers = together(
        *(
            lambda desk=desk, minute=minute: desk.call(
                "aftersales.visit", "action_board_assign", order, worker, day, minute
            )
            for desk, minute in ((people("desk1"), 540), (people("desk2"), 840))
        )
    )
    assert len(refusals(answers)) == 1
    assert "meanwhile" in refusals(answers)[0]
    visits = rows(
        server, "SELECT count(*) FROM aftersales_visit WHERE order_id = %s", order
    )
    assert visits == [(1,)]


def test_double_click_on_arrival_stamps_once(job):
    _desk, technician, ids = job

    def press(name):
        return technician.call("aftersales.visit", name, [ids["visit"]])

    for step in ("action_contact", "action_leave"):
        press(step)
    answers = together(lambda: press("action_arrive"), lambda: press("action_arrive"))
    assert len(refusals(answers)) == 1


def test_two_keepers_at_the_counter_hand_over_once(job, people, rows, server):
    """Both scan the same part at the same moment, then both hand over (P-30)."""
    desk, technician, ids = job
    (part,), _error = desk.call("product.product", "search", [("name", "=", "part")])
    code, _error = desk.call("product.product", "read", [part], ["barcode"])
    technician.call("aftersales.requisition", "action_submit", [ids["requisition"]])
    keepers = people("keeper1"), people("keeper2")
    counter, requisition = "aftersales.issue.counter", ids["requisition"]
    for _part in range(2):
        together(
            *(
                lambda k=k: k.call(counter, "scan", code[0]["barcode"], requisition)
                for k in keepers
            )
        )
    scanned = rows(
        server,
        "SELECT sum(quantity) FROM aftersales_requisition_scan WHERE requisition_id = %s",
        requisition,
    )
    assert scanned == [(2,)]
    answers = together(
        *(lambda k=k: k.call(counter, "hand_over", requisition) for k in keepers)
    )
    assert len(refusals(answers)) == 1
    assert "nothing is scanned" in refusals(answers)[0]
    issued = rows(
        server,
        "SELECT sum(m.quantity) FROM stock_move m JOIN aftersales_requisition_line l"
        " ON l.id = m.aftersales_requisition_line_id"
        " WHERE m.state = 'done' AND l.requisition_id = %s",
        requisition,
    )
    assert issued == [(2,)]


def test_the_same_queue_of_a_phone_twice_at_once(job, people, rows, server):
    """A phone that got no answer sends its queue again while the first is still taken."""
    _desk, _technician, ids = job
    day = "2026-03-02 0"
    steps = ["contact", "leave", "arrive"]
    entries = [
        {
            "uuid": f"e2e-{ids['visit']}-{step}",
            "action": step,
            "at": f"{day}{hour}:00:00",
        }
        for hour, step in enumerate(steps, 1)
    ]
    senders = people("tech"), people("tech")
    answers = together(
        *(
            lambda s=s: s.call(
                "aftersales.visit", "action_sync", [ids["visit"]], entries
            )
            for s in senders
        )
    )
    assert refusals(answers) == []
    taken = sorted(
        "".join(sorted({entry["status"] for entry in answer["results"]}))
        for answer, _error in answers
    )
    assert taken == ["done", "known"]
    assert answers[0][0]["state"] == "arrived"
    stamps = rows(
        server,
        "SELECT kind, count(*) FROM aftersales_visit_stamp WHERE visit_id = %s"
        " GROUP BY kind ORDER BY min(id)",
        ids["visit"],
    )
    assert stamps == [(step, 1) for step in steps]
    calls = rows(
        server,
        "SELECT count(*) FROM aftersales_call_attempt WHERE visit_id = %s",
        ids["visit"],
    )
    assert calls == [(1,)]
