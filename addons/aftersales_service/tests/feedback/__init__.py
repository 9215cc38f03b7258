from . import test_quality_fact
from . import test_feedback_sheet
