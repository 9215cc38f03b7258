from . import period_reopen
from . import period_print
