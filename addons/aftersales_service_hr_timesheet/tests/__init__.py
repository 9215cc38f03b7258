from . import test_beside_timesheet
from . import test_visit_timesheet
from . import test_translations
