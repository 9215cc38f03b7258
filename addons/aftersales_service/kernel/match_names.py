"""Whether a payer is a partner, whatever the bank made of the name."""

import re
from functools import cached_property, lru_cache

from .text import name_key

_FORM = re.compile(
    r"股份有限公司|有限责任公司|有限公司|责任公司|个体工商户|普通合伙|有限合伙|公司$"
)
_SIGNS = re.compile(r"[\W_]+")
_FOR = (
    re.compile(r"[代替帮](?:为)?([^付缴交支转,。;\s]{2,24}?)(?:支付|[付缴交支转])"),
    re.compile(r"代(?:付|缴|支付|交)[:( ]*([^,。;:)\s]{2,24})"),
)
# A name in which so many signs are missing at its ends may be the same.
_MISSING = 3
_MEANT = re.compile(r"[0-9A-Z]")  # is never left out
_SHORTEST = 4


@lru_cache(maxsize=1 << 16)
def core(name):
    """A name without its legal form, brackets and width.

    >>> core("示例济南华兴泵业（集团）有限公司") == core("示例济南华兴泵业集团")
    True
    """
    return _FORM.sub("", _SIGNS.sub("", name_key(name)))


def read_paid_for(memo):
    """Names of those for whom a memo says somebody pays.

    >>> read_paid_for("代长沙金泰付维修费 INV/2026/01012"), read_paid_for("货款")
    (['长沙金泰'], [])
    """
    names = [n for pattern in _FOR for n in pattern.findall(memo)]
    return [core(name) for name in names if len(core(name)) > 1]


class Names:
    """The names of partners, by which payers are recognised."""

    def __init__(self, partners):
        self.cores = {core(name) for name in partners} - {""}

    @cached_property
    def _shortened(self):
        """{a name with signs missing: the whole ones}; most payers write the whole one."""
        shortened = {}
        for whole in sorted(self.cores):
            for short in _shorten(whole):
                shortened[short] = (*shortened.get(short, ()), whole)
        return shortened

    def find(self, payer):
        """The partners (as `core`) that a payer may be; more than one is a doubt.

        >>> names = Names(["示例济南恒达机电有限公司", "示例个人1", "示例个人12"])
        >>> names.find("济南恒达机电"), names.find("示例个人1"), names.find("个人")
        (('示例济南恒达机电',), ('示例个人1',), ())
        """
        name = core(payer)
        if name in self.cores:
            return (name,)
        shorter = {short for short in _shorten(name) if short in self.cores}
        return self._shortened.get(name) or tuple(sorted(shorter))


def _shorten(name):
    """``name`` without up to three signs at its ends; digits are never left out."""
    for missing in range(1, _MISSING + 1):
        for front in range(missing + 1):
            end = len(name) - (missing - front)
            left_out = name[:front] + name[end:]
            if end - front >= _SHORTEST and not _MEANT.search(left_out):
                yield name[front:end]
