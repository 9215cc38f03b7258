from . import test_quality_fact
from . import test_feedback_sheet
from . import test_outside_maker
