from . import test_readiness
from . import test_readiness_screens
from . import test_proposal
from . import test_dispatch_parts
from . import test_tour_prepare
