from . import decision
from . import decision_line
from . import decision_make
from . import device_dates
from . import panel
from . import coverage_words
