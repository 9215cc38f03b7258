from . import test_authority
from . import test_dispatch
from . import test_agent_mode
from . import test_slots
from . import test_station
from . import test_dispatcher
from . import test_station_people
