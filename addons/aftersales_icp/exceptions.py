"""What the register refuses, by type: tests and later rooms tell them apart."""

from odoo.exceptions import AccessError, UserError, ValidationError


class IcpNumberInvalid(ValidationError):
    """The typed text is no filing number of the wanted kind."""


class IcpNumberMissing(ValidationError):
    """A state that only a numbered filing can have."""


class IcpNumberMismatch(ValidationError):
    """A service whose number does not hang on its subject or does not fit its kind."""


class IcpMoveRefused(UserError):
    """A move that the table of transitions does not hold."""


class IcpMoveForbidden(AccessError):
    """A state moved by somebody who is not a compliance officer."""


class IcpFrozen(UserError):
    """Identity of a filed record touched outside a change."""


class IcpNotDraft(UserError):
    """Only drafts are deleted; a filing that has existed is cancelled or revoked."""


class IcpDomainInvalid(ValidationError):
    """A domain, home page or address range that is none."""


class IcpDatesWrong(ValidationError):
    """Two dates in the wrong order."""


class IcpPersonWrong(ValidationError):
    """Data of a person that the filing system would not take."""


class IcpOrderConflict(UserError):
    """An order beside another that excludes it."""


class IcpOrderIncomplete(UserError):
    """An order with open check-list items or preflight errors."""


class IcpOrderLocked(UserError):
    """An order edited while the authority has it."""


class IcpEvidenceMissing(UserError):
    """A duty called done without a proof."""


class IcpKept(UserError):
    """A record that the law wants kept: evidence, incidents, logs."""


class IcpGateClosed(UserError):
    """Access opened, delivered or gone live before it is legal."""


class IcpOverrideWrong(ValidationError):
    """An exception without reason or proof, too long, or never possible."""


class IcpPersonalData(UserError):
    """Personal data asked for in an export."""


class IcpCheckTooSoon(UserError):
    """A page checked again at once."""


class IcpImportWrong(UserError):
    """A file or pasted text that cannot be read."""


class IcpIncidentIncomplete(UserError):
    """An incident moved on without what the step needs."""


class IcpRegistryUnknown(UserError):
    """A domain whose registry nobody entered."""


class IcpAdapterMissing(UserError):
    """A platform or interface for which no add-on is installed."""
