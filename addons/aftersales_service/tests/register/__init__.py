from . import test_day_end
from . import test_registers
