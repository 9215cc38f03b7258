# A room may use those above it, never those below; hooks go the other way.
from . import base
from . import migrate
from . import device
from . import coverage
from . import sla
from . import order
from . import visit
from . import parts
from . import returns
from . import fees
