from . import technician_day
from . import sync
from . import visit
from . import landing
