from . import test_shelf
from . import test_labels
from . import test_walk
from . import test_walk_count
from . import test_walk_history
from . import test_tour_walk
from . import test_van_count
