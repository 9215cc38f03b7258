from . import test_at_the_customer
from . import test_before_leaving
from . import test_dispatch
from . import test_signature
from . import test_technician
from . import test_visit_event
from . import test_visit_flow
from . import test_visit_stamp
