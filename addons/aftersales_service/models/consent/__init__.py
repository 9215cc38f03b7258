from . import consent_proof
from . import technician_day
