from . import test_clock_kernel
from . import test_clock_table
from . import test_clocks
from . import test_presets
from . import test_recompute
from . import test_time_ledger
from . import test_warnings
from . import test_switches
