from . import fault
from . import recount
from . import calendar_change
from . import makeup_table
