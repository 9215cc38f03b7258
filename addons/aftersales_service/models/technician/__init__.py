from . import technician
from . import technician_training
from . import technician_authority
from . import scan
