from . import test_decision
from . import test_decision_kernel
from . import test_kilometres
from . import test_tour_panel
from . import test_decision_sentences
