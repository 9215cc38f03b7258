from . import old_part_policy
from . import old_part
from . import old_part_flow
from . import old_part_batch
from . import duty_clocks
from . import technician_day
from . import switch
from . import scan
