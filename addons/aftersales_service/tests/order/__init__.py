from . import test_closing
from . import test_conductor
from . import test_intake
from . import test_intake_phone
from . import test_intake_promise
from . import test_intake_why
from . import test_signed_facts
from . import test_order_papers
