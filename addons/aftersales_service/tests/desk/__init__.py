from . import test_desk
from . import test_desk_presets
from . import test_desk_found
from . import test_desk_old_page
from . import test_tour_desk
from . import test_desk_scan
