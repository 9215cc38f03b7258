from . import test_reserve_facts
from . import test_reserve_units
from . import test_reserve_reckon
from . import test_reserve_entry
from . import test_reserve_access
from . import test_reserve_panel
from . import test_tour_reserve
