"""What loading a year refuses, by type: tests and other add-ons tell them apart."""

from odoo.exceptions import UserError, ValidationError


class MakeupRefused(UserError):
    """Common parent of what this add-on refuses."""

    # The web client knows errors by the name of their class. This says by whose dialog it
    # shows ours; else the sentence would hide behind “Oops, something went wrong”.
    context = {"exception_class": "odoo.exceptions.UserError"}


class MakeupFileInvalid(MakeupRefused):
    """The uploaded file cannot be read, or rows of it are wrong."""


class MakeupYearUnknown(MakeupRefused):
    """Neither the shipped list nor the package knows the year."""


class MakeupPackageMissing(MakeupYearUnknown):
    """The package that might know the year is not installed."""


class MakeupPreviewStale(MakeupRefused):
    """The days were changed by somebody else after the preview."""


class MakeupPreviewMissing(MakeupRefused):
    """Days were to be written without a preview."""


class MakeupTableForeign(MakeupRefused, ValidationError):
    """A calendar follows the days of another company."""
