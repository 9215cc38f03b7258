from . import test_technician_day
from . import test_tour_technician
from . import test_sync_bad_entry
from . import test_phone_director
from . import test_phone_guards
from . import test_phone_queries
