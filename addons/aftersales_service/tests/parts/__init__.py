from . import test_requisition_approval
from . import test_part_ledger
from . import test_part_papers
from . import test_requisition
from . import test_segregation
from . import test_valuation
from . import test_requisition_fixed
from . import test_used_serial
