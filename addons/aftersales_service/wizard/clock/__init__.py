from . import sla_agree
from . import sla_pause
from . import sla_tell
from . import time_sums
