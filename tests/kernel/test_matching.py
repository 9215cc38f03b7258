"""Proposals for lines of statements: right on months with a truth, lawful on anything."""

import datetime
import gc
import random
import time

import laws
import pytest
import sample
from crowd import crowd
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel.matching import Item, Line, propose
from score import Score, make_month, rate

DAY = datetime.date(2026, 10, 9)


@pytest.fixture(scope="module")
def months():
    return [make_month(seed) for seed in range(30)]


def test_what_is_sure_is_right(months):
    total = Score()
    for month, lines in months:
        score = rate(month, lines)
        assert score.sure >= 0.9 * score.true, score
        total += score
    assert not total.wrong
    assert total.sure >= 0.93 * total.true, total
    assert total.found >= 0.97 * total.true, total


def test_laws_hold_of_months(months):
    for month, lines in months:
        laws.check(lines, month.items, propose(lines, month.items))


def test_the_order_changes_nothing(months):
    for seed, (month, lines) in enumerate(months[:10]):
        expected = laws.as_seen(propose(lines, month.items))
        shuffled, items = list(lines), list(month.items)
        random.Random(seed).shuffle(shuffled)
        random.Random(seed).shuffle(items)
        assert laws.as_seen(propose(shuffled, items)) == expected


if sample.FOLDER:

    def test_the_sample():
        score = rate(*sample.make_month())
        assert not score.wrong
        assert score.sure >= 0.97 * score.true, score
        assert score.found == score.true, score


# --- anything at all

NAMES = (
    "济南恒达机电有限公司",
    "恒达机电",
    "济南恒达泵业（集团）有限公司",
    "张伟",
    "财付通",
    "",
    "支付宝",
)
DOCUMENTS = ("INV/2026/01010", "INV/2026/03010", "SK2026-10051", "S7", "", "20261009")
WORDS = (
    "",
    "货款 01010",
    "首付",
    "代济南恒达付",
    "扣手续费",
    "押金",
    "两笔",
    "03010 01010",
    "提现",
)
AMOUNTS = (1, 5, 100, 105, 200, 300, 10000, 10500)

days = st.integers(0, 5).map(lambda n: DAY + datetime.timedelta(days=n))
items_of_any_kind = st.lists(
    st.builds(
        Item,
        key=st.just(""),
        kind=st.sampled_from(("invoice", "receipt")),
        partner=st.sampled_from(NAMES),
        amount=st.sampled_from((*AMOUNTS, -100, -300)),
        date=days,
        number=st.sampled_from(DOCUMENTS),
        method=st.sampled_from(("", "", "wechat", "alipay", "cash")),
    ),
    max_size=14,
).map(lambda found: [_with_key(item, f"i{n}") for n, item in enumerate(found)])


@st.composite
def lines_of_any_kind(draw):
    lines = []
    for number in range(draw(st.integers(0, 14))):
        source = draw(st.sampled_from(("bank", "bank", "wechat", "alipay")))
        back = source != "bank" and draw(st.booleans())
        amount = draw(st.sampled_from(AMOUNTS)) * (-1 if back else 1)
        if source == "bank" and draw(st.integers(0, 4)) == 0:
            amount = -amount
        trade = f"t{draw(st.integers(0, 5))}"
        lines.append(
            Line(
                f"l{number}",
                source,
                draw(days),
                amount,
                payer=draw(st.sampled_from(NAMES)),
                memo=" ".join(
                    (draw(st.sampled_from(WORDS)), draw(st.sampled_from(DOCUMENTS)))
                ),
                channel="" if source == "bank" else source,
                number=draw(st.sampled_from(DOCUMENTS)),
                trade=f"{number}" if back else trade,
                refund_of=trade if back else "",
                fee=0 if source == "bank" else draw(st.sampled_from((0, 1))),
            )
        )
    return lines


def _with_key(item, key):
    return Item(
        key, item.kind, item.partner, item.amount, item.date, item.number, item.method
    )


@settings(max_examples=400, deadline=None)
@given(lines_of_any_kind(), items_of_any_kind, st.randoms(use_true_random=False))
def test_laws_and_order_hold_of_anything(lines, items, chance):
    proposals = propose(lines, items)
    laws.check(lines, items, proposals)
    chance.shuffle(lines)
    chance.shuffle(items)
    assert laws.as_seen(propose(lines, items)) == laws.as_seen(proposals)


# --- one by one


def bank(amount, payer="济南恒达机电有限公司", memo="", key="b", day=DAY):
    return Line(key, "bank", day, amount, payer=payer, memo=memo)


def invoice(
    amount, number="INV/2026/01010", key="a", partner="济南恒达机电有限公司", day=DAY
):
    return Item(key, "invoice", partner, amount, day, number)


