from . import test_return_papers
from . import test_return_clocks
from . import test_tour_returns
from . import test_return_talks
from . import test_return_seals
from . import test_return_late_report
