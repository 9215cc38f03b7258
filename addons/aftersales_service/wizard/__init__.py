from . import approval_refuse
from . import custody_give_back
from . import custody_rework
from . import coverage_extend
from . import coverage_void
from . import goodwill_grant
