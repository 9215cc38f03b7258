from . import register_day
from . import priority
from . import day_end
from . import register_clocks
