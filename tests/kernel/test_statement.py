"""Statements as banks and channels write them are read whole, or refused with a reason."""

import datetime
import io
import random
import time

import openpyxl
import pytest
import sample
import statement_files as write
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel.match_names import core
from kernel.matching import propose
from kernel.sheets import UnreadableFile
from kernel.statement import StatementFault, read
from kernel.statement_cells import read_fen
from month import Month, Move

BANKS = pytest.mark.parametrize("bank", write.BANKS, ids=lambda bank: bank.__name__)
MONTH = Month(5)


def keys(data, name=""):
    return [line.key for line in read(data, name)]


@BANKS
def test_every_bank_is_read(bank):
    name, data, moves = bank(MONTH.bank)
    lines = read(data, name)
    assert len(lines) == len(moves)
    for line, move in zip(lines, moves, strict=True):
        assert (line.source, line.date, line.amount, line.memo, line.fee) == (
            "bank",
            move.at.date(),
            move.amount,
            move.memo,
            0,
        )
        assert core(line.payer) == core(move.payer)
        assert line.balance in (move.balance, None)


@pytest.mark.parametrize("channel", ["wechat", "alipay"])
def test_every_channel_is_read(channel):
    moves = [move for move in MONTH.moves if move.source == channel]
    name, data, moves = getattr(write, channel)(moves)
    assert any(move.refund_of for move in moves)
    for line, move in zip(read(data, name), moves, strict=True):
        assert (line.source, line.channel) == (channel, channel)
        assert datetime.datetime.combine(line.date, line.time) == move.at
        assert (line.amount, line.fee) == (move.amount, move.fee)
        assert (line.number, line.refund_of) == (move.number, move.refund_of)
        assert line.account in ("1600000000", "2088000000000000156")


@BANKS
def test_a_line_is_known_again(bank):
    """The same file, and one that overlaps, of whole days."""
    moves = MONTH.bank
    _name, data, _moves = bank(moves)
    known = keys(data)
    assert len(set(known)) == len(moves)
    assert keys(data) == known
    day = datetime.datetime.combine(MONTH.days[12], datetime.time())
    later = [move for move in moves if move.at >= day]
    overlapping = keys(bank(later)[1])
    assert len(overlapping) == len(later) < len(moves)
    assert set(overlapping) <= set(known)


@pytest.mark.parametrize(
    "bank", [write.bank_gbk, write.bank_newest_first, write.bank_xlsx]
)
@pytest.mark.parametrize("first", [1, 2, 3, 4])
def test_a_file_that_begins_within_a_day(bank, first):
    """Reference or balance tell equal transfers of one day apart."""
    moves = some_moves([(0, 100, "甲")] * 5 + [(1, 100, "甲")], True)
    known = keys(bank(moves)[1])
    assert set(keys(bank(moves[first:])[1])) == set(known) - set(
        keys(bank(moves[:first])[1])
    )


if sample.FOLDER:

    def test_the_overlapping_sample():
        known = {line.key for line in sample.read_file(sample.FILES["bank"])}
        again = [line.key for line in sample.read_file(sample.OVERLAP)]
        assert len(again) == len(set(again)) == 45
        assert set(again) <= known


def some_moves(choices, with_balance):
    """Movements of few days, payers and amounts: many are equal."""
    balance, moves = 0, []
    for day, amount, payer in sorted(choices):
        balance += amount
        at = datetime.datetime(2026, 10, 1 + day, 9)
        moves.append(
            Move("bank", at, amount, payer, memo=payer, balance=balance * with_balance)
        )
    return moves


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from((100, 200, -100)),
            st.sampled_from("甲乙"),
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 3),
    st.sampled_from((write.bank_two_sides, write.bank_gbk)),
    st.randoms(use_true_random=False),
)
def test_equal_transfers_stay_as_many_as_they_are(choices, first, bank, chance):
    moves = some_moves(choices, bank is write.bank_gbk)
    known = keys(bank(moves)[1])
    assert len(set(known)) == len(moves)
    later = [move for move in moves if move.at.day > first]
    if later:
        assert set(keys(bank(later)[1])) <= set(known)
    chance.shuffle(moves)
    told = {line.key: (line.date, line.payer) for line in read(bank(moves)[1])}
    assert set(told) == set(known), "the order of a file is no part of a key"


