from . import test_bulk
from . import test_device_products
from . import test_device_sites
from . import test_device_life
from . import test_device_papers
from . import test_core_guard
