"""Every term that the installed add-ons show has its Chinese."""

import polib
import pytest
from workshop import translations
from workshop.places import ADDONS


@pytest.fixture(scope="module")
def terms(odoo, ours, tmp_path_factory):
    """A folder with the terms as they are now, apart from the committed ones."""
    folder = tmp_path_factory.mktemp("terms")
    translations.export(odoo, ours, folder)
    return folder


def test_every_term_is_translated(odoo, terms):
    assert translations.problems(odoo.addons, terms) == []


def test_committed_terms_are_those_of_the_code(odoo, terms):
    """`scripts/translate` was run after the last change of a term."""
    differing = {}
    for addon in odoo.addons:
        pot = ADDONS / addon / "i18n" / f"{addon}.pot"
        committed = {term.msgid for term in polib.pofile(str(pot))}
        exported = polib.pofile(str(terms / pot.relative_to(ADDONS)))
        if changed := {term.msgid for term in exported} ^ committed:
            differing[addon] = sorted(changed)
    assert differing == {}


def test_an_untranslated_term_is_found(odoo, terms, tmp_path):
    """The check itself: it would tell of a term that nobody translated."""
    for addon in odoo.addons:
        pot = polib.pofile(str(terms / addon / "i18n" / f"{addon}.pot"))
        pot.append(polib.POEntry(msgid="A term that nobody translated"))
        target = tmp_path / addon / "i18n" / f"{addon}.pot"
        target.parent.mkdir(parents=True)
        pot.save(str(target))
    found = [
        s
        for s in translations.problems(odoo.addons, tmp_path)
        if "nobody translated" in s
    ]
    assert len(found) == len(odoo.addons)
    assert all("not translated" in sentence for sentence in found)
