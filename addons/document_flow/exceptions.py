"""Guards that say no. Every message tells what is missing and who can put it right."""

from odoo.exceptions import UserError


class Refused(UserError):
    """Common parent, so callers can tell our guards from other user errors."""

    # The web client knows errors by the name of their class. This says by whose dialog it
    # shows ours; else the sentence would hide behind “Oops, something went wrong”.
    context = {"exception_class": "odoo.exceptions.UserError"}


class MoveRefused(Refused):
    """A state does not allow this move."""


class ProtectedRefused(Refused):
    """What only a declared action may write, change or delete was touched directly."""
