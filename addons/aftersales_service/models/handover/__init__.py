from . import used_serial
from . import scan
from . import handover
