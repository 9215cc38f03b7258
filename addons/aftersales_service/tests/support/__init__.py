from . import test_intake_escalate
from . import test_sampling
from . import test_salesperson
from . import test_capability
from . import test_question
from . import test_problem
from . import test_filing
from . import test_talks
