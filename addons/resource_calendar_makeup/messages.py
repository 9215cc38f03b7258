"""What the codes of the kernel say to a person."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

ROWS = {
    "date": _lt("“%(value)s” is not a date such as 2027-01-31"),
    "double": _lt("%(value)s stands in the file twice"),
    "empty": _lt("there are no days below the headings"),
    "heading": _lt(
        "a heading is missing: %(value)s (the headings are date, kind, name, source)"
    ),
    "kind": _lt("“%(value)s” is neither “holiday” nor “makeup”"),
    "name": _lt("%(value)s has no name of a festival"),
    "year": _lt("%(value)s lies outside the year that is being loaded"),
}

FILES = {
    "big": _lt("The file is too large: it should hold one year and nothing else."),
    "empty": _lt("The file is empty."),
    "workbook": _lt(
        "The file is neither a workbook (.xlsx) nor a table in text (.csv)."
    ),
    "xls": _lt("The file is an old workbook (.xls): save it as .xlsx or .csv."),
}

NO_FILE = _lt("Choose a file first.")
