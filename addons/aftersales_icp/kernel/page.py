"""Judging a page: does it show the right filing number, visibly, linked, at the bottom?

Three answers: ``pass``, ``fail`` and ``inconclusive``. A page that could not be read, or
whose text is made by scripts, is inconclusive; it never counts as "not shown".

>>> expected = Expected("京ICP备12345678号-1", "京ICP备12345678号")
>>> page = '<footer><a href="https://beian.miit.gov.cn/">京ICP备12345678号-1</a></footer>'
>>> judge(page.encode(), "text/html; charset=utf-8", expected)
Verdict(result='pass', findings=[], charset='utf-8', shown=['京ICP备12345678号-1'])
"""

import codecs
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .icp_number import find, fold
from .page_tree import read

MIIT = {"beian.miit.gov.cn"}
MIIT_OLD = {"www.miitbeian.gov.cn", "www.miibeian.gov.cn", "www.beian.miit.gov.cn"}
MIIT_OLD |= {"miitbeian.gov.cn", "miibeian.gov.cn"}
PSB = {"beian.mps.gov.cn"}
PSB_OLD = {"www.beian.gov.cn", "beian.gov.cn"}
SEVERITY = {
    "C01": "error",  # no number in the visible text
    "C02": "error",  # a number of no valid form
    "C03": "error",  # another number than the registered one
    "C04": "warning",  # subject number where the service number is due
    "C05": "error",  # hidden
    "C06": "error",  # not linked to the authority
    "C07": "warning",  # old address of the authority
    "C08": "warning",  # not at the bottom
    "C09": "error",  # more than one filing number
    "C10": "error",  # public-security number missing
    "C11": "warning",  # public-security link wrong
    "C12": "info",  # public-security icon missing
    "C13": "error",  # licence number missing
    "C14": "warning",  # page unreachable
    "C15": "warning",  # certificate wrong
    "C16": "warning",  # redirected to a foreign domain
    "C17": "error",  # blocking page of a provider
    "C18": "info",  # text made by scripts
    "C19": "warning",  # address outside of the declared ranges
    "C20": "warning",  # domain expires within 90 days; within 30: error
    "C21": "error",  # domain registered for somebody else
    "C22": "info",  # hints at a business that needs a pre-approval
    "C23": "info",  # sells, but is only filed
    "C24": "warning",  # number in an image only
    "C25": "error",  # footer of our own website shows nothing
    "C26": "info",  # official look-up too old
    "C27": "error",  # official look-up says something else
    "C28": "warning",  # sub-domain outside of the declared accesses
}
BLOCKED = ("未备案", "网站暂时无法访问", "备案信息不存在", "阻断", "NOT REGISTERED")
SELLING = ("立即购买", "加入购物车", "去结算", "在线支付", "会员充值", "付费会员")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
SPA_ROOTS = {"app", "root", "__next", "__nuxt", "main"}


@dataclass(frozen=True)
class Expected:
    service: str
    subject: str = ""
    subject_allowed: bool = False  # Guangdong shows the number of the organiser
    psb: str = ""
    licence: str = ""
    commercial: bool = False
    hosts: frozenset = frozenset()
    ranges: str = ""
    preapproval_words: tuple = ()

    @property
    def own(self):
        return {self.service, self.subject, self.licence} - {""}


@dataclass(frozen=True)
class Finding:
    code: str
    detail: str = ""
    level: str = ""  # where the same finding is graver or milder than usual

    @property
    def severity(self):
        return self.level or SEVERITY[self.code]


@dataclass
class Verdict:
    result: str
    findings: list = field(default_factory=list)
    charset: str = ""
    shown: list = field(default_factory=list)
    method: str = field(default="http", repr=False)
    picture: bytes = field(default=b"", repr=False)


