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
