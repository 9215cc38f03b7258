from . import order_facts
from . import order_decision
from . import order_open
from . import order_repair
from . import order_doubt
from . import decision_override
from . import statutory_rule
from . import maker_terms
