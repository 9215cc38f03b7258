from . import order_why
from . import order_support
from . import order_sampling
from . import sales_report
from . import capability
from . import talks
