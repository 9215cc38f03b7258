from . import test_signature
from . import test_visit_flow
