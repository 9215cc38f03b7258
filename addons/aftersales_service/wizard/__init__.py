from . import approval_refuse
from . import coverage_extend
from . import coverage_void
from . import goodwill_grant
from . import old_part_answer
