from . import test_decision_facts
from . import test_doubt
