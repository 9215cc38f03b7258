"""What loading a year refuses, by type: tests and other add-ons tell them apart."""

from odoo.exceptions import UserError, ValidationError


class MakeupFileInvalid(UserError):
    """The uploaded file cannot be read, or rows of it are wrong."""


class MakeupYearUnknown(UserError):
    """Neither the shipped list nor the package knows the year."""


class MakeupPackageMissing(MakeupYearUnknown):
    """The package that might know the year is not installed."""


class MakeupPreviewStale(UserError):
    """The days were changed by somebody else after the preview."""


class MakeupPreviewMissing(UserError):
    """Days were to be written without a preview."""


class MakeupTableForeign(ValidationError):
    """A calendar follows the days of another company."""
