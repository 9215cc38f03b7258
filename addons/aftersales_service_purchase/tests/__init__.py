from . import test_beside_purchase
from . import test_contractor_orders
from . import test_part_orders
from . import test_translations
