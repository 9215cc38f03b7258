from . import order_fault
from . import order_duplicate
from . import order_merge
from . import damage
from . import fault_suggest
from . import order_first_contact
from . import order_distance
from . import reported