@given(st.integers(-(10**11), 10**11))
def test_amounts_are_read_to_the_fen(fen):
    for text in (
        write.money(fen),
        f"`{fen / 100:.2f}",
        f" ￥{fen / 100:.2f}元 ",
        fen / 100,
    ):
        assert read_fen(text) == fen


HEADS = [
    "交易日期,收入,支出,余额,对方户名,摘要",
    "记账日,贷方发生额,借方发生额,账户余额,对方单位名称,用途",
    "日 期,转入金额（元）,转出金额（元）,余 额,对方名称,附言",
    "*入账日期,贷方金额,借方金额,本次余额,交易对手,交易附言",
    "会计日期,存入金额,取出金额,联机余额,对手名称,备注",
    "Date,Credit,Debit,Balance,Counterparty,Description",
    "交易时间,贷方发生额/元(收入),借方发生额/元(支取),余额,对方户名,备注",
    "交易日期[ Transaction Date ],贷方金额[ Credit ],借方金额[ Debit ],交易后余额"
    "[ After-transaction balance ],收/付方名称,用途[ Purpose ]",
    "交易时间,贷方发生额（收入）,借方发生额（支取）,交易后余额,对方账户名称,交易用途",
]


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_headings_are_recognised_without_asking(heads, coding):
    text = f"示例银行\n\n{heads}\n" + (
        '20261001,"1,130.40",0.00,"2,130.40",甲公司,货款\n'
        '2026/10/2,,"1,000.00","1,130.40",乙公司,房租\n合计,1130.40,1000.00\n'
    )
    lines = read(text.encode(coding), "x.csv")
    assert [(n.date.day, n.amount, n.balance) for n in lines] == [
        (1, 113040, 213040),
        (2, -100000, 113040),
    ]
    assert [(n.payer, n.memo) for n in lines] == [
        ("甲公司", "货款"),
        ("乙公司", "房租"),
    ]


def test_a_person_assigns_what_is_not_recognised():
    text = "日子,进账,出账,谁\n20261001,5,,甲\n"
    with pytest.raises(StatementFault):
        read(text.encode())
    chosen = {"日子": "day", "进账": "into", "出账": "out_of", "谁": "payer"}
    (line,) = read(text.encode(), chosen=chosen)
    assert (line.amount, line.payer) == (500, "甲")


@pytest.mark.parametrize(
    ("heads", "row", "amount"),
    [
        ("日期,金额,借贷标志", "20261001,5.00,借", -500),
        ("日期,金额,借贷标志", "20261001,5.00,贷", 500),
        ("日期,金额,收支方向", "20261001,-5.00,支出", -500),
        ("日期,金额", "20261001,-5.00", -500),
        ("日期,借/贷方发生额", "20261001,+5.00", 500),
        ("日期,收入,支出", "20261001,-5.00,", -500),  # booked back
        ("日期,收入,支出", "20261001,,-5.00", -500),
        ("日期,收入,支出", "20261001,(5.00),", -500),
        ("日期,收入,支出", "20261001,0.00,5", -500),
    ],
)
def test_the_sign_is_what_came_and_went(heads, row, amount):
    (line,) = read(f"{heads}\n{row}\n".encode())
    assert line.amount == amount


def test_what_is_no_movement_is_passed_over():
    rows = (
        "日期,收入,支出,余额,交易状态\n"
        ",,,100.00,\n期初余额,,,100.00,\n20261001,5,,105.00,成功\n"
        "20261001,9,,,失败\n本页小计,5,,,\n20261002,0.00,,105.00,成功\n"
        "20261003,,3,102.00,成功\n期末余额,,,102.00,\n总计,5,3,,\n打印日期:2026-10-31\n"
    )
    assert [line.amount for line in read(rows.encode())] == [500, -300]


