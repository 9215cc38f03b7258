"""What the register refuses, by type: tests and later rooms tell them apart."""

from odoo.exceptions import AccessError, ValidationError

from odoo.addons.document_flow.exceptions import Refused


class IcpNumberInvalid(Refused, ValidationError):
    """The typed text is no filing number of the wanted kind."""


class IcpNumberMissing(Refused, ValidationError):
    """A state that only a numbered filing can have."""


class IcpNumberMismatch(Refused, ValidationError):
    """A service whose number does not hang on its subject or does not fit its kind."""


class IcpMoveRefused(Refused):
    """A move that the table of transitions does not hold."""


class IcpMoveForbidden(Refused, AccessError):
    """A state moved by somebody who is not a compliance officer."""


class IcpFrozen(Refused):
    """Identity of a filed record touched outside a change."""


class IcpNotDraft(Refused):
    """Only drafts are deleted; a filing that has existed is cancelled or revoked."""


class IcpDomainInvalid(Refused, ValidationError):
    """A domain, home page or address range that is none."""


class IcpDatesWrong(Refused, ValidationError):
    """Two dates in the wrong order."""


class IcpPersonWrong(Refused, ValidationError):
    """Data of a person that the filing system would not take."""


class IcpOrderConflict(Refused):
    """An order beside another that excludes it."""


class IcpOrderIncomplete(Refused):
    """An order with open check-list items or preflight errors."""


class IcpOrderLocked(Refused):
    """An order edited while the authority has it."""


class IcpEvidenceMissing(Refused):
    """A duty called done without a proof."""


class IcpKept(Refused):
    """A record that the law wants kept: evidence, incidents, logs."""


class IcpGateClosed(Refused):
    """Access opened, delivered or gone live before it is legal."""


class IcpOverrideWrong(Refused, ValidationError):
    """An exception without reason or proof, too long, or never possible."""


class IcpPersonalData(Refused):
    """Personal data asked for in an export."""


class IcpCheckTooSoon(Refused):
    """A page checked again at once."""


class IcpImportWrong(Refused):
    """A file or pasted text that cannot be read."""


class IcpIncidentIncomplete(Refused):
    """An incident moved on without what the step needs."""


class IcpRegistryUnknown(Refused):
    """A domain whose registry nobody entered."""


class IcpAdapterMissing(Refused):
    """A platform or interface for which no add-on is installed."""
