from . import test_room_switches
from . import test_switched_views
from . import test_switched_jobs
from . import test_landing
