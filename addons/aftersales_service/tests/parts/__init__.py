from . import test_approval
from . import test_counter
from . import test_part_ledger
from . import test_requisition
from . import test_valuation