def judge(body, content_type, expected, bounds=None):
    """The verdict on the bytes of a home page."""
    html, charset = decode(body, content_type)
    tree = read(html)
    hits = [
        (start, hit) for start, _end, hit in _take(find(tree.text, bounds=bounds), 200)
    ]
    findings = [*_icp(tree, hits, expected), *_psb(tree, hits, expected)]
    findings += _around(tree, expected)
    if {"C01"} & {one.code for one in findings}:
        findings = _why_missing(tree, html, findings, bounds)
    shown = list(dict.fromkeys(hit.number.canonical for _at, hit in hits if hit.number))
    return Verdict(_result(findings), findings, charset, shown)


def _take(items, count):
    return [item for _index, item in zip(range(count), items, strict=False)]


def _result(findings):
    codes = {one.code for one in findings}
    if codes & {"C18"} and not codes & {"C02", "C03", "C17"}:
        return "inconclusive"
    failed = any(one.severity == "error" for one in findings)
    return "fail" if failed else "pass"


# === THE FILING NUMBER === #


def _icp(tree, hits, expected):
    filings = [(at, hit) for at, hit in hits if not _is_psb(hit)]
    wrong = [Finding("C02", hit.text) for _at, hit in filings if hit.error]
    right = [(at, hit.number) for at, hit in filings if hit.number]
    own = [(at, number) for at, number in right if number.canonical in expected.own]
    foreign = {n.canonical for _at, n in right} - expected.own
    findings = _unique(wrong) + [Finding("C03", text) for text in sorted(foreign)]
    if own and foreign:
        findings.append(Finding("C09", ", ".join(sorted(foreign))))
    wanted = {expected.service} | (
        {expected.subject} if expected.subject_allowed else set()
    )
    due = [(at, n) for at, n in own if n.canonical in wanted]
    if not due and expected.subject in {n.canonical for _at, n in own}:
        findings.append(Finding("C04", expected.subject))
        due = [(at, n) for at, n in own if n.canonical == expected.subject]
    if not due and not foreign and not wrong:
        findings.append(Finding("C01"))
    findings += _placed(tree, due) if due else []
    if expected.licence and expected.licence not in {n.canonical for _at, n in right}:
        findings.append(Finding("C13", expected.licence))
    return findings


def _is_psb(hit):
    return "公" in hit.text and "备" in hit.text and "ICP" not in hit.text


def _unique(findings):
    return list(dict.fromkeys(findings))


def _placed(tree, due):
    """Hidden, unlinked or high up: judged on the best of its appearances."""
    return min((_flaws(tree, at, number) for at, number in due[:20]), key=len)


def _flaws(tree, at, number):
    owner = tree.owner(at)
    flaws = []
    if tree.is_hidden(owner):
        flaws.append(Finding("C05", number.canonical))
    host, linked = _authority(tree, owner, MIIT | MIIT_OLD)
    if not linked:
        flaws.append(Finding("C06", number.canonical))
    elif host in MIIT_OLD:
        flaws.append(Finding("C07", host))
    if not tree.is_footer(owner, at):
        flaws.append(Finding("C08", number.canonical))
    return flaws


def _authority(tree, owner, hosts):
    """The host that the number leads to, if it is one of ``hosts``."""
    around = tree.link(owner)
    for href in [around] if around else tree.links_beside(owner):
        host = _host(href)
        if host in hosts:
            return host, href
    return None, None


def _host(href):
    try:
        parts = urlsplit((href or "").strip())
        return (parts.hostname or "") if parts.scheme in ("http", "https", "") else ""
    except ValueError:
        return ""


# === THE PUBLIC-SECURITY NUMBER === #


def _psb(tree, hits, expected):
    if not expected.psb:
        return []
    shown = [
        at for at, hit in hits if hit.number and hit.number.canonical == expected.psb
    ]
    if not shown:
        return [Finding("C10", expected.psb)]
    owner = tree.owner(shown[0])
    findings = []
    host, href = _authority(tree, owner, PSB | PSB_OLD)
    digits = re.sub(r"\D", "", expected.psb)
    if not href or host in PSB_OLD or digits not in href:
        findings.append(Finding("C11", href or ""))
    if not _has_icon(tree, owner):
        findings.append(Finding("C12"))
    return findings


