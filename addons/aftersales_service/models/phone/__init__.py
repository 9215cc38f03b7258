from . import technician_day
