from . import period_reopen
