from . import test_open_items
from . import test_confirm
from . import test_hand
from . import test_undo
from . import test_channels
from . import test_tour_matching
from . import test_matching_histories
from . import test_matching_queries
