from . import test_bulk
from . import test_delivery
from . import test_device_products
from . import test_device_sites
from . import test_scan
from . import test_shipment
