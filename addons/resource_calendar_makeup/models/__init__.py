from . import ir_cron
from . import ir_cron_fault
from . import resource_makeup_day
from . import resource_makeup_table
from . import resource_makeup_table_load
from . import resource_calendar
