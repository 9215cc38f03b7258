from . import test_at_the_customer
from . import test_visit_event
from . import test_visit_flow
from . import test_visit_stamp
from . import test_order_clocks
from . import test_urgent
from . import test_warranty_answers
from . import test_field_papers
