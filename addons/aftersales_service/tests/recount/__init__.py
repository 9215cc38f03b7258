from . import test_recompute
from . import test_calendar_change
