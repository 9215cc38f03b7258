from . import coverage_extend
from . import coverage_void
from . import goodwill_grant
