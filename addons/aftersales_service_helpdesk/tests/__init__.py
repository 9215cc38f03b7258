from . import test_indexes
from . import test_portal
from . import test_ticket
from . import test_ticket_clocks
from . import test_ticket_list
from . import test_translations
