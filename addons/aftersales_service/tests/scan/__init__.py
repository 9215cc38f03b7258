from . import test_codes
from . import test_scan_field
from . import test_tour_scan
