from . import test_old_part
from . import test_old_part_rule
from . import test_old_part_scan