def test_a_cover_and_an_empty_month_are_no_faults():
    book = openpyxl.Workbook()
    book.active.append(["示例银行", "日期", "2026-10-31"])
    for rows in ([], [["20261001", 5, None]], [["20261101", None, 3]]):
        sheet = book.create_sheet()
        for row in (["日期", "收入", "支出"], *rows):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert [line.amount for line in read(out.getvalue())] == [500, -300]


def wechat_text():
    moves = [move for move in MONTH.moves if move.source == "wechat"]
    return write.wechat(moves)[1].decode("utf-8-sig")


def alipay_text():
    moves = [move for move in MONTH.moves if move.source == "alipay"]
    return write.alipay(moves)[1].decode("gb18030")


def without_last(text, count):
    return "".join(text.splitlines(keepends=True)[:-count])


ROW = "日期,收入,支出,余额,币种\n20261001,5,,105,人民币\n"
FAULTS = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\t ", "empty"),
    "a letter": ("您好，附件是流水。".encode(), "no_table"),
    "another table": ("客户,电话\n甲,1\n".encode(), "no_table"),
    "no column of amounts": ("日期,对方户名,摘要\n20261001,甲,货款\n".encode(), "no_amounts"),
    "no row": ("日期,收入,支出\n".encode(), "no_amounts"),
    "a day without payments": (write.wechat([])[1], "no_amounts"),
    "no amount": ("日期,收入,支出\n20261001,,\n".encode(), "bad_amount"),
    "a word for an amount": ("日期,收入\n20261001,五元\n".encode(), "bad_amount"),
    "parts of a fen": ("日期,收入\n20261001,5.001\n".encode(), "bad_amount"),
    "a comma amiss": ('日期,收入\n20261001,"1,13"\n'.encode(), "bad_amount"),
    "no such day": ("日期,收入\n20260230,5\n".encode(), "bad_date"),
    "no such direction": ("日期,金额,借贷标志\n20261001,5,左\n".encode(), "bad_direction"),
    "dollars in a row": (f"{ROW}20261002,5,,110,USD\n".encode(), "foreign_currency"),
    "dollars above": (f"币种：美元\n{ROW}".encode(), "foreign_currency"),
    "totals of more": (f"{ROW}合计,6,\n".encode(), "totals"),
    "cut in a row": (f"{ROW}20261002,1".encode(), "cut"),
    "what the account at WeChat holds": (
        "记账时间,微信支付业务单号,资金流水单号,业务名称,收支类型,收支金额(元),账户结余(元)\n"
        "`2026-10-01 08:00:00,`42,`10,`交易,`收入,`5.00,`5.00\n".encode(),
        "funds",
    ),
    "wechat without totals": (without_last(wechat_text(), 2).encode(), "cut"),
    "wechat without a row": (
        "".join(wechat_text().splitlines(keepends=True)[:1] + wechat_text().splitlines(keepends=True)[2:]).encode(),
        "totals",
    ),
    "alipay without its end": (without_last(alipay_text(), 3).encode("gbk"), "cut"),
    "alipay with another count": (
        alipay_text().replace("合计：", "合计：1").encode("gbk"),
        "totals",
    ),
    "rounded numbers": (
        "支付宝交易号,商户订单号,业务类型,完成时间,商家实收（元）,服务费（元）\n"
        "4.20004E+27,SK1,交易,2026-10-01 08:00:00,5.00,-0.02\n".encode(),
        "scientific",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_statement_is_refused_with_a_reason(name):
    data, code = FAULTS[name]
    with pytest.raises(StatementFault) as found:
        read(data, "x.csv")
    assert found.value.code == code
    assert isinstance(found.value, UnreadableFile)


BOOKS = {
    bank.__name__: bank(MONTH.bank)[1] for bank in (write.bank_xls, write.bank_xlsx)
}


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.99])
def test_half_a_workbook_is_refused(name, part):
    data = BOOKS[name]
    with pytest.raises(UnreadableFile):
        read(data[: int(len(data) * part)])


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n\0\0", b"<html><table></table>", b"PK\x03\x04"],
)
def test_another_kind_of_file_is_refused(data):
    with pytest.raises(UnreadableFile):
        read(data, "流水.xls")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 5), st.floats(0, 1), st.binary(max_size=4), st.booleans())
