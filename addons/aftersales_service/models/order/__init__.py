from . import device
from . import order
from . import order_flow
from . import order_facts
from . import order_decision
from . import decision_override
from . import statutory_rule
from . import order_sla
