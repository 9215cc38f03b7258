from . import test_clock_kernel
from . import test_clock_table
from . import test_clocks
from . import test_time_ledger
from . import test_warn_batches
from . import test_warnings
from . import test_jobs_survive
from . import test_clock_ends
