from . import counter
from . import counter_scan
from . import landing
