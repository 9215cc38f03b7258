"""Terms of our add-ons: export them, merge them into zh_CN.po, tell what is missing."""

import re

from .database import run_program
from .places import ADDONS

LANGUAGE = "zh_CN"
# Terms that are the same in Chinese: codes, signs, names of fields, examples of input.
SAME = re.compile(
    r"^object\.|^[\W\d_]*$|^[a-z]+(_[a-z]+)+$"
    r"|^(ICP|No\.|#|SHA-256|B-\d+|QR|APP|DNS|SMS|IP|ID|Excel|Ctrl)\b.{0,12}$"
)


# One add-on at a time: of a model that several extend, an export of all names only one.
EXPORT = """
import pathlib
from odoo.tools.translate import trans_export
for addon in {addons!r}:
    path = pathlib.Path({folder!r}, addon, "i18n", addon + ".pot")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        trans_export(None, [addon], file, "po", env)
"""


def export(odoo, database, addons=ADDONS):
    """Write <addon>/i18n/<addon>.pot of every add-on below the folder ``addons``.

    The terms are those of ``database``, where the add-ons are installed.
    """
    program = EXPORT.format(addons=odoo.addons, folder=str(addons))
    run_program(odoo, database, program)
    for addon in odoo.addons:
        _strip_dates(_pot(addon, addons))


def _pot(addon, addons=ADDONS):
    return addons / addon / "i18n" / f"{addon}.pot"


def _po(addon):
    return ADDONS / addon / "i18n" / f"{LANGUAGE}.po"


def _strip_dates(path):
    """Dates in the head would make every export a change."""
    text = path.read_text()
    text = re.sub(r'"(POT-Creation-Date|PO-Revision-Date): [^"]*\\n"\n', "", text)
    path.write_text(text)


def merge(names):
    """Bring every zh_CN.po up to its .pot; known texts are kept, gone ones dropped."""
    import polib

    for addon in names:
        wanted = polib.pofile(str(_pot(addon)))
        known = polib.pofile(str(_po(addon))) if _po(addon).exists() else polib.POFile()
        texts = {entry.msgid: entry.msgstr for entry in known if entry.msgstr}
        wanted.metadata = {
            "Project-Id-Version": "Odoo Server 19.0",
            "Language": LANGUAGE,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        for entry in wanted:
            entry.msgstr = texts.get(entry.msgid, "")
        wanted.save(str(_po(addon)))


def problems(names, addons=ADDONS):
    """Sentences about terms that a Chinese user would see in English.

    The terms are those that were exported below ``addons``.
    """
    import polib

    found = []
    for addon in names:
        texts = polib.pofile(str(_po(addon))) if _po(addon).exists() else []
        known = {entry.msgid: entry for entry in texts}
        for term in polib.pofile(str(_pot(addon, addons))):
            entry = known.get(term.msgid)
            reason = _judge(term.msgid, entry)
            if reason:
                found.append(f"{addon}: {reason}: {term.msgid[:80]!r}")
    return found


def _judge(source, entry):
    if entry is None or not entry.msgstr:
        return "not translated"
    if entry.fuzzy:
        return "fuzzy"
    words = re.sub(r"%\(\w+\)[a-z]", "", source)
    if not SAME.match(words) and not re.search(r"[\u4e00-\u9fff]", entry.msgstr):
        return "no Chinese in it"
    placeholders = r"%\(\w+\)[a-z]|%[sdg]"
    if sorted(re.findall(placeholders, source)) != sorted(
        re.findall(placeholders, entry.msgstr)
    ):
        return "other placeholders"
    return None
