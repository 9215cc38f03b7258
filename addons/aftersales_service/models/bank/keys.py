"""Keys of lines in a journal: the account is the journal, so it is no part of them."""

import hashlib
import re
from dataclasses import replace

from ...kernel.statement_line import number_equals

_LONGEST = 200
_COUNTED = re.compile(r"#\d+$")


def get_accounts(lines):
    """The numbers of our accounts of which ``lines`` tell."""
    return {_get_account(line) for line in lines} - {""}


def _get_account(line):
    return line.account if line.is_channels else line.key.split(":", 2)[1]


def make_keys(lines):
    """``lines`` with keys that do not change when a file leaves our account out."""
    if len({_get_account(line) for line in lines}) > 1:
        # Equal lines of two sheets were counted apart.
        bare = [replace(n, key=_COUNTED.sub("", _cut(n))) for n in lines]
        return [replace(n, key=_shorten(n.key)) for n in number_equals(bare)]
    return [replace(line, key=_shorten(_cut(line))) for line in lines]


def _cut(line):
    if line.is_channels:
        return line.key
    source, _account, rest = line.key.split(":", 2)
    return f"{source}:{rest}"


def _shorten(key):
    if len(key) <= _LONGEST:
        return key
    return f"{key[:100]}:{hashlib.sha256(key.encode()).hexdigest()}"
