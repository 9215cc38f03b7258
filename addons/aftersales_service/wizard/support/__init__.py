from . import order_escalate
from . import order_talks
