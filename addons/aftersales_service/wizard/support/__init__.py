from . import order_escalate
from . import question_step
