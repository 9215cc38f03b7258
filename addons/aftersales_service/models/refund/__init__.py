from . import account_move_line
from . import sale_credit
from . import disposition_refund
