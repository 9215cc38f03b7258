from . import test_events
from . import test_fortnights
from . import test_presets
from . import test_switches
from . import test_told_by_documents
from . import test_upgrade_presets
