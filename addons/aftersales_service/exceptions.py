"""Guards that say no. Every message tells what is missing and who can put it right."""

from odoo.exceptions import AccessError

from odoo.addons.document_flow.exceptions import MoveRefused, ProtectedRefused, Refused

__all__ = ["MoveRefused", "ProtectedRefused", "Refused"]


class GroupRefused(Refused, AccessError):
    """A step belongs to people of another group."""


class RoleRefused(Refused, AccessError):
    """An answer belongs to people who hold another role."""


class SamePersonRefused(Refused):
    """Two steps that need two people were tried by one."""


class ProofMissing(Refused):
    """A stamp, a text or a signature that this step needs is not there yet."""


class UnreadableRegister(Refused):
    """An uploaded file holds no table that the reader understands."""


class ImportBusy(Refused):
    """Somebody else imports the same register at this moment."""


class LedgerRefused(Refused):
    """The history of a warranty does not allow this event."""


class ClockRefused(Refused):
    """A deadline, or the history of who had the job, does not allow this step."""


class PartRefused(Refused):
    """A part may not be taken, replaced or handed over like this."""


class ScanRefused(Refused):
    """A scan at the issue counter that fills no line; the kind of beep follows the class."""


class UnknownCode(ScanRefused):
    """Nothing that the user may see has this code."""


class NothingHere(ScanRefused):
    """What was scanned is known, but does nothing on this screen."""


class WrongPart(ScanRefused):
    """The requisition does not ask for this part."""


class WrongSerial(ScanRefused):
    """The serial number is missing, is not here, or was not issued on this requisition."""


class AlreadyIssued(ScanRefused):
    """The serial number was scanned or issued before."""


class TooMany(ScanRefused):
    """Every line of this part is full."""


class TooManyFilings(Refused):
    """One login or one QR page filed more within an hour than a person would."""


class FilingRefused(Refused):
    """A report of the portal lacks something; the page keeps all that was typed."""


class PeriodClosed(Refused):
    """What stands in a closed month would change."""


class PeriodNotReady(Refused):
    """Something keeps a month from being closed, and nobody wrote why it may stay."""