def only(lines, items):
    (proposal,) = propose(lines, items)
    return proposal


@pytest.mark.parametrize(
    ("line", "items", "reason", "shares", "fee"),
    [
        (
            bank(500, memo="inv-2026-01010 货款"),
            [invoice(500)],
            "number",
            {"a": 500},
            0,
        ),
        (bank(500, "恒达机电"), [invoice(500)], "payer", {"a": 500}, 0),
        (bank(500, "济南恒达机电(有限公司)"), [invoice(500)], "payer", {"a": 500}, 0),
        (
            bank(500, "张伟", "代恒达机电付INV/2026/01010"),
            [invoice(500)],
            "number_for_other",
            {"a": 500},
            0,
        ),
        (bank(497, memo="01010"), [invoice(500)], "number_fen", {"a": 500}, 3),
        (
            bank(58500, memo="01010 扣手续费"),
            [invoice(60000)],
            "number_charge",
            {"a": 60000},
            1500,
        ),
        (
            bank(30000, memo="01010首付款"),
            [invoice(60000)],
            "number_part",
            {"a": 30000},
            0,
        ),
        (
            bank(29996, memo="01010尾款"),
            [invoice(30000)],
            "number_fen",
            {"a": 30000},
            4,
        ),
        (
            bank(300, memo="两笔"),
            [invoice(100), invoice(200, "INV/2026/01011", "c")],
            "payer_several",
            {"a": 100, "c": 200},
            0,
        ),
    ],
)
def test_sure(line, items, reason, shares, fee):
    found = only([line], items)
    assert (found.reason.code, found.items, found.fee) == (reason, shares, fee)
    assert found.sure


@pytest.mark.parametrize(
    ("line", "items", "reason"),
    [
        (bank(500), [invoice(500), invoice(500, "INV/2026/2", "c")], "payer_twin"),
        (
            bank(300),
            [invoice(300), invoice(100, "N1", "c"), invoice(200, "N2", "d")],
            "payer_twin",
        ),
        (bank(500, memo="押金"), [invoice(500)], "payer"),
        (bank(500, memo="INV/2026/09999"), [invoice(500)], "payer"),
        (bank(500, memo="货款 09999"), [invoice(500)], "payer"),
        (bank(500, memo="S100010"), [invoice(500, "S10010")], "payer"),
        (bank(500, memo="开票2026-100010"), [invoice(500, "开票2026-10010")], "payer"),
        (bank(500), [invoice(500, day=DAY + datetime.timedelta(1))], "payer"),
        (bank(500, "李小红"), [invoice(500)], "amount"),
        (bank(500, "李小红", "代恒达机电付款"), [invoice(500)], "for_other"),
        (bank(400), [invoice(5000)], "payer_part"),
        (bank(600), [invoice(500)], "payer_over"),
        (bank(600, memo="01010"), [invoice(500)], "number_over"),
        (bank(4900, memo="01010"), [invoice(5000)], "number_part"),
        (bank(4998, memo="01010首付"), [invoice(5000)], "number_fen"),
        (
            bank(500, "青岛金泰有限公司", "INV/2026/01010"),
            [invoice(500), invoice(500, "N9", "c", "青岛金泰有限公司")],
            "number_for_other",
        ),
        (
            bank(500, "同心机械"),
            [
                invoice(500, partner="济南同心机械有限公司"),
                invoice(700, "N9", "c", "青岛同心机械"),
            ],
            "payer_alike",
        ),
    ],
)
def test_never_sure(line, items, reason):
    found = only([line], items)
    assert found.reason.code == reason
    assert not found.sure


@pytest.mark.parametrize(
    ("number", "memo"),
    [
        ("INV/2026/01010", "付INV/2026/01010款"),
        ("INV/2026/01010", "inv2026-01010"),
        ("INV/2026/01010", "发票号 1010"),
        ("FP2026001010", "fp2026-001010"),
        ("FP2026001010", "001010"),
        ("S01010", "维修S01010"),
        ("开票2026-01010", "开票2026－01010"),
    ],
)
def test_numbers_as_people_write_them(number, memo):
    items = [invoice(500, number), invoice(500, "OTHER/7777", "c")]
    found = only([bank(500, memo=memo)], items)
    assert (found.items, found.sure) == ({"a": 500}, True)


@pytest.mark.parametrize(
    "memo", ["202610维修费", "2026年10月", "20261009", "电话13812345678"]
)
def test_a_day_or_a_telephone_is_no_number(memo):
    assert only([bank(500000, memo=memo)], [invoice(500000)]).sure


@pytest.mark.parametrize(
    ("memo", "sure"),
    [("两台维修费", True), ("第2笔", False), ("2笔", False), ("代理费付款", False)],
)
def test_words_that_count(memo, sure):
    assert only([bank(500, memo=memo)], [invoice(500)]).sure is sure


