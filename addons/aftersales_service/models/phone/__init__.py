from . import technician_day
from . import landing
