from . import test_bulk
from . import test_delivery
from . import test_scan
from . import test_shipment
from . import test_public_network