def test_one_invoice_paid_twice_is_nobodys_for_sure():
    lines = [bank(500, memo="INV/2026/01010", key=key) for key in "xy"]
    assert [p.sure for p in propose(lines, [invoice(500)])] == [False]


def test_what_two_lines_may_pay_is_nobodys_for_sure():
    alike = [bank(500, key=key) for key in "xy"]
    assert [p.sure for p in propose(alike, [invoice(500)])] == [False]
    items = [invoice(100, "N1", "a"), invoice(200, "N2", "c")]
    found = propose([bank(300, key="both"), bank(200, key="one")], items)
    assert not any(p.sure for p in found)
    items = [invoice(300, "N3", "d"), *items]
    found = propose([bank(300, key="either"), bank(100, key="one")], items)
    assert {p.line: (p.items, p.sure) for p in found} == {
        "either": ({"d": 300}, False),
        "one": ({"a": 100}, False),
    }


def test_who_mistypes_a_number_still_pays_his_own():
    other = invoice(9000, "INV/2026/05555", "c", "青岛金泰有限公司")
    found = only([bank(500, memo="INV/2026/05555")], [invoice(500), other])
    assert (found.items, found.sure) == ({"a": 500}, False)


def test_what_is_paid_out_meets_what_we_owe():
    owed = invoice(-500, "RINV/2026/0001")
    found = only(
        [bank(-500, memo="退款 RINV/2026/0001")], [owed, invoice(500, key="c")]
    )
    assert found.items == {"a": -500}
    assert only([bank(-500)], [owed]).sure
    assert not propose([bank(-500)], [invoice(500)])


def wechat(amount, number, key, day=DAY, refund_of="", account="1600"):
    return Line(
        key,
        "wechat",
        day,
        amount,
        channel="wechat",
        number=number,
        trade=f"t{key}",
        refund_of=refund_of,
        fee=(amount * 60 + 5000) // 10000,
        account=account,
    )


def receipt(amount, number, key, day=DAY):
    return Item(key, "receipt", "某某", amount, day, number, "wechat")


NEXT, LATER = (DAY + datetime.timedelta(days=n) for n in (1, 2))


def test_a_payout_never_touches_receipts():
    lines = [
        wechat(10000, "SK1-00001", "w1"),
        wechat(20000, "X", "w2"),
        wechat(-5000, "TKSK1-00001", "w3", refund_of="tw1"),
        bank(24850, "财付通支付科技有限公司", "结算", "b", NEXT),
    ]
    items = [receipt(10000, "SK1-00001", "r1"), receipt(20000, "SK1-00002", "r2")]
    found = {p.line: p for p in propose(lines, items)}
    assert [found[key].items for key in ("w1", "w2", "w3", "b")] == [
        {"r1": 10000},
        {"r2": 20000},
        {"r1": -5000},
        {},
    ]
    assert found["b"].lines == ["w1", "w2", "w3"]
    assert all(p.sure for p in found.values())
    assert not [p for p in propose(lines, items, settled={"w1", "w2", "w3"}) if p.items]
    assert len(propose(lines, items, settled={"w1", "w2", "w3"})) == 1


def test_one_receipt_paid_twice_through_a_channel():
    lines = [wechat(10000, "SK1-00001", key) for key in ("w1", "w2")]
    found = propose(lines, [receipt(10000, "SK1-00001", "r1")])
    assert [(p.items, p.sure) for p in found] == [({"r1": 10000}, False)]


def test_more_given_back_than_was_paid():
    lines = [
        wechat(10000, "SK1-00001", "w1"),
        wechat(-7000, "TK1", "w2", refund_of="tw1"),
        wechat(-7000, "TK2", "w3", refund_of="tw1"),
    ]
    found = propose(lines, [receipt(10000, "SK1-00001", "r1")])
    assert [(p.items["r1"], p.rest, p.sure) for p in found] == [
        (10000, 0, True),
        (-7000, 0, False),
        (-3000, -4000, False),
    ]


@pytest.mark.parametrize(
    ("refunds", "left", "shares", "rests", "sure"),
    [
        ((-3000,), 10000, [-3000], [0], True),
        ((-7000, -3000), 10000, [-7000, -3000], [0, 0], True),
        ((-3000,), 2000, [-2000], [-1000], False),
        ((-3000,), 0, [], [], False),
        ((-3000,), -500, [], [], False),
    ],
)
def test_a_refund_of_what_was_confirmed_before(refunds, left, shares, rests, sure):
    """The payment is no open item any more; the caller says what is left of it."""
    lines = [
        wechat(amount, f"TK{n}", f"w{n}", refund_of="told")
        for n, amount in enumerate(refunds)
    ]
    paid = {"told": receipt(left, "SK1-00001", "r1")}
    found = propose(lines, [], paid=paid)
    assert [p.items["r1"] for p in found] == shares
    assert [p.rest for p in found] == rests
    assert all(p.sure is sure and p.reason.code == "refund" for p in found)
    assert propose(lines, []) == []


