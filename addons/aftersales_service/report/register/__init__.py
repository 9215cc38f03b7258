from . import registers
from . import service_ledger
