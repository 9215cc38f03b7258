from . import test_costs
from . import test_loaner_costs
from . import test_repair_costs
from . import test_costing_methods
from . import test_parcel_costs
