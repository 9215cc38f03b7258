from . import test_decision_facts
from . import test_doubt
from . import test_cause_step
from . import test_decision_evidence
