from . import test_import_big
from . import test_import_calls
from . import test_import_devices
from . import test_import_warranties
