from . import test_counter
from . import test_tour_counter
from . import test_counter_scan
