from . import test_approval
from . import test_flow_guard
from . import test_roles
from . import test_shared_rules