def test_a_damaged_file_is_read_or_refused(kind, part, noise, cut):
    """Never another error, whatever is missing or put in."""
    _name, data, _moves = WRITTEN[kind]
    place = int(part * len(data))
    data = data[:place] + noise + (b"" if cut else data[place:])
    try:
        lines = read(data)
    except UnreadableFile:
        return
    assert len({line.key for line in lines}) == len(lines)


_short = Month(6, size=8)
WRITTEN = [
    *(bank(_short.bank) for bank in write.BANKS[:4]),
    write.wechat([m for m in _short.moves if m.source == "wechat"]),
    write.alipay([m for m in _short.moves if m.source == "alipay"]),
]


MONEY = "日期,收入,支出,附言\n"
ALIPAY = (
    "支付宝交易号,商户订单号,业务类型,完成时间,商家实收（元）,服务费（元）\n"
    "4200,SK1,交易,2026-10-01 08:00:00,5.00,-0.02\n"
)
LONG = 10**5
# A cell that makes a reader look through it again and again, and what is said of it.
EVIL = {
    "brackets for a day": f"{MONEY}{'(' * LONG},5,,\n",
    "brackets above": f"{'(' * LONG}\n{MONEY}20261001,5,,\n",
    "blanks and brackets": f"{MONEY}{' (' * LONG}5,,\n",
    "a memo of digits": f"{MONEY}20261001,5,,{'1' * LONG}\n",
    "totals in totals": f"{ALIPAY}#{'合计' * LONG}{'1' * LONG}\n",
}


@pytest.mark.parametrize("name", EVIL)
def test_a_cell_of_no_end_is_refused_at_once(name):
    begun = time.process_time()
    with pytest.raises(StatementFault) as found:
        read(EVIL[name].encode())
    assert found.value.code == "too_long"
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text",
    [
        f"{MONEY}20261001,5,,{'1' * 1900}\n",
        MONEY + f"{'(' * 1900},5,,\n" * 2000,
        MONEY + f"{' (' * 900},5,,\n" * 2000,
        ALIPAY + f"#{'合计' * 400}{'1' * 900}\n" * 2000,
    ],
    ids=["digits", "brackets", "blanks", "totals"],
)
def test_many_long_cells_take_seconds(text):
    begun = time.process_time()
    try:
        lines = read(text.encode())
    except StatementFault:
        lines = []
    propose(lines, [])
    assert time.process_time() - begun < 5


def test_the_end_of_a_bill_of_alipay_counts():
    """Payments, whatever else the line tells."""
    for end in ("#交易合计：1笔，商家实收共5.00元", "#合计 5.00元，1 笔"):
        (line,) = read(f"#账号：[2088]\n{ALIPAY}{end}\n".encode())
        assert line.account == "2088"
    with pytest.raises(StatementFault, match="totals"):
        read(f"#账号：[2088]\n{ALIPAY}#合计 5.00元，2 笔\n".encode())


def test_the_size_of_a_year():
    """Ten thousand rows in seconds."""
    chance = random.Random(1)
    moves = some_moves(
        [
            (n % 28, chance.randrange(1, 10**7), "甲乙丙丁"[n % 4])
            for n in range(10_000)
        ],
        True,
    )
    assert len(read(write.bank_gbk(moves)[1])) == 10_000


def test_faults_of_all_rows_are_told():
    rows = [
        ["交易日期", "收入", "支出", "对方户名"],
        ["2026-10-01", "1,13", "", "甲"],
        ["2026-10-02", "5.00", "", "乙"],
        ["2026-10-32", "6.00", "", "丙"],
    ]
    with pytest.raises(StatementFault) as told:
        read(write.as_text(rows, "utf-8"))
    faults = [(fault.code, fault.values["row"]) for fault in told.value.all]
    assert faults == [("bad_amount", 2), ("bad_date", 4)]
    assert told.value.all[0] is told.value
