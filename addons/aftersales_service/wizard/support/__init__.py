from . import order_escalate