def _has_icon(tree, owner):
    near = {owner, tree.nodes[owner].parent}
    near |= {tree.nodes[index].parent for index in near if index > 0}
    return any(tree.nodes[image].parent in near - {0, -1} for image in tree.images)


# === WHAT ELSE THE PAGE TELLS === #


def _around(tree, expected):
    findings = []
    if len(tree.text) < 3000 and any(word in tree.text for word in BLOCKED):
        findings.append(Finding("C17", tree.title))
    sells = [word for word in SELLING if word in tree.text]
    if sells and not expected.commercial:
        findings.append(Finding("C23", sells[0]))
    hints = [
        w for w in expected.preapproval_words if w in tree.title or w in tree.text[:400]
    ]
    return findings + ([Finding("C22", hints[0])] if hints else [])


def _why_missing(tree, html, findings, bounds):
    """No number in the text: in an image, or made by a script, or truly missing?"""
    for image in tree.images:
        words = " ".join(tree.nodes[image].attributes.values())
        if next(iter(find(words.upper(), bounds=bounds)), None):
            rest = [one for one in findings if one.code != "C01"]
            return [*rest, Finding("C01"), Finding("C24", words[:80])]
    if _is_script_page(tree):
        rest = [one for one in findings if one.code not in ("C01", "C10", "C13")]
        return [*rest, Finding("C18")]
    return findings


def _is_script_page(tree):
    seen = len(re.sub(r"\s", "", tree.text))
    ids = {node.attributes.get("id", "").lower() for node in tree.nodes}
    return seen < 200 and bool(tree.scripts) and bool(ids & SPA_ROOTS)


def script_addresses(body, content_type=""):
    """Where the scripts of a page are fetched from, in their order.

    >>> script_addresses(b'<script src="/a.js"></script><script>1</script>')
    ['/a.js']
    """
    tree = read(decode(body, content_type)[0])
    return [source.strip() for source in tree.scripts if source.strip()]


def find_in_script(body, expected, bounds=None):
    """The own number that stands in a script, or an empty text.

    >>> script = r'x="\\u4eacICP备12345678号-1"'.encode()
    >>> find_in_script(script, Expected("京ICP备12345678号-1"))
    '京ICP备12345678号-1'
    """
    text = _ESCAPE.sub(lambda one: chr(int(one[1], 16)), decode(body, "")[0])
    for _start, _end, hit in _take(find(fold(text), bounds=bounds), 200):
        if hit.number and hit.number.canonical in expected.own:
            return hit.number.canonical
    return ""


# === CHARACTERS === #

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([\w-]{1,40})", re.I)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "gb18030": 0}
# Declared by servers that were never configured; no Chinese page is written in it.
_IGNORED = {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso8859-1"}


def decode(body, content_type=""):
    """Text and the name of its encoding: mark, header, meta, UTF-8, then GB18030.

    >>> decode("备案".encode("gbk"), "text/html; charset=ISO-8859-1")
    ('备案', 'gb18030')
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace"), name
    for name in _declared(body, content_type):
        try:
            return body.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    texts = {name: body.decode(name, "replace") for name in ("utf-8", "gb18030")}
    best = min(texts, key=lambda name: texts[name].count("\ufffd"))
    return texts[best], best


def _declared(body, content_type):
    header = re.search(r"charset\s*=\s*[\"']?([\w-]{1,40})", content_type or "", re.I)
    meta = _META.search(body[:8192])
    names = [header[1] if header else "", meta[1].decode() if meta else ""]
    names = [name.lower() for name in names if name]
    names = [_WIDER.get(name) or name for name in names if name not in _IGNORED]
    return [name for name in names if _is_text_codec(name)] + ["utf-8", "gb18030"]


def _is_text_codec(name):
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False