def test_a_sum_drawn_before_is_missing_in_the_next_payout():
    lines = [
        wechat(100000, "A", "w1"),
        bank(50000, "财付通支付科技有限公司", "提现", "b1", DAY),
        bank(49400, "财付通支付科技有限公司", "结算", "b2", NEXT),
    ]
    drawn, rest = propose(lines, [])
    assert (drawn.lines, drawn.rest, drawn.sure) == ([], 50000, False)
    assert (rest.lines, rest.rest, rest.sure) == (["w1"], -50000, True)


def test_a_sum_drawn_on_the_day_of_a_payout_is_of_what_came_later():
    lines = [
        wechat(100000, "A", "w1"),
        bank(99400, "财付通支付科技有限公司", "结算", "b1", NEXT),
        wechat(200000, "B", "w2", NEXT),
        bank(50000, "财付通支付科技有限公司", "提现", "b2", NEXT),
        bank(148800, "财付通支付科技有限公司", "结算", "b3", LATER),
    ]
    found = {p.line: p for p in propose(lines, [])}
    assert [found[key].lines for key in ("b1", "b2", "b3")] == [["w1"], [], ["w2"]]
    assert found["b3"].rest == -50000


def test_what_a_channel_keeps_back_is_a_rest():
    lines = [
        wechat(100000, "A", "w1"),
        bank(79400, "财付通支付科技有限公司", "结算", "b1", NEXT),
        wechat(50000, "B", "w2", NEXT),
        bank(49700, "财付通支付科技有限公司", "结算", "b2", LATER),
    ]
    kept, whole = propose(lines, [])
    assert (kept.lines, kept.rest, kept.sure) == (["w1"], -20000, False)
    assert (whole.lines, whole.rest, whole.sure) == (["w2"], 0, True)


def test_payment_and_refund_of_a_day_leave_a_doubt():
    two = DAY + datetime.timedelta(days=1)
    lines = [
        wechat(10000, "A", "w1"),
        wechat(5000, "B", "w2", two),
        wechat(-5000, "TKB", "w3", two, refund_of="tw2"),
        bank(9940, "财付通", "结算", "b", two + datetime.timedelta(days=1)),
    ]
    found = {p.line: p for p in propose(lines, [])}["b"]
    assert found.lines == ["w1", "w2", "w3"]
    assert not found.sure


def test_each_account_at_a_channel_pays_out_its_own():
    lines = [
        wechat(10000, "A", "w1", account="1600"),
        wechat(30000, "B", "w2", account="1700"),
        bank(29820, "财付通", "结算", "b1", NEXT),
        bank(9940, "财付通", "结算", "b2", NEXT),
    ]
    found = {p.line: p.lines for p in propose(lines, [])}
    assert found == {"b1": ["w2"], "b2": ["w1"]}


def test_without_the_channels_file_the_payout_takes_the_receipts():
    items = [
        receipt(10000, "R1", "r1"),
        receipt(20000, "R2", "r2"),
        receipt(1, "R3", "r3", NEXT),
    ]
    found = only([bank(29820, "财付通", "结算", "b", NEXT)], items)
    assert (found.items, found.fee) == ({"r1": 10000, "r2": 20000}, 180)
    assert not found.sure


def test_a_customer_may_pay_through_a_channel():
    found = only(
        [bank(500, "支付宝(中国)网络技术有限公司", "张伟 INV/2026/01010")],
        [invoice(500)],
    )
    assert found.items == {"a": 500}


# --- what it leaves behind


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_as_it_was(on):
    """After a proposal, and after one that broke off."""
    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        propose([bank(100)], [])
        assert gc.isenabled() is on
        with pytest.raises(AttributeError):
            propose([bank(100)], [None])
        assert gc.isenabled() is on
    finally:
        (gc.enable if was else gc.disable)()


# --- size


def measure(size):
    lines, items = crowd(size)
    begun = time.process_time()
    proposals = propose(lines, items)
    spent = time.process_time() - begun
    laws.check(lines, items, proposals)
    assert len(proposals) > 0.9 * size
    return spent


def test_ten_thousand_lines_take_seconds():
    small = min(measure(1000) for _turn in range(3))
    large = measure(10_000)
    assert large < 20
    assert large < 10 * small * 3, "ten times as many, about ten times as long"
