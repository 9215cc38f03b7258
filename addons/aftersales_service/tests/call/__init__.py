from . import test_intake_damage
from . import test_intake_duplicates
from . import test_intake_merge
from . import test_region
from . import test_distance
from . import test_reported
