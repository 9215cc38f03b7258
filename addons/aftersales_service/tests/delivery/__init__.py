from . import test_delivery
from . import test_scan
from . import test_shipment
from . import test_device_catchup
from . import test_known_serial
