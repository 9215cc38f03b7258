from . import technician_dispatch
from . import order_dispatch
from . import order_start
from . import visit_plan
from . import visit_answer
from . import visit_authority
from . import agent_mode
