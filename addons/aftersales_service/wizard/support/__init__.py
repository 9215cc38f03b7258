from . import order_escalate
from . import question_step
from . import order_talks
