from . import technician
from . import entry
from . import technician_day
from . import visit
from . import parcel
