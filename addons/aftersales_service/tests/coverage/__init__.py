from . import test_coverage_kernel
from . import test_extended
from . import test_ledger
from . import test_owner
from . import test_policy
from . import test_words
from . import test_life_history
from . import test_repair_days
