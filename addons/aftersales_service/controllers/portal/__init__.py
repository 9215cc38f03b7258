from . import portal
from . import portal_devices
from . import portal_report
from . import portal_dealer
from . import portal_terms
from . import portal_quotes
